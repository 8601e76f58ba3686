/** Puts everything printed together: hidden counts known too well, sets of a few children, waits of a few children. */
import { group } from 'd3-array';
import { type Bound, boundsOf } from '../solver/solver.ts';
import { denominatorOf, numeratorOf } from './definitions.ts';
import { aboutCells, type Finding } from './finding.ts';
import { type Coarsening, type Knowledge, knowledgeOf } from './knowledge.ts';
import type { NationalFact } from './national.ts';
import { cellOf, type Figure, type Paper } from './paper.ts';
import type { GuardPolicy } from './policy.ts';
import { allBut } from './shown.ts';

export interface WorkOutInput {
  readonly policy: GuardPolicy;
  readonly coarsening: readonly Coarsening[];
  readonly national: readonly NationalFact[];
}

type Bounds = ReadonlyMap<string, Bound>;

/** What a reader of all papers can work out, who knows the policy as well. */
export async function workOut(
  about: Paper,
  earlier: readonly Paper[],
  input: WorkOutInput,
): Promise<Finding[]> {
  const newestFirst = [about, ...[...earlier].reverse()];
  return [...changed(about, earlier, input.policy), ...(await attack(newestFirst, input))];
}

async function attack(papers: readonly Paper[], input: WorkOutInput): Promise<Finding[]> {
  const [about, ...before] = papers;
  if (about === undefined) return [];
  const { policy, coarsening, national } = input;
  const know = (list: readonly Paper[]): Knowledge => knowledgeOf(list, policy, coarsening, national);
  const all = know(papers);
  const protectedCells = hiddenCounts(papers).filter(({ name }) => !isPublic(name, national));
  const rests = all.rests.filter(({ whole, parts }) =>
    [whole, ...parts].every((name) => all.counts.has(name)),
  );
  const asked = [
    ...new Set([...protectedCells.map(({ name }) => name), ...rests.map(({ name }) => name), ...latent(all)]),
  ];
  const { bounds } = await boundsOf(all, asked, policy.leastIntervalWidth);
  const narrow = protectedCells.filter(({ name, figure }) => isTooNarrow(bounds.get(name), figure, policy));
  const fresh = await notKnownBefore(before.length === 0 ? null : know(before), bounds, policy);
  return [
    ...narrow
      .filter(({ name }) => fresh(name))
      .map(({ name, figure }) => tooNarrow(figure, bounds.get(name))),
    ...smallSets(about, all, bounds, policy)
      .filter(({ name }) => fresh(name))
      .map(({ finding }) => finding),
    ...averages(about, papers, bounds, all, policy),
  ];
}

/** What earlier papers gave away by themselves cannot be taken back by refusing this one. */
async function notKnownBefore(
  before: Knowledge | null,
  bounds: Bounds,
  { leastIntervalWidth }: GuardPolicy,
): Promise<(name: string) => boolean> {
  if (before === null) return () => true;
  const told = [...bounds]
    .filter(([, { low, high }]) => high - low < leastIntervalWidth)
    .map(([name]) => name);
  const known = (
    await boundsOf(
      before,
      told.filter((name) => before.counts.has(name)),
    )
  ).bounds;
  return (name) => {
    const [then, now] = [known.get(name), bounds.get(name)];
    return then === undefined || now === undefined || then.high - then.low > now.high - now.low;
  };
}

interface Hidden {
  readonly figure: Figure;
  readonly name: string;
}

/** Counts that a paper hides, rounds or says in a band; one hidden in several is named by the newest. */
function hiddenCounts(newestFirst: readonly Paper[]): Hidden[] {
  const byName = new Map<string, Hidden>();
  for (const paper of newestFirst)
    for (const figure of paper.figures)
      if (/^(?:count|percentage)$/.test(figure.statistic) && /^(?:hidden|band|rounded)$/.test(figure.kind)) {
        // "All but fewer than ten" keeps back the few, and not the many.
        const name =
          allBut(figure.shown) === null
            ? numeratorOf(figure)
            : `${denominatorOf(figure)} without ${numeratorOf(figure)}`;
        const isCount =
          figure.statistic === 'count' ||
          !paper.figures.some((each) => each.statistic === 'count' && cellOf(each) === cellOf(figure));
        if (isCount && !byName.has(name)) byName.set(name, { figure, name });
      }
  return [...byName.values()];
}

const isPublic = (name: string, national: readonly NationalFact[]): boolean =>
  national.some(
    ({ measure, line, statistic, from, to }) =>
      statistic === 'count' && name === `${measure}.${line}|${from}..${to}|all|all`,
  );

/** A rounded count was never secret to less than its rounding: it is known too well where it is surely a few. */
function isTooNarrow(bound: Bound | undefined, { kind, unit }: Figure, policy: GuardPolicy): boolean {
  if (bound === undefined) return false;
  const least = policy.leastCount[unit];
  if (kind === 'rounded') return bound.low >= 1 && bound.high < least;
  const width = Math.min(policy.leastIntervalWidth, unit === 'child' ? Infinity : least - 1);
  return bound.high - bound.low < width;
}

function tooNarrow(figure: Figure, bound: Bound | undefined): Finding {
  const exact = bound?.low === bound?.high;
  const how = exact ? 'exactly' : 'too closely';
  return aboutCells(
    exact ? 'hidden_count_worked_out' : 'hidden_count_too_narrow',
    [figure],
    `it is not printed and can be worked out ${how} (least interval width).`,
    bound?.because,
  );
}

/** Sets that no paper prints and that follow from printed ones. */
const latent = (all: Knowledge): string[] =>
  [...all.counts]
    .filter(([name, { high }]) => high === Infinity && !name.includes('/d|'))
    .map(([name]) => name);

interface Named {
  readonly name: string;
  readonly finding: Finding;
}

/** What is left of a printed set without another is a few children. */
function smallSets(about: Paper, all: Knowledge, bounds: Bounds, policy: GuardPolicy): Named[] {
  const units = new Map(about.figures.map(({ line, unit }) => [line, unit]));
  const counted = about.figures.filter(({ statistic }) => /^(?:count|percentage)$/.test(statistic));
  const own = group(counted, numeratorOf);
  const rests = new Map(all.rests.map((rest) => [rest.name, rest]));
  return [...bounds].flatMap(([name, { low, high, because }]): Named[] => {
    const unit = units.get(name.split(/[|/]/)[0] ?? '') ?? 'child';
    const least = unit === 'child' ? policy.leastDifference : policy.leastCount[unit];
    if (low < 1 || high >= least || own.has(name)) return [];
    const rest = rests.get(name);
    const told = [rest?.whole ?? name, ...(rest?.parts ?? [])].flatMap((each) => own.get(each) ?? []);
    if (rest !== undefined && told.length === 0) return [];
    const kind = told.some(({ statistic }) => statistic === 'percentage')
      ? 'rest_of_share'
      : 'difference_of_few';
    const what = 'the children of one printed set that are not in another are too few (least difference).';
    return [{ name, finding: aboutCells(kind, told.length > 0 ? told : [{ key: name }], what, because) }];
  });
}

/** Two averages over sets that differ by a few children give the wait of those few. */
function averages(
  about: Paper,
  papers: readonly Paper[],
  bounds: Bounds,
  all: Knowledge,
  policy: GuardPolicy,
): Finding[] {
  const printed = papers.flatMap(({ figures }) =>
    figures.filter(({ statistic, value }) => /_days$/.test(statistic) && value !== null),
  );
  const names = new Map(printed.map((figure) => [numeratorOf(figure), figure]));
  const few = about.figures
    .filter(({ statistic, value }) => /_days$/.test(statistic) && value !== null)
    .filter((figure) => (all.counts.get(numeratorOf(figure))?.high ?? Infinity) < policy.leastAverage)
    .map((figure) =>
      aboutCells(
        'average_of_few',
        [figure],
        'it is the average of fewer than the policy lets it be (least average).',
      ),
    );
  const differ = all.rests.flatMap(({ name, whole, parts }) => {
    const figures = [whole, ...parts].flatMap((each) => names.get(each) ?? []);
    const { low = 0, high = Infinity, because } = bounds.get(name) ?? {};
    if (figures.length !== parts.length + 1 || low < 1 || high >= policy.leastDifference) return [];
    return about.figures.some((each) => figures.includes(each))
      ? [
          aboutCells(
            'average_difference',
            figures,
            'these averages are over sets that differ by a few children, and give their wait.',
            because,
          ),
        ]
      : [];
  });
  return [...few, ...differ];
}

/** A printed cell is printed again as it was, or corrected by nobody or by many. */
function changed(about: Paper, earlier: readonly Paper[], policy: GuardPolicy): Finding[] {
  const before = group(
    earlier.flatMap(({ figures }) => figures),
    (each) => `${each.statistic} ${cellOf(each)}`,
  );
  const countOf = (figures: readonly Figure[], of: Figure): number | null =>
    figures.find((each) => each.statistic === 'count' && cellOf(each) === cellOf(of))?.value ?? null;
  return about.figures.flatMap((figure) => {
    const old =
      before.get(`${figure.statistic} ${cellOf(figure)}`)?.filter(({ kind }) => kind === 'exact') ?? [];
    const least = figure.unit === 'child' ? policy.leastDifference : policy.leastCount[figure.unit];
    if (figure.kind === 'hidden' && figure.statistic === 'count' && old.length > 0)
      return [
        aboutCells(
          'hidden_though_printed',
          [figure],
          'an earlier paper printed it; hiding it now only points to it.',
        ),
      ];
    const others = old.filter(({ value }) => value !== figure.value);
    if (figure.kind !== 'exact' || others.length === 0) return [];
    const isFew = (now: number | null, then: number | null): boolean =>
      now !== null && then !== null && now !== then && Math.abs(now - then) < least;
    const few = others.some((other) =>
      figure.statistic === 'count'
        ? isFew(figure.value, other.value)
        : /_days$/.test(figure.statistic) &&
          isFew(
            countOf(about.figures, figure),
            countOf(
              earlier.flatMap((paper) => (paper.figures.includes(other) ? [...paper.figures] : [])),
              figure,
            ),
          ),
    );
    return few
      ? [
          aboutCells(
            'correction_of_few',
            [figure],
            'an earlier paper printed it otherwise, by a few children (least difference).',
          ),
        ]
      : [];
  });
}
