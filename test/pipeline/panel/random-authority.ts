/** An invented authority of any size: children who come, live somewhere and leave, counted as the models would count. */
import type { Candidate } from '../../../pipeline/panel/candidate.ts';

interface Child {
  readonly came: number;
  readonly left: number;
  readonly way: 'adopted' | 'guardian' | 'other';
  readonly age: string;
  readonly sex: string;
  readonly ethnicity: string;
  readonly home: string;
  readonly basis: string;
  readonly far: boolean;
  readonly moved: boolean;
  readonly settled: boolean;
  readonly waits: boolean;
  readonly planless: boolean;
}

/** Numbers between 0 and 1, the same for the same seed. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const monthEnds = Array.from({ length: 36 }, (_, back) =>
  new Date(Date.UTC(2026, 6 - back, 0)).toISOString().slice(0, 10),
);
const isQuarterEnd = (day: string): boolean => Number(day.slice(5, 7)) % 3 === 0;

/** Candidates of an authority with about so many children in care, over three years to 30 June 2026. */
export function randomAuthority(children: number, seed: number): Candidate[] {
  const next = random(seed);
  const pick = (options: readonly string[]): string =>
    options[Math.floor(next() ** 1.6 * options.length)] as string;
  // months before June 2026: somebody came between 8 years ago and now and stays about two and a half years
  const county: Child[] = Array.from({ length: Math.round(children * 3.2) }, () => {
    const came = Math.floor(next() * 96);
    return {
      came,
      left: came - Math.ceil(next() * 60),
      way: pick(['other', 'other', 'guardian', 'adopted']) as Child['way'],
      age: pick(['10-15', '16-17', '5-9', '1-4', '<1']),
      sex: pick(['M', 'F']),
      ethnicity: pick(['white', 'mixed', 'black', 'asian', 'other']),
      home: pick([
        'foster',
        'kinship_foster',
        'childrens_home',
        'supported',
        'with_parents',
        'adoption',
        'other',
      ]),
      basis: pick(['C2', 'V2', 'C1', 'E1', 'J1']),
      far: next() < 0.2,
      moved: next() < 0.1,
      settled: next() < 0.7,
      waits: next() < 0.25,
      planless: next() < 0.03,
    };
  });
  return monthEnds.flatMap((day, month) => rowsOn(county, day, month));
}

type Counted = (child: Child) => boolean;

function rowsOn(county: readonly Child[], day: string, month: number): Candidate[] {
  const inCare = county.filter(({ came, left }) => came >= month && left < month);
  const cameIn = (months: number): Child[] =>
    county.filter(({ came }) => came >= month && came < month + months);
  const leftIn = (months: number): Child[] =>
    county.filter(({ left, came }) => left >= month && left < month + months && came > left);
  const rows: Candidate[] = [];
  const add = (
    measure: string,
    line: string,
    period: Candidate['period'],
    of: readonly Child[],
    counted: Counted,
  ): void => {
    rows.push(row(measure, line, period, day, 'all', 'all', of, counted));
    if (period === 'month' || month !== 0) return;
    for (const [breakdown, groupOf] of groupings)
      for (const group of new Set(of.map(groupOf)))
        rows.push(
          row(
            measure,
            line,
            period,
            day,
            breakdown,
            group,
            of.filter((child) => groupOf(child) === group),
            counted,
          ),
        );
  };
  if (isQuarterEnd(day)) {
    add('B7', 'main', 'as_at', inCare, () => true);
    add('B8', 'main', 'as_at', inCare, () => true);
    add('B11', 'main', 'as_at', inCare, ({ ethnicity }) => ethnicity === 'other');
    add('B17', 'main', 'as_at', inCare, ({ far }) => far);
    add('B19', 'main', 'as_at', inCare, ({ moved }) => moved);
    add(
      'B21',
      'main',
      'as_at',
      inCare.filter(({ came }) => came >= month + 30),
      ({ settled }) => settled,
    );
    add('B27', 'main', 'as_at', inCare, ({ waits }) => waits);
    add('T1', 'main', 'as_at', inCare, ({ planless }) => planless);
    add(
      'B30',
      'main',
      'r36m',
      leftIn(36).filter(({ way }) => way === 'adopted'),
      () => true,
    );
  }
  for (const [period, months] of [
    ['month', 1],
    ['r12m', 12],
  ] as const) {
    if (period === 'r12m' && !isQuarterEnd(day)) continue;
    add('B9', 'main', period, cameIn(months), () => true);
    add('B10', 'main', period, leftIn(months), () => true);
    add('B25', 'main', period, leftIn(months), ({ way }) => way !== 'other');
    add(
      'B28',
      'main',
      period,
      leftIn(months).filter(({ way }) => way === 'adopted'),
      () => true,
    );
    add(
      'B40',
      'main',
      period,
      leftIn(months).filter(({ way }) => way === 'guardian'),
      () => true,
    );
  }
  return rows;
}

const groupings: readonly (readonly [Candidate['breakdown'], (child: Child) => string])[] = [
  ['age_band', ({ age }) => age],
  ['sex', ({ sex }) => sex],
  ['ethnicity', ({ ethnicity }) => ethnicity],
  ['placement_type', ({ home }) => home],
  ['legal_status', ({ basis }) => basis],
  ['unaccompanied', ({ ethnicity }) => (ethnicity === 'other' ? 'Y' : 'N')],
];

function row(
  measure_id: string,
  line: string,
  period: Candidate['period'],
  as_at_date: string,
  breakdown: Candidate['breakdown'],
  group: string,
  of: readonly Child[],
  counted: Counted,
): Candidate {
  const numerator = of.filter(counted).length;
  return {
    measure_id,
    line,
    period,
    as_at_date,
    breakdown,
    group,
    numerator,
    denominator: of.length,
    sum_days: measure_id === 'B30' ? numerator * 430 : null,
    timed: measure_id === 'B30' ? numerator : 0,
    median_days: null,
    population: 250_000,
    status: 'No rating - context',
    provisional: false,
  };
}
