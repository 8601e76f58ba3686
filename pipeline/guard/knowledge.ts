/** What a reader of all papers knows: an interval for each count, and the rows that tie counts together. */
import { group } from 'd3-array';
import type { Interval, Row } from '../solver/solver.ts';
import {
  type Definition,
  definitions,
  denominatorOf,
  nameOf,
  numeratorOf,
  ofKind,
  placeOf,
  wholeOf,
} from './definitions.ts';
import type { NationalFact } from './national.ts';
import { cellOf, type Figure, type Paper } from './paper.ts';
import { tieTime } from './periods.ts';
import type { GuardPolicy } from './policy.ts';
import { allBut, anything, printedCount } from './shown.ts';

const infinity = Number.POSITIVE_INFINITY;

/** A group as a part of a coarser one: a row of `group_coarsening.csv`. */
export interface Coarsening {
  readonly breakdown: string;
  readonly group: string;
  readonly coarse: string;
}

/** The children of a whole that are not in its printed parts. */
export interface Rest {
  readonly name: string;
  readonly whole: string;
  readonly parts: readonly string[];
}

export class Knowledge {
  readonly counts = new Map<string, Interval>();
  readonly rows: Row[] = [];
  readonly rests: Rest[] = [];
  readonly #seen = new Set<string>();

  /** Narrows a count, unless that contradicts what a newer paper said. */
  narrow(name: string, { low, high }: Interval): void {
    const before = this.counts.get(name) ?? anything;
    const after = { low: Math.max(before.low, low), high: Math.min(before.high, high) };
    if (after.low <= after.high) this.counts.set(name, after);
    else if (before === anything) this.counts.set(name, anything);
  }

  row(name: string, terms: readonly (readonly [string, number])[], low = 0, high = 0): void {
    const key = JSON.stringify([terms, low, high]);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    for (const [count] of terms) if (!this.counts.has(count)) this.counts.set(count, anything);
    this.rows.push({ name, terms, low, high });
  }

  sum(whole: string, parts: readonly string[], name: string): void {
    this.row(name, [[whole, -1], ...parts.map((part) => [part, 1] as const)]);
  }

  /** The parts lie within the whole and apart from each other; what is left of it is a set of children too. */
  rest(whole: string, parts: readonly string[], name: string): void {
    const left = `${whole} without ${parts.join(' and ')}`;
    if (this.counts.has(left) || parts.includes(whole)) return;
    this.sum(whole, [...parts, left], name);
    this.rests.push({ name: left, whole, parts });
  }
}

/** Everything that papers say, the newest first: where two differ, the newer one holds. */
export function knowledgeOf(
  newestFirst: readonly Paper[],
  policy: GuardPolicy,
  coarsening: readonly Coarsening[],
  national: readonly NationalFact[],
): Knowledge {
  const all = new Knowledge();
  const figures = newestFirst.flatMap((paper) =>
    paper.figures.filter(({ kind }) => kind !== 'outside' && kind !== 'unknown'),
  );
  for (const figure of figures) tell(all, figure, policy, figures);
  for (const fact of national) tellNational(all, fact);
  for (const paper of newestFirst) tieGroups(all, paper.figures, coarsening);
  tieYears(all);
  tieTime(all);
  tieDefinitions(all, new Set(newestFirst.map(({ manifest }) => manifest.authority.procedure)));
  return all;
}

/** Whoever is followed up in a time was counted a year before it. */
function tieYears(all: Knowledge): void {
  const yearBefore = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  for (const { lesser, greater, source } of ofKind('year_later'))
    for (const place of [...all.counts.keys()].filter((name) => !name.includes(' without ')).map(placeOf)) {
      if (place.what !== lesser || place.from === '') continue;
      const before = { ...place, what: greater, from: yearBefore(place.from), to: yearBefore(place.to) };
      all.row(`${lesser} ${place.to} and ${greater} a year before: ${source}`, [
        [nameOf(place), 1],
        [nameOf(before), -1],
      ]);
    }
}

/** What one printed cell says. */
function tell(all: Knowledge, figure: Figure, policy: GuardPolicy, papers: readonly Figure[]): void {
  const { statistic, kind, value, shown, breakdown } = figure;
  const n = numeratorOf(figure);
  if (statistic === 'percentage') tellShare(all, figure, policy, papers);
  else if (/_days$/.test(statistic))
    all.narrow(n, {
      low: value !== null ? policy.leastAverage : 0,
      high: kind === 'nothing' ? 0 : infinity,
    });
  if (statistic !== 'count') return;
  all.narrow(n, printedCount(figure));
  // A total of none is printed as 0, so a band holds at least one.
  if (kind === 'band' && breakdown === 'all') all.narrow(n, { low: 1, high: infinity });
  const left = allBut(shown);
  if (kind === 'band' && left !== null)
    all.row(
      `${figure.line} ${figure.period} ${figure.group}: all but a few`,
      [
        [denominatorOf(figure), 1],
        [n, -1],
      ],
      1,
      left,
    );
  if (kind === 'band' && / in all$/.test(shown)) all.narrow(denominatorOf(figure), printedCount(figure));
}

function tellShare(all: Knowledge, figure: Figure, policy: GuardPolicy, papers: readonly Figure[]): void {
  const { kind, value } = figure;
  const [n, d] = [numeratorOf(figure), denominatorOf(figure)];
  const name = `${figure.line} ${figure.period} ${figure.group}: the share and what it is of`;
  all.rest(d, [n], name);
  if (kind === 'nothing') all.narrow(d, { low: 0, high: 0 });
  if (kind === 'band' || value === null) return;
  all.narrow(d, { low: policy.leastDenominator, high: infinity });
  const [low, high] = [value - 0.5, value + 0.5];
  if (kind === 'rounded') {
    // The share of a rounded count is worked out from that: it speaks of the whole alone, and of a rounded whole not at all.
    const isRounded = papers.some(
      (each) => each.statistic === 'count' && each.kind === 'rounded' && numeratorOf(each) === d,
    );
    if (isRounded) return;
    const count = papers.find(
      (each) => each.statistic === 'count' && each.kind === 'rounded' && cellOf(each) === cellOf(figure),
    );
    if (count?.value)
      all.narrow(d, {
        low: Math.ceil((100 * count.value) / high - 1e-9),
        high: low > 0 ? Math.floor((100 * count.value) / low + 1e-9) : infinity,
      });
    return;
  }
  if (low > 0)
    all.row(
      name,
      [
        [n, 100],
        [d, -low],
      ],
      0,
      infinity,
    );
  if (high < 100)
    all.row(
      name,
      [
        [d, high],
        [n, -100],
      ],
      0,
      infinity,
    );
}

function tellNational(
  all: Knowledge,
  { measure, line, statistic, from, to, value, decimals }: NationalFact,
): void {
  const place = { what: `${measure}.${line}`, from, to, breakdown: 'all', group: 'all' };
  if (statistic === 'count') all.narrow(nameOf(place), { low: value, high: value });
  else {
    const half = 0.5 * 10 ** -decimals;
    const [n, d] = [nameOf(place), nameOf({ ...place, what: wholeOf(place.what) })];
    const name = `${place.what} to ${to}: published by the Department for Education`;
    all.row(
      name,
      [
        [n, 100],
        [d, half - value],
      ],
      0,
      infinity,
    );
    all.row(
      name,
      [
        [d, value + half],
        [n, -100],
      ],
      0,
      infinity,
    );
  }
}

/** The groups of a table make its total; a coarser group is the sum of its own. */
function tieGroups(all: Knowledge, figures: readonly Figure[], coarsening: readonly Coarsening[]): void {
  const cells = figures.filter(
    ({ breakdown, statistic }) => statistic === 'count' && !/^(?:all|compared|target)$/.test(breakdown),
  );
  for (const table of group(cells, ({ line, from, to, breakdown }) =>
    [line, from, to, breakdown].join('|'),
  ).values()) {
    const first = table[0];
    if (first === undefined) continue;
    const at = (group: string): string => nameOf({ ...first, what: first.line, group });
    const groups = [...new Set(table.map(({ group }) => group))];
    const rules = coarsening.filter(({ breakdown }) => breakdown === first.breakdown);
    const fineOf = (coarse: string): string[] =>
      rules.filter((rule) => rule.coarse === coarse && rule.group !== coarse).map(({ group }) => group);
    const name = `${first.line} ${first.period} by ${first.breakdown}`;
    for (const group of groups)
      if (fineOf(group).length > 0)
        all.sum(at(group), fineOf(group).map(at), `${name}: ${group} is made of its groups`);
    const covered = new Set(groups.flatMap(fineOf));
    const whole = nameOf({ ...first, what: first.line, breakdown: 'all', group: 'all' });
    const parts = groups.filter((group) => !covered.has(group)).map(at);
    if (parts.length > 1 && !parts.includes(whole))
      all.sum(whole, parts, `${name}: the groups make the total`);
  }
}

/** Sets that the definitions of every paper's procedure put into one another, at every place and period that papers speak of. */
function tieDefinitions(all: Knowledge, procedures: ReadonlySet<string>): void {
  const holds = ({ procedure }: Definition): boolean =>
    procedure === '' || (procedures.size === 1 && procedures.has(procedure));
  const spoken = [...all.counts.keys()].filter((name) => !name.includes(' without ')).map(placeOf);
  const sums = group(ofKind('sum', 'part').filter(holds), ({ kind, greater }) => `${kind} ${greater}`);
  for (const place of spoken) {
    const at = (what: string): string => nameOf({ ...place, what });
    for (const { kind, lesser, greater, source } of definitions.filter(holds)) {
      const name = `${lesser} and ${greater} ${place.to}: ${source}`;
      if (greater !== place.what && lesser !== place.what) continue;
      if (kind === 'equal')
        all.row(name, [
          [at(lesser), 1],
          [at(greater), -1],
        ]);
      if (kind === 'rest_within' && [lesser, greater].every((each) => all.counts.has(at(wholeOf(each)))))
        all.row(
          name,
          [
            [at(wholeOf(greater)), 1],
            [at(greater), -1],
            [at(wholeOf(lesser)), -1],
            [at(lesser), 1],
          ],
          0,
          Number.POSITIVE_INFINITY,
        );
      if ((kind === 'of' || kind === 'within') && all.counts.has(at(lesser)))
        all.rest(at(greater), [at(lesser)], name);
    }
    for (const members of sums.values()) {
      const { kind, greater, source } = members[0] ?? { kind: '', greater: '', source: '' };
      const parts = members.map(({ lesser }) => at(lesser));
      if (greater !== place.what && !members.some(({ lesser }) => lesser === place.what)) continue;
      const name = `parts of ${greater} ${place.to}: ${source}`;
      if (kind === 'sum') all.sum(at(greater), parts, name);
      else
        all.rest(
          at(greater),
          parts.filter((part) => all.counts.has(part)),
          name,
        );
    }
  }
}
