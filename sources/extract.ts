import { adapters, besidesOf, caseSystems, coreOf } from './adapters.ts';
import type { AuthorityConfig, SourceConfig } from './authority/authority.ts';
import type { CoverageWindow, Extract, InputName, Problem } from './contract/extract.ts';
import { inputNames } from './contract/extract.ts';
import { coverageOf, refuseOutside } from './coverage.ts';
import { addDays } from './days.ts';
import { TrackerError } from './error.ts';
import { observe } from './observations.ts';
import { problemsOf, seenFiles } from './problems.ts';
import { type AdapterRun, type Offer, takeOffers } from './reading/adapter.ts';
import { loadAliases } from './reading/aliases.ts';
import { Collector } from './reading/collector.ts';
import { orderOf } from './reading/date-notation.ts';
import { entryOf } from './reading/entry.ts';
import { holdsChild } from './reading/file-contract.ts';
import { Ids } from './reading/ids.ts';
import { compare, FileLedger, QualityLog } from './reading/ledger.ts';
import { recordedInputs } from './reading/recorded-inputs.ts';
import {
  commonOrder,
  dateColumns,
  pastDaysOf,
  RowBudget,
  readTable,
  type SourceTable,
} from './reading/source-table.ts';
import { openCodes } from './rules/open-codes.ts';
import { readSameChildren } from './same-children.ts';
import { type ExtractSettings, snapshotDate } from './snapshot-date.ts';
import { type Found, findFiles } from './source-files.ts';

export { inputFingerprint } from './fingerprint.ts';
export { type ExtractSettings, extractSettings } from './snapshot-date.ts';

/** What an extract depends on besides the files: never the clock. */
export interface ExtractOptions {
  readonly asAt: string;
  readonly settings: ExtractSettings;
  /** The files, where they have been looked at already. */
  readonly found?: Found;
}

/**
 * Reads everything that one authority's files say: rows of the contract, what was quarantined and why, and
 * which inputs were given. The same files, configuration and as-at date give the same extract.
 */
export async function extractAuthority(config: AuthorityConfig, options: ExtractOptions): Promise<Extract> {
  const { settings } = options;
  const codes = openCodes(config);
  const aliases = loadAliases(config.authority, config.aliases, codes);
  const found = options.found ?? (await findFiles(config, settings));
  requireTables(config, found);
  const tables = await readTables(found, settings);
  decideDates(tables, settings);

  const days = () => tables.flatMap(pastDaysOf);
  const snapshot = snapshotDate(config, options.asAt, days, settings);
  const ids = idsOf(tables, config);

  const shared = {
    settings,
    context: {
      aliases,
      codes,
      ids,
      childOf: (text: string) => ids.child(text),
      keyOf: (text: string) => ids.of(text),
      snapshotDate: snapshot,
      dayAfter: addDays(snapshot, 1),
    },
    collector: new Collector(),
    quality: new QualityLog(),
    inputs: new Set<InputName>(),
    offers: [] as Offer[],
    windows: new Map<string, CoverageWindow>(),
    problems: [] as Problem[],
    absentFromLaterYear: config.absent_from_later_year,
  };
  const runFor = (entry: SourceConfig): AdapterRun => ({
    ...shared,
    tables: tablesOf(tables, entry.adapter),
    endRule: { endDates: entry.end_dates, lastDayInCare: entry.last_day_in_care },
  });
  const entryOfAdapter = (name: string) => config.sources.find((source) => source.adapter === name);
  const core = coreOf(config.sources.map(({ adapter }) => adapter));
  const coreEntry = entryOfAdapter(core?.name ?? '');
  if (core === undefined || coreEntry === undefined) throw noCaseSystem();
  const population = core.extract(runFor(coreEntry));
  for (const { name, extract } of besidesOf(core)) {
    const entry = entryOfAdapter(name);
    if (entry !== undefined) extract(runFor(entry), population);
  }

  takeOffers(shared);
  const rows = shared.collector.sorted();
  observe({ ...shared, rows, tables });
  for (const input of recordedInputs(rows)) shared.inputs.add(input);
  const coverage = coverageOf({ ...shared, rows, core, config, snapshotDate: snapshot });
  refuseOutside(coverage, core, options.asAt);
  const accounts = account(found, tables, shared.quality);
  return {
    rows,
    ...accounts,
    seen: seenFiles(found, tables),
    not_read: found.notRead,
    problems: problemsOf({ ...accounts, found, tables, ids, told: shared.problems }),
    inputs: inputNames.filter((name) => shared.inputs.has(name)),
    coverage,
    snapshot_date: snapshot,
  };
}

async function readTables({ sheets }: Found, settings: ExtractSettings): Promise<SourceTable[]> {
  const budget = new RowBudget(settings);
  const tables: SourceTable[] = [];
  for (const { sheet, recognition, entry } of sheets)
    if (recognition?.contract.used && entry !== null)
      tables.push(await readTable(sheet, recognition, budget));
  return tables;
}

/** Dates whose column does not tell their order are read as the rest of their file has them, else of the extract. */
export function decideDates(tables: readonly SourceTable[], settings: ExtractSettings): void {
  const orders = (some: readonly SourceTable[]) =>
    commonOrder(
      some.flatMap((table) =>
        dateColumns(table).map(([, column]) => orderOf(column.evidence(settings), settings)),
      ),
    );
  const all = orders(tables);
  for (const table of tables) {
    const own = orders([table]) ?? all;
    for (const [, column] of dateColumns(table)) column.decide(settings, own);
  }
}

/** The ids of the children, as the lists of children that the case systems need spell them. */
function idsOf(tables: readonly SourceTable[], config: AuthorityConfig): Ids {
  const lists = new Set(caseSystems.map(({ needed }) => needed[0]));
  return new Ids(
    tables
      .filter(({ contract }) => lists.has(contract.name))
      .flatMap(({ columns, sheet }) =>
        [...columns]
          .filter(([name]) => holdsChild(name))
          .map(([name, column]) => ({ file: sheet.file, column: name, texts: column.texts() })),
      ),
    config.same_child === null ? new Map() : readSameChildren(config.same_child),
  );
}

function requireTables(config: AuthorityConfig, { sheets, notRead }: Found): void {
  const names = new Set(
    sheets.flatMap(({ recognition, entry }) => (entry === null ? [] : recognition?.contract.name)),
  );
  for (const { adapter, folders, database } of config.sources) {
    const lacking = adapters.find(({ name }) => name === adapter)?.needed.find((name) => !names.has(name));
    if (lacking === undefined) continue;
    const others = notRead.slice(0, 5).map(({ path, why }) => `${path}: ${why}`);
    throw new TrackerError(
      'input_refused',
      'file_missing',
      [
        `no file with the columns of ${lacking} was found in ${database === null ? 'the database' : folders.join(', ')}`,
        ...others,
      ].join('; '),
      'Add that file to the folder (or that table to the database), or correct the folder in authority.yaml; `tracker check` lists what each file was recognised as.',
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

function noCaseSystem(): TrackerError {
  return new TrackerError(
    'usage',
    'no_case_system',
    `no source is one of ${caseSystems.map(({ name }) => name).join(', ')}`,
    'Add one of them to sources in authority.yaml.',
  );
}

function account(
  found: Found,
  tables: readonly SourceTable[],
  quality: QualityLog,
): Pick<Extract, 'files' | 'quarantine' | 'cells' | 'quality'> {
  for (const { contract, ledger } of tables)
    quality.note('cell_not_recorded', contract.name, ledger.cells.length);
  const ledgers = [...tables.map((table) => table.ledger), ...unread(found, quality)].sort((a, b) =>
    compare(a.file, b.file),
  );
  const byLine = (a: { line: number }, b: { line: number }): number => a.line - b.line;
  return {
    files: ledgers.map((ledger) => ledger.tally()),
    quarantine: ledgers.flatMap(({ quarantined }) => [...quarantined].sort(byLine)),
    cells: ledgers.flatMap(({ cells }) => [...cells].sort(byLine)),
    quality: quality.notes(),
  };
}

/** Sheets that are listed but not read: unknown, not used yet, or of an adapter that no source names. */
function unread({ sheets }: Found, quality: QualityLog): FileLedger[] {
  return sheets
    .filter(({ recognition, entry }) => recognition === null || entry === null || !recognition.contract.used)
    .map(({ sheet, recognition }) => {
      if (recognition === null) quality.note('file_not_recognised', 'files');
      return new FileLedger(sheet, recognition === null ? null : `${recognition.contract.name} (not used)`);
    });
}
