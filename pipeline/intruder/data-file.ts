/** Data files as an attacker reads them: rows, objects and texts. */
import { tableFromIPC } from 'apache-arrow';
import { csvRows } from './figure-book.ts';
import type { Piece } from './page.ts';

/** Names and values that stand together. */
export type Row = Readonly<Record<string, string>>;

export interface DataFile {
  readonly rows: readonly Row[];
  readonly pieces: readonly Piece[];
}

export const csvFile = (bytes: Buffer): DataFile => ({ rows: csvRows(bytes.toString('utf8')), pieces: [] });

/** Every row of an Arrow file, and its metadata. */
export function arrowRows(bytes: Buffer): DataFile {
  const table = tableFromIPC(bytes);
  const names = table.schema.fields.map(({ name }) => name);
  const rows = table
    .toArray()
    .map((row: Record<string, unknown>) =>
      Object.fromEntries(names.map((name) => [name, textOf(row[name])])),
    );
  const said = [
    ...table.schema.metadata.entries(),
    ...table.schema.fields.flatMap(({ metadata }) => [...metadata]),
  ];
  return { rows, pieces: said.map(([name, text]) => ({ where: 'record', at: `metadata ${name}`, text })) };
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Objects as rows and loose texts as pieces; `skip` says which members are read elsewhere. */
export function jsonFile(text: string, skip: (path: string) => boolean = () => false): DataFile {
  const rows: Row[] = [];
  const pieces: Piece[] = [];
  const visit = (value: unknown, path: string): void => {
    if (skip(path) || value === null) return;
    if (Array.isArray(value)) {
      const plain = value.filter((each) => typeof each !== 'object');
      if (plain.length > 0)
        pieces.push(...plain.map((each) => ({ where: 'record', at: path, text: String(each) })));
      for (const each of value) if (typeof each === 'object') visit(each, `${path}[]`);
    } else if (typeof value === 'object') {
      const members = Object.entries(value).filter(([name]) => !skip(`${path}.${name}`));
      const row = members
        .filter(([, each]) => typeof each !== 'object')
        .map(([name, each]) => [name, String(each)]);
      if (row.length > 0) rows.push(Object.fromEntries(row));
      for (const [name, each] of members) if (typeof each === 'object') visit(each, `${path}.${name}`);
    } else pieces.push({ where: 'record', at: path, text: String(value) });
  };
  try {
    visit(JSON.parse(text), '');
  } catch {
    pieces.push({ where: 'script', at: 'script', text });
  }
  return { rows, pieces };
}

/** Texts that a picture carries beside its points: PNG text chunks, else runs of letters. */
export function imagePieces(bytes: Buffer): Piece[] {
  const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
  const texts = isPng ? pngTexts(bytes) : (bytes.toString('latin1').match(/[ -~]{12,}/g) ?? []);
  const where = isPng ? 'image' : 'text';
  return texts.map((text) => ({ where, at: 'metadata of an image', text: text.replaceAll('\0', ' ') }));
}

function pngTexts(bytes: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.subarray(at + 4, at + 8).toString('latin1');
    if (/^(tEXt|iTXt|eXIf)$/.test(name)) texts.push(bytes.subarray(at + 8, at + 8 + length).toString('utf8'));
    at += 12 + length;
  }
  return texts;
}
