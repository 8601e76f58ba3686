/**
 * The one table of sizes: how much of each proof `npm test` looks at, and how much `npm run proofs` does, which runs
 * every night and before a release. A proof asserts the same at both sizes.
 */

/** True in `npm run proofs`. */
export const proving = process.env['TRACKER_PROOFS'] === '1';

const all = Number.POSITIVE_INFINITY;

/** By proof: its size in `npm test`, and in `npm run proofs`. */
const sizes = {
  /** Random authorities whose figures a second implementation works out: test/models/reference.test.ts. */
  referenceAuthorities: [20, 200],
  /** Random authorities under random procedures, whose lines a second implementation tells: test/models/tracking-reference.test.ts. */
  trackedAuthorities: [5, 200],
  /** Procedures whose packs are counted by hand: test/pipeline/pack/procedures.test.ts. */
  packedProcedures: [1, all],
  /** Random series charted by a second implementation: test/models/control-chart.test.ts. */
  chartedSeries: [50, 500],
  /** Stable authorities, and as many whose joins doubled: test/models/direction.test.ts. */
  stableAuthorities: [400, 2_000],
  /** Series of rare events in control: test/models/direction.test.ts. */
  rareSeries: [20, 300],
  /** Random pairs of extracts whose movement is split: test/pipeline/change/random-pairs.test.ts. */
  changePairs: [16, 300],
  /** Random splits of a movement into its parts: test/pipeline/change/parts.test.ts. */
  movementParts: [2_000, 20_000],
  /** Moments at which a run is killed: test/pipeline/run/run.test.ts. */
  runKills: [3, all],
  /** Signals and phases in which a run is asked to end, and those in which it is killed: test/pipeline/run/interruption.test.ts. */
  interruptions: [2, all],
  killsOfSqlmesh: [1, all],
  /** Moments at which a region's disk becomes full: test/pipeline/run/full-disk.test.ts. */
  fullDisks: [2, all],
  /** Moments at which a sealing, and a withdrawal, is killed: test/pipeline/shelf/cut-short.test.ts. */
  sealingKills: [2, all],
  /** Files of which verifying must find one changed byte: test/pipeline/shelf/faults.test.ts. */
  damagedFiles: [60, all],
  /** Children in care of each of two authorities that are derived together and apart: test/pipeline/warehouse/batches.test.ts. */
  batchedChildren: [12, 30],
  /** Populations of which successive papers speak: test/pipeline/panel/papers.test.ts. */
  successivePapers: [2, all],
  /** Publications under a reader's eyes: test/pipeline/shelf/live.test.ts. */
  publications: [200, 1_000],
  /** Random tables whose hidden cells are attacked: test/pipeline/disclosure/properties.test.ts. */
  hiddenTables: [60, 600],
  /** Random papers whose every interval must hold the truth: test/reference/attacker/truth.test.ts. */
  attackedPapers: [60, 600],
  /** Random values in a random disguise, to be found: test/support/canary/find.test.ts. */
  disguisedCanaries: [100, 2_000],
  /** Random CSV texts, read back: test/sources/reading/csv.test.ts. */
  csvTexts: [2_000, 50_000],
  /** Random texts below a header, counted by a second reader: test/sources/tally.test.ts. */
  talliedTexts: [150, 2_000],
  /** Random sentences and figures of a commentary: test/sources/commentary/narrative.test.ts. */
  narratives: [300, 5_000],
  /** Children in care whose warehouse other engines derive: test/pipeline/warehouse/engines.test.ts. */
  engineChildren: [0, 250],
  /** Lines whose children are listed, and lines of which a child is explained: test/pipeline/end-to-end.test.ts. */
  worklists: [30, all],
  explainedLines: [12, all],
  /** Pages that axe looks at on a phone too, where all are looked at on a desk: test/dashboards/browser.test.ts. */
  narrowPages: [12, all],
  /** Pages of measures in the browser, beside all other pages: test/dashboards/browser.test.ts. */
  measurePages: [4, all],
} as const satisfies Readonly<Record<string, readonly [test: number, proofs: number]>>;

/** How many of that proof to look at now. */
export const size = (proof: keyof typeof sizes): number => sizes[proof][proving ? 1 : 0];

/** So many of the list as the proof wants now, evenly spread, first and last among them. */
export function someOf<T>(list: readonly T[], proof: keyof typeof sizes): readonly T[] {
  const count = Math.min(size(proof), list.length);
  const step = (list.length - 1) / Math.max(count - 1, 1);
  return Array.from({ length: count }, (_, index) => list[Math.round(index * step)] as T);
}
