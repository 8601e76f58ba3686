import type { Extract, Problem, QuarantinedRow, SeenFile } from './contract/extract.ts';
import { entryOf } from './reading/entry.ts';
import { holdsChild, type Recognition } from './reading/file-contract.ts';
import type { IdSpelling, Ids } from './reading/ids.ts';
import { compare } from './reading/ledger.ts';
import { remarkMeanings } from './reading/reasons.ts';
import { dateColumns, type SourceTable } from './reading/source-table.ts';
import type { Found, FoundSheet } from './source-files.ts';

const separatorNames: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

/** What was seen of each sheet, in the order of files; `tables` are those of the sheets that were read. */
export function seenFiles({ sheets }: Pick<Found, 'sheets'>, tables: readonly SourceTable[]): SeenFile[] {
  const bySheet = new Map(tables.map((table) => [table.sheet, table]));
  return sheets
    .map(({ sheet, recognition }) => seenFile(sheet, recognition, bySheet.get(sheet)))
    .sort((a, b) => compare(a.path, b.path));
}

function seenFile(
  sheet: FoundSheet['sheet'],
  recognition: Recognition | null,
  table: SourceTable | undefined,
): SeenFile {
  const notations = table === undefined ? [] : dateColumns(table);
  return {
    path: sheet.file,
    recognised_as: recognition?.contract.name ?? null,
    kind: sheet.kind,
    encoding: sheet.encoding,
    separator: sheet.separator === null ? null : (separatorNames[sheet.separator] ?? null),
    header_line: sheet.headerLine,
    rows: table?.ledger.read ?? 0,
    accepted: table?.ledger.accepted ?? 0,
    refused: table?.ledger.quarantined.length ?? 0,
    columns_missing: recognition === null ? [] : [...recognition.missing, ...recognition.lacking],
    date_notation: Object.fromEntries(
      notations.flatMap(([name, { notation }]) => (notation?.name ? [[name, notation.name]] : [])),
    ),
    cells_not_recorded: counted(table?.ledger.cells ?? []),
  };
}

function counted(cells: readonly QuarantinedRow[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { column } of cells) counts.set(column ?? '', entryOf(counts, column ?? '', () => 0) + 1);
  return Object.fromEntries(counts);
}

export interface ProblemSources extends Pick<Extract, 'quarantine' | 'cells' | 'quality'> {
  readonly found: Found;
  readonly tables: readonly SourceTable[];
  readonly ids: Ids;
  /** What adapters have said themselves. */
  readonly told: readonly Problem[];
}

/** Everything to know or to mend: what was seen of files first, then what it cost, causes before what follows from them. */
export function problemsOf(sources: ProblemSources): Problem[] {
  const { found, tables, ids, told } = sources;
  return [
    ...notRead(found),
    ...found.sheets.flatMap(aboutSheet),
    ...tables.flatMap((table) => [...aboutDates(table), ...aboutIds(table, ids)]),
    ...told,
    ...aboutRows(sources.quarantine),
    ...aboutCells(sources.cells),
    ...sources.quality.map(aboutQuality),
  ];
}

const problem = (
  severity: Problem['severity'],
  code: string,
  file: string | null,
  column: string | null,
  count: number,
  sentence: string,
): Problem => ({ severity, code, file, column, count, sentence });

/** A table that is known and feeds nothing needs no mending. */
const notRead = ({ notRead: all, sheets }: Found): Problem[] => {
  const known = new Set(
    sheets.filter(({ recognition }) => recognition !== null).map(({ sheet }) => sheet.file),
  );
  return all.map(({ path, why }) =>
    problem(known.has(path) ? 'note' : 'warning', 'not_read', path, null, 1, `${path} is not read: ${why}.`),
  );
};

/** Deeper files are looked for and said: an archive may lie there. */
const usualDepth = 3;

function aboutSheet({ sheet, recognition, entry }: FoundSheet): Problem[] {
  const { file, encoding, separator, headerLine } = sheet;
  const note = (code: string, sentence: string): Problem =>
    problem('note', code, file, null, 1, `${file} ${sentence}`);
  const about: Problem[] = sheet.remarks.map(({ code, count }) =>
    problem(
      'note',
      code,
      file,
      null,
      count,
      `${file}: ${meaningOf(code)}${code === 'lines_above_header' ? ` The header is on line ${headerLine}.` : ''}`,
    ),
  );
  if (recognition === null || entry === null) return [];
  const depth = file.split('/').length - 1;
  if (depth > usualDepth) about.push(note('deep_folder', `lies ${depth} folders deep; it was read.`));
  if (separator !== null && separator !== ',')
    about.push(
      note(
        'separator',
        `is separated by ${separatorNames[separator]}s${separator === '\t' ? '' : ` (${separator})`}.`,
      ),
    );
  if (encoding !== null && !encoding.startsWith('utf-8'))
    about.push(note('encoding', `is written in ${encoding.toUpperCase()}.`));
  for (const column of recognition.lacking) {
    const near = recognition.near.get(column);
    if (near === undefined) continue;
    about.push(
      problem(
        'warning',
        'column_missing',
        file,
        column,
        1,
        `${file}: the column ${column} is missing; nearest is ${near}. Rename it, if it is the same.`,
      ),
    );
  }
  return about;
}

const meaningOf = (code: string): string =>
  code in remarkMeanings ? remarkMeanings[code as keyof typeof remarkMeanings] : code;

function aboutDates(table: SourceTable): Problem[] {
  const { file } = table.ledger;
  return dateColumns(table).flatMap(([name, column]) => {
    const notation = column.notation;
    if (notation === null || notation.name === null) return [];
    const about = (severity: Problem['severity'], code: string, sentence: string): Problem[] => [
      problem(severity, code, file, name, 1, `${file}, column ${name}: ${sentence}`),
    ];
    if (notation.order === null)
      return about(
        'warning',
        'dates_mixed',
        'dates are written in British and in US order; only those that can be read one way were. Export the column in one order.',
      );
    if (notation.order === 'month first')
      return about(
        'note',
        'dates_month_first',
        'dates are written month first (mm/dd/yyyy, US order), and were read so.',
      );
    if (notation.by === 'custom')
      return about(
        'note',
        'dates_either_order',
        'every date can be read as dd/mm or as mm/dd; British order was taken.',
      );
    return [];
  });
}

const spellings: Readonly<Record<IdSpelling, string>> = {
  decimals: 'are written as decimals (.0)',
  thousands: 'are written with separators of thousands',
  scientific: 'are written in scientific notation, every figure of them',
  zeros: 'have lost their leading zeros, or have leading zeros that other files have lost',
};

/** Ids that were matched though files spell them differently. */
function aboutIds(table: SourceTable, ids: Ids): Problem[] {
  const { file } = table.ledger;
  return [...table.columns].flatMap(([name, column]) => {
    if (!holdsChild(name)) return [];
    const counts = new Map<IdSpelling, number>();
    for (const text of column.texts()) {
      const spelling = ids.spelling(text);
      if (spelling !== null) counts.set(spelling, entryOf(counts, spelling, () => 0) + 1);
    }
    return [...counts].map(([spelling, count]) =>
      problem(
        'note',
        `ids_${spelling}`,
        file,
        name,
        count,
        `${file}, column ${name}: ${count} ids ${spellings[spelling]}; they were matched with the children all the same.`,
      ),
    );
  });
}

/** Reasons that cost nothing: what was refused is no record, or is there already. */
export const harmless: ReadonlySet<string> = new Set([
  'placeholder_row',
  'duplicate_row',
  'header_again',
  'query_tool_line',
]);

/** Reasons that follow from others. */
const consequences: ReadonlySet<string> = new Set(['orphan_row']);

function aboutRows(rows: readonly QuarantinedRow[]): Problem[] {
  return grouped(rows)
    .sort(
      (a, b) =>
        Number(consequences.has(a.reason)) - Number(consequences.has(b.reason)) ||
        Number(harmless.has(a.reason)) - Number(harmless.has(b.reason)) ||
        b.count - a.count,
    )
    .map(({ file, column, reason, advice, count }) =>
      problem(
        harmless.has(reason) ? 'note' : 'warning',
        reason,
        file,
        column,
        count,
        `${where(file, column)}: ${rowsRefused(count)} (${reason}). ${advice}`,
      ),
    );
}

const aboutCells = (cells: readonly QuarantinedRow[]): Problem[] =>
  grouped(cells).map(({ file, column, reason, advice, count }) =>
    problem(
      'note',
      reason,
      file,
      column,
      count,
      `${where(file, column)}: ${count === 1 ? '1 cell' : `${count} cells`} not recorded (${reason}); the rows were kept. ${advice}`,
    ),
  );

const rowsRefused = (count: number): string => (count === 1 ? '1 row refused' : `${count} rows refused`);
const where = (file: string, column: string | null): string =>
  column === null ? file : `${file}, column ${column}`;

interface Group extends Omit<QuarantinedRow, 'line'> {
  readonly count: number;
}

/** By file, column and reason, in the order of their first rows. */
function grouped(rows: readonly QuarantinedRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { line: _, ...row } of rows) {
    const key = `${row.file}|${row.column}|${row.reason}`;
    groups.set(key, { ...row, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}

const aboutQuality = ({ code, table, rows, meaning }: Extract['quality'][number]): Problem =>
  problem('note', code, null, null, rows, `${table}: ${rows}. ${meaning}`);
