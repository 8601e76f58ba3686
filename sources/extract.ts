import { adapters, besides, caseSystems } from './adapters.ts';
import type { AuthorityConfig, SourceConfig } from './authority/authority.ts';
import type { Extract, InputName } from './contract/extract.ts';
import { inputNames } from './contract/extract.ts';
import { TrackerError } from './error.ts';
import { type AdapterRun, type Offer, takeOffers } from './reading/adapter.ts';
import { loadAliases } from './reading/aliases.ts';
import { Collector } from './reading/collector.ts';
import { entryOf } from './reading/entry.ts';
import { compare, FileLedger, QualityLog } from './reading/ledger.ts';
import type { Population } from './reading/population.ts';
import { recordedInputs } from './reading/recorded-inputs.ts';
import { pastDaysOf, readTable, type SourceTable } from './reading/source-table.ts';
import { type ExtractSettings, snapshotDate } from './snapshot-date.ts';
import { type FoundFile, findFiles } from './source-files.ts';

export { inputFingerprint } from './fingerprint.ts';
export { type ExtractSettings, extractSettings } from './snapshot-date.ts';

/** What an extract depends on besides the files: never the clock. */
export interface ExtractOptions {
  readonly asAt: string;
  readonly settings: ExtractSettings;
}

/**
 * Reads everything that one authority's files say: rows of the contract, what was quarantined and why, and
 * which inputs were given. The same files, configuration and as-at date give the same extract.
 */
export async function extractAuthority(config: AuthorityConfig, options: ExtractOptions): Promise<Extract> {
  const aliases = loadAliases(config.authority, config.aliases);
  const found = findFiles(config);
  const tables = readTables(found);
  requireTables(config, tables);

  const days = () => tables.flatMap(pastDaysOf);
  const snapshot = snapshotDate(config, options.asAt, days, options.settings);

  const shared = {
    settings: options.settings,
    context: { aliases, snapshotDate: snapshot },
    collector: new Collector(),
    quality: new QualityLog(),
    inputs: new Set<InputName>(),
    offers: [] as Offer[],
  };
  const runFor = (entry: SourceConfig): AdapterRun => ({
    ...shared,
    tables: tablesOf(tables, entry.adapter),
    endRule: { endDates: entry.end_dates, lastDayInCare: entry.last_day_in_care },
  });
  const population = extractCore(config, runFor);
  for (const { name, extract } of besides) {
    const entry = config.sources.find((source) => source.adapter === name);
    if (entry !== undefined) extract(runFor(entry), population);
  }

  takeOffers(shared);
  const rows = shared.collector.sorted();
  for (const input of recordedInputs(rows)) shared.inputs.add(input);
  return {
    rows,
    ...account(found, tables, shared.quality),
    inputs: inputNames.filter((name) => shared.inputs.has(name)),
    snapshot_date: snapshot,
  };
}

function readTables(found: readonly FoundFile[]): SourceTable[] {
  return found.flatMap(({ source, recognition, entry }) =>
    recognition !== null && entry !== null && recognition.contract.used
      ? [readTable(source, recognition)]
      : [],
  );
}

function requireTables(config: AuthorityConfig, tables: readonly SourceTable[]): void {
  const names = new Set(tables.map((table) => table.contract.name));
  for (const { adapter, folders } of config.sources) {
    const lacking = adapters.find(({ name }) => name === adapter)?.needed.find((name) => !names.has(name));
    if (lacking === undefined) continue;
    throw new TrackerError(
      'input_refused',
      'file_missing',
      `no file with the columns of ${lacking} was found in ${folders.join(', ')}`,
      'Add that file to the folder, or correct the folder in authority.yaml; `tracker check` lists what each file was recognised as.',
    );
  }
}

function tablesOf(tables: readonly SourceTable[], adapter: string): Map<string, SourceTable[]> {
  const grouped = new Map<string, SourceTable[]>();
  for (const table of tables.filter(({ contract }) => contract.adapter === adapter)) {
    const name = table.contract.name.slice(adapter.length + 1);
    entryOf<string, SourceTable[]>(grouped, name, () => []).push(table);
  }
  return grouped;
}

function extractCore(config: AuthorityConfig, runFor: (entry: SourceConfig) => AdapterRun): Population {
  for (const entry of config.sources) {
    const system = caseSystems.find(({ name }) => name === entry.adapter);
    if (system !== undefined) return system.extract(runFor(entry));
  }
  throw new TrackerError(
    'usage',
    'no_case_system',
    `no source is one of ${caseSystems.map(({ name }) => name).join(', ')}`,
    'Add one of them to sources in authority.yaml.',
  );
}

function account(
  found: readonly FoundFile[],
  tables: readonly SourceTable[],
  quality: QualityLog,
): Pick<Extract, 'files' | 'quarantine' | 'quality'> {
  const ledgers = [...tables.map((table) => table.ledger), ...unread(found, quality)].sort((a, b) =>
    compare(a.file, b.file),
  );
  const quarantine = ledgers.flatMap((ledger) => [...ledger.quarantined].sort((a, b) => a.line - b.line));
  return { files: ledgers.map((ledger) => ledger.tally()), quarantine, quality: quality.notes() };
}

/** Files that are listed but not read: unknown, not used yet, or of an adapter that no source names. */
function unread(found: readonly FoundFile[], quality: QualityLog): FileLedger[] {
  return found
    .filter(({ recognition, entry }) => recognition === null || entry === null || !recognition.contract.used)
    .map(({ source, recognition }) => {
      if (recognition === null) quality.note('file_not_recognised', 'files');
      const recognised_as = recognition === null ? null : `${recognition.contract.name} (not used)`;
      return new FileLedger(source.file, { recognised_as, sha256: source.sha256, encoding: source.encoding });
    });
}
