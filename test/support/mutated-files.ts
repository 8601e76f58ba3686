import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { fileContracts } from '../../sources/adapters.ts';
import { TrackerError } from '../../sources/error.ts';
import { recognise } from '../../sources/reading/file-contract.ts';
import { openFile } from '../../sources/reading/formats.ts';
import type { Sheet } from '../../sources/reading/sheet.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import { parquetOf, repacked, returnXml, workbookOf, zipOf } from './packed-files.ts';

const sources = join(import.meta.dirname, '../../sources');
const fixtures = (path: string): string => join(sources, path);
const limits = extractSettings(
  loadRules(join(sources, 'rules'), { authority: 'test', procedure: 'unnamed', rules: null }).settings,
);

/** One small file of each format, by name. */
export async function wholeFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const text = (path: string): string => readFileSync(join(fixtures('ssd/fixtures/systemc'), path), 'utf8');
  const year = fixtures('ssda903/fixtures/2024-25');
  const tables = { person: text('person.csv'), episodes: text('cla_episodes.csv') };
  const xlsx = await workbookOf(tables);
  return new Map<string, Uint8Array>([
    ['plan.csv', Buffer.from(text('cla_care_plan.csv'))],
    ['wide.csv', Buffer.from(`\ufeff${text('person.csv')}`, 'utf16le')],
    [
      'return.xml',
      Buffer.from(returnXml(readdirSync(year).map((name) => readFileSync(join(year, name), 'utf8')))),
    ],
    ['book.xlsx', xlsx],
    ['book.ods', await workbookOf(tables, 'ods')],
    ['week.zip', zipOf({ 'person.csv': tables.person, 'book.xlsx': xlsx })],
    ['person.parquet', await parquetOf(tables.person)],
  ]);
}

const tokens = [
  ...[
    '"',
    ',',
    ';',
    '\n',
    '\r',
    '\0',
    'NULL',
    '31/02/2024',
    '1e999',
    '\u{1F600}',
    '<!DOCTYPE a [',
    '&x;',
    ']]>',
  ],
  ...[
    '<CHILD>',
    '</HEADER>',
    '<row r="1048576">',
    'r="XFD1048576"',
    '<v>1e308</v>',
    't="s"',
    '<v>99999999</v>',
  ],
  ...[
    'table:number-columns-repeated="100000000"',
    'table:number-rows-repeated="100000000"',
    'PK\u0003\u0004',
    'PAR1',
  ],
].map((token) => Buffer.from(token));

/** Bytes changed, cut out, doubled or replaced by what means something in one of the formats. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('byte', 'cut', 'double', 'token', 'end'),
  byte: fc.nat(255),
  length: fc.nat(300),
  token: fc.constantFrom(...tokens),
});

/** How one file is changed; `part` says which part of a packed file, so that what is within is reached too. */
export const mutation = fc.record({
  file: fc.nat(6),
  part: fc.option(fc.nat(20), { freq: 4 }),
  changes: fc.array(change, { minLength: 1, maxLength: 6 }),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never;

/** The file that a mutation makes of a whole one. */
export function mutated(
  whole: ReadonlyMap<string, Uint8Array>,
  { file, part, changes }: Mutation,
): [string, Uint8Array] {
  const [name = '', bytes = new Uint8Array()] = [...whole][file % whole.size] ?? [];
  if (part === null || !/\.(xlsx|ods|zip)$/.test(name)) return [name, changed(bytes, changes)];
  const parts = unzipSync(bytes);
  const within = Object.keys(parts)[part % Object.keys(parts).length] ?? '';
  return [name, repacked({ ...parts, [within]: changed(parts[within] ?? bytes, changes) })];
}

function changed(bytes: Uint8Array, changes: Mutation['changes']): Uint8Array {
  let now = Buffer.from(bytes);
  for (const { at, kind, byte, length, token } of changes) {
    const from = Math.floor(at * now.length);
    const [before, after] = [now.subarray(0, from), now.subarray(from + length)];
    if (kind === 'byte') now[from] = byte;
    else if (kind === 'end') now = Buffer.from(before);
    else if (kind === 'cut') now = Buffer.concat([before, after]);
    else if (kind === 'double') now = Buffer.concat([now.subarray(0, from + length), now.subarray(from)]);
    else now = Buffer.concat([before, token, now.subarray(from)]);
  }
  return now;
}

/** What became of a file: read, not recognised, or refused with which code. Anything but a TrackerError is thrown on. */
export async function outcomeOf(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  if (/\.(zip|parquet)$/.test(name)) writeFileSync(path, bytes);
  const isHeader = (cells: readonly string[]): boolean => recognise(cells, fileContracts) !== null;
  const file = {
    file: name,
    path: /\.(zip|parquet)$/.test(name) ? path : null,
    size: bytes.length,
    bytes: async function* () {
      for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
    },
  };
  try {
    const sheets = await openFile(file, { isHeader, limits });
    for (const sheet of sheets ?? []) await readAll(sheet);
    return sheets === null ? 'not a format' : 'read';
  } catch (error) {
    if (!(error instanceof TrackerError) || error.failure !== 'input_refused') throw error;
    return error.code;
  }
}

async function readAll(sheet: Sheet): Promise<void> {
  for await (const block of sheet.blocks())
    for (const { line, cells } of block)
      if (!Number.isInteger(line) || line < 1 || cells.some((cell) => typeof cell !== 'string'))
        throw new Error(`${sheet.file}: a record that is none`);
}
