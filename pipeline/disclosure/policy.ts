/** The disclosure policy of an audience on a day, and what it says of a single count. */
import { TrackerError } from '../../sources/error.ts';
import { type DisclosureRule, disclosureRules } from '../../sources/rules/panel-contract.ts';
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

const isSmall = (count: number, policy: DisclosurePolicy): boolean => count > 0 && count < policy.least_count;

/**
 * May nobody learn this count? Small counts are hidden. So is a zero that says something of every member of a small
 * group: none of 12, or (the count of those who are left) all of 12.
 */
export function isSensitive(count: number, population: number | null, policy: DisclosurePolicy): boolean {
  if (policy.least_count <= 1) return false;
  if (isSmall(count, policy)) return true;
  return count === 0 && population !== null && population > 0 && population < policy.least_denominator;
}

/** May a share of these two counts be printed, once both may be known? */
export function isShareAllowed(numerator: number, denominator: number, policy: DisclosurePolicy): boolean {
  const enough = (count: number): boolean => count === 0 || count >= policy.least_numerator;
  return denominator >= policy.least_denominator && enough(numerator) && enough(denominator - numerator);
}

/** May an average over so many be printed? */
export const isAverageAllowed = (timed: number, policy: DisclosurePolicy): boolean =>
  timed >= policy.least_average;
