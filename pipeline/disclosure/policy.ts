/** The disclosure policy of an audience on a day, and what it says of a single count. */
import { TrackerError } from '../../sources/error.ts';
import { type DisclosureRule, disclosureRules, type unitKinds } from '../../sources/rules/panel-contract.ts';
import { isAgreed, type RuleBook } from '../../sources/rules/rules.ts';
import { holdsOn } from '../../sources/rules/validity.ts';

export type DisclosurePolicy = Readonly<Record<DisclosureRule, number>>;

/** A rule in force with where it comes from. */
export interface PolicyRow {
  readonly rule: DisclosureRule;
  readonly value: number;
  readonly source: string;
  readonly agreed: boolean;
}

/** Every rule in force for the audience on the day, in the order of the contract. Stops where one is missing. */
export function policyRows(book: RuleBook, audience: string, day: string): PolicyRow[] {
  return disclosureRules.map((rule) => {
    const row = book.disclosure.find(
      (each) => each.audience === audience && each.rule === rule && holdsOn(each, day),
    );
    if (row === undefined)
      throw new TrackerError(
        'usage',
        'disclosure_policy_incomplete',
        `No disclosure policy says ${rule} for the audience ${audience} on ${day}.`,
        'Add the row to disclosure.csv, with a source; nothing is published for an audience without a whole policy.',
      );
    return { rule, value: row.value, source: row.source, agreed: isAgreed(row) };
  });
}

export const policyOf = (rows: readonly PolicyRow[]): DisclosurePolicy =>
  Object.fromEntries(rows.map(({ rule, value }) => [rule, value])) as DisclosurePolicy;

/** The least number of a kind of unit that may be learnt; 1 where the kind is not protected. */
export function leastOf(kind: (typeof unitKinds)[number], policy: DisclosurePolicy): number {
  if (kind === 'child') return policy.least_count;
  return policy[`least_${kind}`];
}
