/** Which rules differ between an edition before and this one, a sentence each. Pure. */

import { z } from 'zod';
import { isoDay } from '../../sources/days.ts';
import { holdsOn } from '../../sources/rules/validity.ts';
import type { ChangesFile } from '../edition/change-format.ts';

const validity = { effective_from: isoDay, effective_to: isoDay.nullable() };

/** What is read of the `measures.json` of an edition; it has not changed since editions were first made. */
export const ruledMeasures = z.array(
  z.object({
    measure_id: z.string(),
    lines: z.array(z.object({ line: z.string(), name: z.string() })),
    limits: z.array(
      z.object({
        authority: z.string(),
        limit_key: z.string(),
        meaning: z.string(),
        n: z.number(),
        unit: z.string(),
        ...validity,
      }),
    ),
    targets: z.array(
      z.object({ authority: z.string(), line: z.string(), in_words: z.string(), ...validity }),
    ),
  }),
);
export type RuledMeasure = z.infer<typeof ruledMeasures>[number];

type RuleChange = ChangesFile['rules_changed'][number];

/** A rule in force: its name, what it says, since when. */
interface Rule {
  readonly authority: string;
  readonly key: string;
  readonly subject: string;
  readonly says: string;
  readonly from: string;
}

/** Measures and the date of the edition that they describe. */
interface RulesOfEdition {
  readonly measures: readonly RuledMeasure[];
  readonly asAt: string;
}

/** Changed, new and ended rules of the measures that both editions have, for these authorities, in a fixed order. */
export function rulesChanged(
  before: RulesOfEdition,
  now: RulesOfEdition,
  authorities: readonly string[],
): RuleChange[] {
  return now.measures.flatMap((measure) => {
    const former = before.measures.find((each) => each.measure_id === measure.measure_id);
    if (former === undefined) return [];
    const then = rulesOn(former, before.asAt);
    const today = rulesOn(measure, now.asAt);
    const keys = [...new Set([...then.keys(), ...today.keys()])].sort();
    return keys.flatMap((key) => {
      const meaning = inWords(then.get(key), today.get(key));
      const authority = (today.get(key) ?? then.get(key))?.authority ?? '';
      if (meaning === null || !authorities.includes(authority)) return [];
      return [{ authority, measure_id: measure.measure_id, meaning }];
    });
  });
}

/** Limits and targets of a measure that are in force on the day. */
function rulesOn(measure: RuledMeasure, day: string): Map<string, Rule> {
  const limits = measure.limits
    .filter((row) => holdsOn(row, day))
    .map((row) => ({
      authority: row.authority,
      key: `${row.authority} limit ${row.limit_key}`,
      subject: `Limit "${row.meaning}"`,
      says: `${row.n} ${row.unit}`,
      from: row.effective_from,
    }));
  const targets = measure.targets
    .filter((row) => holdsOn(row, day))
    .map((row) => ({
      authority: row.authority,
      key: `${row.authority} target ${row.line}`,
      subject: `Rating of "${measure.lines.find((line) => line.line === row.line)?.name ?? row.line}"`,
      says: `"${row.in_words}"`,
      from: row.effective_from,
    }));
  return new Map([...limits, ...targets].map((rule) => [rule.key, rule]));
}

function inWords(before: Rule | undefined, now: Rule | undefined): string | null {
  if (before === undefined && now !== undefined)
    return `${now.subject} is new: ${now.says} since ${now.from}.`;
  if (before !== undefined && now === undefined) return `${before.subject} has ended; it was ${before.says}.`;
  if (before === undefined || now === undefined || before.says === now.says) return null;
  return `${now.subject} is now ${now.says}, in force since ${now.from}; in the edition before it was ${before.says}.`;
}
