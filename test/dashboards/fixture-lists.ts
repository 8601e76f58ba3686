import { monthsBefore } from '../../dashboards/components/day.ts';
import type { Benchmark, BenchmarksFile } from '../../pipeline/edition/benchmark-format.ts';
import type { Change, ChangesFile } from '../../pipeline/edition/change-format.ts';
import type { ChartsFile } from '../../pipeline/edition/chart-format.ts';
import type { CommentaryFile } from '../../pipeline/edition/commentary-format.ts';
import type { Edition, TeamPages } from '../../pipeline/edition/format.ts';
import type { OutlookFile } from '../../pipeline/edition/outlook-format.ts';
import type { TrackingFile, TrackingPages } from '../../pipeline/edition/tracking-format.ts';
import { fixtureCharts } from './fixture-charts.ts';
import { fixtureCommentary, fixtureOutlook } from './fixture-response.ts';
import { fixtureTracking } from './fixture-tracking.ts';

/** The lists of an edition beside its values. */
export interface FixtureLists {
  readonly charts: ChartsFile;
  readonly benchmarks: BenchmarksFile;
  readonly changes: ChangesFile;
  readonly commentary: CommentaryFile;
  readonly outlook: OutlookFile;
  readonly pages: TrackingPages;
  readonly tracking: TrackingFile;
  readonly teams: TeamPages;
}

const neighbours = [
  'Oxfordshire',
  'Buckinghamshire',
  'Cambridgeshire',
  'Bracknell Forest',
  'West Sussex',
  'Bromley',
  'Hampshire',
  'Trafford',
  'Gloucestershire',
  'West Berkshire',
];

type YearGiven = readonly [
  year: number,
  authority: number | null,
  england: number,
  region: number,
  band: Benchmark['years'][number]['band'],
  rank: number | null,
];

function yearOf([year, own, england, region, band, rank]: YearGiven): Benchmark['years'][number] {
  return {
    year,
    period_end: `${year}-03-31`,
    released_on: `${year}-11-20`,
    ours: year === 2024 ? null : (own ?? 68) + 0.4,
    authority: { value: own, symbol: own === null ? 'c' : null },
    england: { value: england, symbol: null },
    region: { value: region, symbol: null },
    neighbours_mean: region - 1.6,
    neighbours_median: region - 1,
    neighbours_counted: 9,
    band,
    rank,
    ranked: rank === null ? null : 150,
    lower_quarter: england - 4,
    upper_quarter: england + 3,
  };
}

function benchmark(
  authority: string,
  id: string,
  more: Partial<Benchmark>,
  years: readonly YearGiven[],
): Benchmark {
  return {
    authority,
    measure_id: id,
    line: 'main',
    statistic: 'percentage',
    period: 'as_at',
    dfe_measure: id,
    dfe_name: 'Children in the same placement for two years or more',
    polarity: 'High',
    like_for_like: true,
    note: '',
    region_name: 'East of England',
    neighbours,
    years: years.map(yearOf),
    // Invented authorities around ours, five of them our neighbours.
    spread: Array.from({ length: 30 }, (_, index) => ({
      name: neighbours[index] ?? `Authority ${index + 1}`,
      value: 60 + ((index * 7) % 23),
      is_neighbour: index < neighbours.length,
    })),
    ...more,
  };
}

function fixtureBenchmarks(authorities: readonly string[]): BenchmarksFile {
  const of = (authority: string): Benchmark[] => [
    benchmark(authority, 'B21', {}, [
      [2023, 70, 69, 69, 'B', 52],
      [2024, null, 68, 69, null, null],
      [2025, 73, 69, 70, 'A', 30],
    ]),
    benchmark(authority, 'B19', { polarity: 'Low', dfe_name: 'Three or more placements in the year' }, [
      [2024, 11, 10, 10, 'C', 80],
      [2025, 11, 10, 11, 'C', 78],
    ]),
    benchmark(
      authority,
      'B8',
      { polarity: '-', statistic: 'rate', dfe_name: 'Children looked after per 10,000', neighbours: [] },
      [[2025, 36, 67, 49, null, null]],
    ),
    benchmark(
      authority,
      'B28',
      { like_for_like: false, dfe_name: 'Children adopted', note: 'The national count is rounded.' },
      [],
    ),
  ];
  return {
    source:
      'Department for Education, Local Authority Interactive Tool, April 2026. Open Government Licence v3.0.',
    benchmarks: authorities.slice(0, 1).flatMap(of),
    missing: authorities.slice(1).map((authority) => ({
      authority,
      reason: 'The authority is not named in the national tables.',
    })),
  };
}

function change(
  authority: string,
  id: string,
  parts: readonly [number, number, number, number],
  more: Partial<Change> = {},
): Change {
  const [before, definition, recorded, real] = parts;
  return {
    authority,
    measure_id: id,
    line: 'main',
    statistic: 'count',
    period: 'as_at',
    unit: 'children',
    before,
    after: before + definition + recorded + real,
    definition,
    recorded_since: recorded,
    real,
    late_recorded_children: Math.max(0, recorded),
    corrected_children: recorded < 0 ? -recorded : 0,
    ...more,
  };
}

/** How the edition before rated the measures, in turn. */
const ratedBefore = ['Green - on target', 'Red - worse than floor', 'Amber - short of target'] as const;

function fixtureChanges(edition: Edition, authorities: readonly string[]): ChangesFile {
  const before = monthsBefore(edition.manifest.as_at_date, 1);
  return {
    before: {
      edition_id: `board-${before}-1a2b3c4d`,
      as_at_date: before,
      kind: 'sealed',
      rules_version: '2f',
    },
    reason: null,
    ratings_before: authorities.flatMap((authority) =>
      edition.measures.flatMap(({ measure_id, rated_line }, index) => ({
        authority,
        measure_id,
        line: rated_line,
        status: ratedBefore[index % ratedBefore.length] ?? 'Not available',
      })),
    ),
    rules_changed: authorities.map((authority) => ({
      authority,
      measure_id: 'T2',
      meaning: 'Amber reaches up to 10% instead of 5%.',
    })),
    changes: authorities.flatMap((authority) => [
      change(authority, 'B7', [987, 0, 4, 8]),
      change(authority, 'T3', [21, 0, 3, 2]),
      change(authority, 'T2', [40, -6, -2, 0], { late_recorded_children: 1, corrected_children: 3 }),
      change(authority, 'B21', [71.25, 0, 0.5, 1.75], { statistic: 'percentage', unit: 'percent' }),
      change(authority, 'B26', [600, 0, 0, -12.5], {
        statistic: 'median_days',
        unit: 'days',
        period: 'r12m',
      }),
    ]),
    not_split: authorities.map((authority) => ({
      authority,
      measure_id: 'B46',
      line: 'main',
      reason: 'The edition before did not hold this measure.',
    })),
    revisions: authorities.flatMap((authority) =>
      [1, 2, 3].map((months) => ({
        authority,
        measure_id: 'T3',
        line: 'main',
        statistic: 'count' as const,
        period: 'as_at' as const,
        as_at_date: monthsBefore(edition.manifest.as_at_date, months),
        history: [
          {
            edition_as_at: monthsBefore(edition.manifest.as_at_date, months),
            edition_id: 'a',
            value: 18 + months,
          },
          ...(months === 1
            ? []
            : [{ edition_as_at: edition.manifest.as_at_date, edition_id: 'b', value: 20 + 2 * months }]),
        ],
      })),
    ),
  };
}

/** A page for each team and service of the first authority. */
function fixtureTeams({ manifest, groups }: Edition): TeamPages {
  const authority = manifest.authorities[0]?.authority ?? '';
  const own = groups.filter((each) => each.authority === authority || each.authority === '*');
  return own.flatMap(({ breakdown, group, label }) =>
    (breakdown === 'team' || breakdown === 'service') && group !== 'not allocated'
      ? [{ authority, breakdown, group, label, page: `${breakdown}-${group.toLowerCase()}` }]
      : [],
  );
}

/** Charts, benchmarks, changes, commentary and outlook of a fixture edition, rich enough for every page. */
export function fixtureLists(edition: Edition): FixtureLists {
  const authorities = edition.manifest.authorities.map(({ authority }) => authority);
  return {
    charts: fixtureCharts(edition),
    benchmarks: fixtureBenchmarks(authorities),
    changes: fixtureChanges(edition, authorities),
    commentary: fixtureCommentary(edition, authorities),
    outlook: fixtureOutlook(edition, authorities),
    ...fixtureTracking(authorities[0] ?? ''),
    teams: fixtureTeams(edition),
  };
}

/** The lists of an edition of which nothing but its values is known. */
export const emptyLists: FixtureLists = {
  charts: { charts: [], travel: [], movement: [], outliers: [] },
  benchmarks: { source: '', benchmarks: [], missing: [] },
  changes: {
    ...{ before: null, reason: null, ratings_before: [], rules_changed: [], changes: [] },
    ...{ not_split: [], revisions: [] },
  },
  commentary: { entries: [], due: [] },
  outlook: { drift: [], deadlines: [], deadlines_missing: [], escalations: [] },
  pages: [],
  tracking: { lines: [], cases: [] },
  teams: [],
};
