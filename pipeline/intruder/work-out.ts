/** Puts everything printed together and bounds every hidden count. */
import { type Bound, bounds } from './bounds.ts';
import type { Breach, IntruderPolicy } from './breach.ts';
import { denominator, numerator, ownFigures, tellFigures, tellNational } from './facts.ts';
import { cellOf, type Figure, isHidden, nameOf, tableOf } from './figure-book.ts';
import type { Printed } from './intruder.ts';
import { narrowByTies } from './narrow.ts';
import type { NationalFact } from './national.ts';
import { tellStatus } from './status-words.ts';
import { System } from './system.ts';
import { tieAll } from './ties.ts';

type Thresholds = Pick<IntruderPolicy, 'leastCount' | 'leastDenominator' | 'leastNumerator' | 'leastAverage'>;

/** A hidden count, and the edition that hides it. */
interface Hidden {
  readonly figure: Figure;
  readonly edition: string;
}

/**
 * Hidden counts that are known more narrowly than the policy lets them be, and shares whose rest is a few children.
 * A count hidden once stays hidden: an earlier paper's hidden count that a later one prints is a finding as well.
 */
export async function workOut(
  about: Printed,
  earlier: readonly Printed[],
  policy: IntruderPolicy,
  national: readonly NationalFact[],
): Promise<Breach[]> {
  const newestFirst = [about, ...[...earlier].reverse()];
  return [
    ...(await attack(newestFirst, policy, policy, national)),
    ...(await attack(newestFirst, policy, believesNothing, national)),
  ];
}

/** A reader who knows the policy knows that what is printed is not small; one who does not cannot be misled by it. */
const believesNothing: Thresholds = {
  leastCount: 0,
  leastDenominator: 0,
  leastNumerator: 0,
  leastAverage: 0,
};

async function attack(
  newestFirst: readonly Printed[],
  policy: IntruderPolicy,
  believed: Thresholds,
  national: readonly NationalFact[],
): Promise<Breach[]> {
  const about = newestFirst[0];
  if (about === undefined) return [];
  const system = new System();
  const told = { ...policy, ...believed };
  const said = new Set<string>();
  for (const printed of newestFirst) tellFigures(system, printed, told, said);
  tieAll(system, newestFirst);
  for (const printed of newestFirst) tellStatus(system, printed);
  const public_ = tellNational(system, national);
  const dropped = narrowByTies(system);
  const hidden = hiddenCounts(newestFirst).filter(({ figure }) => !public_.has(numerator(cellOf(figure))));
  const asked = [...new Set(hidden.map(({ figure }) => numerator(cellOf(figure))))];
  const found = await bounds(system, dropped, asked, policy.leastIntervalWidth);
  return [
    ...hidden.flatMap((each) => narrowBreach(each, found, policy, about.id)),
    ...restBreaches(system, about, policy),
  ];
}

/** Hidden counts of all editions; one hidden in several is named by the newest. */
function hiddenCounts(newestFirst: readonly Printed[]): Hidden[] {
  const byCell = new Map<string, Hidden>();
  for (const printed of newestFirst)
    for (const figure of ownFigures(printed))
      if (figure.statistic === 'count' && isHidden(figure) && !byCell.has(cellOf(figure)))
        byCell.set(cellOf(figure), { figure, edition: printed.id });
  return [...byCell.values()];
}

function narrowBreach(
  { figure, edition }: Hidden,
  found: ReadonlyMap<string, Bound>,
  { leastIntervalWidth }: IntruderPolicy,
  about: string,
): Breach[] {
  const bound = found.get(numerator(cellOf(figure)));
  if (bound === undefined || bound.high - bound.low >= leastIntervalWidth) return [];
  const exact = bound.high === bound.low;
  const where = edition === about ? '' : ` of ${edition}`;
  return [
    {
      table: tableOf(figure),
      kind: exact ? 'hidden_count_worked_out' : 'hidden_count_too_narrow',
      file: figure.file,
      equations: bound.because,
      what: `${nameOf(figure)}${where}, which is hidden, can be worked out ${exact ? 'exactly' : 'too closely'}.`,
    },
  ];
}

/** The rest of a printed share, or what it is a share of, must not be a few children either. */
function restBreaches(system: System, about: Printed, policy: IntruderPolicy): Breach[] {
  return ownFigures(about).flatMap((figure) => {
    if (figure.statistic !== 'percentage' || figure.shown.value === null) return [];
    const [n, d] = [numerator(cellOf(figure)), denominator(cellOf(figure))].map((count) =>
      system.interval(count),
    );
    if (n === undefined || d === undefined) return [];
    const rest = { low: d.low - n.high, high: d.high - n.low };
    if (rest.low < 1 || rest.high >= policy.leastNumerator) return [];
    return [
      {
        table: tableOf(figure),
        kind: 'rest_of_share',
        file: figure.file,
        equations: system.because(denominator(cellOf(figure))),
        what: `${nameOf(figure)}: the children outside the printed share are too few.`,
      },
    ];
  });
}
