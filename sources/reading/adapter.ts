import type { CoverageWindow, InputName, Problem } from '../contract/extract.ts';
import type { ExtractSettings } from '../snapshot-date.ts';
import type { Collector } from './collector.ts';
import { type EndRule, exclusiveEnd } from './intervals.ts';
import type { QualityLog } from './ledger.ts';
import { type ReadingContext, RowReader } from './row-reader.ts';
import type { SourceTable } from './source-table.ts';

/** Tables that an adapter was given, by table name; several files may be of one kind. */
export type SourceTables = ReadonlyMap<string, readonly SourceTable[]>;

/** Files of one kind and the inputs they feed as soon as one of their rows is accepted. */
export interface Offer {
  /** By its full name, such as `ssda903.reviews`. */
  readonly kind: string;
  readonly sources: readonly SourceTable[];
  readonly inputs: readonly InputName[];
}

/** What an adapter works with and writes to. */
export interface AdapterRun {
  readonly tables: SourceTables;
  readonly context: ReadingContext;
  readonly collector: Collector;
  readonly quality: QualityLog;
  readonly inputs: Set<InputName>;
  /** Which files feed which inputs; decided once their rows are settled. */
  readonly offers: Offer[];
  /** From when to when kinds of file are whole, by full name, where the files themselves or their own rule say so. */
  readonly windows: Map<string, CoverageWindow>;
  readonly endRule: EndRule;
  readonly settings: ExtractSettings;
  /** What becomes of an episode that is open in one collection year when the next return lacks its child. */
  readonly absentFromLaterYear: 'closed_at_year_end' | 'open';
  /** What the adapter has to say of the files as a whole. */
  readonly problems: Problem[];
}

/** A reader for each row of a table, in the order of files and lines. */
export function* readersOf(run: AdapterRun, table: string): Generator<RowReader> {
  for (const source of run.tables.get(table) ?? []) {
    for (let row = 0; row < source.rows; row += 1) yield new RowReader(source, row, run.context);
  }
}

/**
 * Offers the inputs that files of this kind feed. A file of which no row is accepted (header only, placeholders,
 * everything refused) feeds nothing: what it should have said is not available, never zero (trap 4).
 */
export function give(run: AdapterRun, table: string, ...inputs: InputName[]): boolean {
  const sources = run.tables.get(table) ?? [];
  for (const source of sources) {
    if (source.placeholderOnly) run.quality.note('placeholder_file', source.contract.name);
    else if (source.ledger.read === 0) run.quality.note('empty_file', source.contract.name);
  }
  if (!sources.some((source) => !source.placeholderOnly)) return false;
  run.offers.push({ kind: sources[0]?.contract.name ?? '', sources, inputs });
  return true;
}

/** Exclusive end of a plan, allocation or immigration status, which does not end with care. */
export function plainEnd(run: AdapterRun, end: string | null): string | null {
  return end === null ? null : exclusiveEnd(end, false, run.endRule);
}

/** Takes up the offers of files with at least one accepted row; call when every row is settled. */
export function takeOffers(run: Pick<AdapterRun, 'inputs' | 'offers'>): void {
  for (const { sources, inputs } of run.offers) {
    if (!sources.some(({ ledger }) => ledger.accepted > 0)) continue;
    for (const input of inputs) run.inputs.add(input);
  }
}
