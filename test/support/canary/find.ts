/** Searches files, byte for byte, for values that must not be in them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { TrackerError } from '../../../sources/error.ts';
import type { Canary, CanaryForm, CanaryHit } from './canary.ts';
import { type Needle, Needles } from './needles.ts';
import {
  base64Forms,
  entityDecoded,
  escapeDecoded,
  folded,
  fullyDecoded,
  reversedDigits,
  squeezed,
  untagged,
  urlDecoded,
} from './spellings.ts';
import { unpacked } from './unpacked.ts';

interface Meaning {
  readonly canary: Canary;
  readonly form: CanaryForm;
}

/** The needles of a set of canaries, made once and used on every file. */
export class CanarySearch {
  readonly #bytes: Needles<Meaning>;
  readonly #text: Needles<Canary>;
  readonly #base64: Needles<Canary>;
  readonly #squeezed: Needles<Meaning>;

  constructor(canaries: readonly Canary[]) {
    this.#bytes = new Needles(canaries.flatMap(byteNeedles));
    this.#text = new Needles(canaries.map((means) => ({ bytes: Buffer.from(folded(means.value)), means })));
    this.#base64 = new Needles(canaries.flatMap((means) => base64Needles(means)));
    this.#squeezed = new Needles(canaries.flatMap(squeezedNeedles));
  }

  /** Canaries in some bytes, each with the first form in which it was found, in the order of the forms. */
  inBytes(bytes: Uint8Array): Meaning[] {
    const found = new Map<Canary, CanaryForm>();
    const note = (canary: Canary, form: CanaryForm): void => {
      if (!found.has(canary)) found.set(canary, form);
    };
    for (const { canary, form } of this.asTheyLie(bytes)) note(canary, form);
    this.#inText(Buffer.from(bytes).toString('utf8'), note);
    return [...found].map(([canary, form]) => ({ canary, form }));
  }

  /** Canaries in bytes that are no text, such as the pages of a database: no encoding of a text is undone there. */
  asTheyLie(bytes: Uint8Array): Meaning[] {
    return inOrder(this.#bytes.find(bytes));
  }

  #inText(text: string, note: (canary: Canary, form: CanaryForm) => void): void {
    const layer = (layered: string, form: CanaryForm): void => {
      for (const canary of this.#text.find(Buffer.from(folded(layered)))) note(canary, form);
    };
    layer(text, 'case-folded');
    for (const canary of this.#base64.find(Buffer.from(text.replace(/\s+/g, '')))) note(canary, 'base64');
    const decodings = [
      [urlDecoded(text), 'URL-encoded'],
      [entityDecoded(text), 'HTML entities'],
      [escapeDecoded(text), 'escapes'],
    ] as const;
    for (const [decoded, form] of decodings) if (decoded !== text) layer(decoded, form);
    const decoded = fullyDecoded(text);
    if (decoded !== text) layer(decoded, 'several encodings');
    for (const spread of new Set([decoded, untagged(decoded), untagged(text)]))
      for (const { canary, form } of inOrder(this.#squeezed.find(Buffer.from(squeezed(spread)))))
        note(canary, form);
  }
}

const order: readonly CanaryForm[] = [
  'plain',
  'Latin-1',
  'UTF-16',
  'base64',
  'hexadecimal',
  'split',
  'digit groups reversed',
];
const inOrder = (found: Iterable<Meaning>): Meaning[] =>
  [...found].sort((a, b) => order.indexOf(a.form) - order.indexOf(b.form));

function byteNeedles(canary: Canary): Needle<Meaning>[] {
  const { value } = canary;
  const needle = (bytes: Uint8Array, form: CanaryForm): Needle<Meaning> => ({
    bytes,
    means: { canary, form },
  });
  const hex = Buffer.from(value, 'utf8').toString('hex');
  return [
    needle(Buffer.from(value, 'utf8'), 'plain'),
    ...(/[^\0-\x7f]/.test(value) ? [needle(Buffer.from(value, 'latin1'), 'Latin-1')] : []),
    needle(Buffer.from(value, 'utf16le'), 'UTF-16'),
    needle(Buffer.from(value, 'utf16le').swap16(), 'UTF-16'),
    needle(Buffer.from(hex), 'hexadecimal'),
    needle(Buffer.from(hex.toUpperCase()), 'hexadecimal'),
  ];
}

const base64Needles = (canary: Canary): Needle<Canary>[] =>
  [...new Set([canary.value, canary.value.toLowerCase(), canary.value.toUpperCase()])]
    .flatMap(base64Forms)
    .map((form) => ({ bytes: Buffer.from(form), means: canary }));

const squeezedNeedles = (canary: Canary): Needle<Meaning>[] => [
  { bytes: Buffer.from(squeezed(canary.value)), means: { canary, form: 'split' } },
  ...reversedDigits(canary.value).map((digits) => ({
    bytes: Buffer.from(digits),
    means: { canary, form: 'digit groups reversed' as const },
  })),
];

/** First bytes of what is compressed or packed: its text cannot be seen from outside. */
const packed: readonly (readonly [name: string, at: number, bytes: string])[] = [
  ['a ZIP archive (also XLSX, DOCX)', 0, 'PK\u0003\u0004'],
  ['PDF', 0, '%PDF'],
  ['Parquet', 0, 'PAR1'],
  ['a DuckDB database', 8, 'DUCK'],
  ['7-Zip', 0, '7z\u00bc\u00af'],
  ['Zstandard', 0, '(\u00b5/\u00fd'],
  ['bzip2', 0, 'BZh'],
  ['xz', 0, '\u00fd7zXZ'],
];

/**
 * Every canary in the files of some folders (or single files), with the first form in which it was found. File names are
 * searched too, and gzip, workbooks and PDF are unpacked; a file whose name tells something is named by its place. Fonts and images are searched as they are: what
 * is compressed inside them is not seen.
 *
 * @throws {TrackerError} `canary_unsearchable` for a packed file (search databases with `findCanariesInDatabase`),
 * `canary_nothing_searched` where a folder is missing or holds no file: nothing searched is nothing found
 * @example findCanaries(['var/published/board'], plantedCanaries(1)) // []
 */
export function findCanaries(folders: readonly string[], canaries: readonly Canary[]): CanaryHit[] {
  const search = new CanarySearch(canaries);
  return folders.flatMap((folder) => {
    const files = filesOf(folder);
    return files.flatMap((path, index) => {
      const bytes = unpacked(readFileSync(path));
      const name = relativeTo(folder, path);
      const inName = search.inBytes(Buffer.from(name));
      const file = inName.length === 0 ? name : `file ${index + 1} of ${files.length} by name`;
      refusePacked(file, bytes);
      const found = [...inName, ...search.inBytes(bytes)];
      return found.map(({ canary: { kind, field }, form }) => ({ file, kind, field, form }));
    });
  });
}

const relativeTo = (folder: string, path: string): string =>
  path === folder ? basename(path) : path.slice(join(folder, sep).length).split(sep).join('/');

function filesOf(folder: string): string[] {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isFile() === true) return [folder];
  const files =
    found === undefined
      ? []
      : (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
          .map((path) => join(folder, path))
          .filter((path) => statSync(path).isFile())
          .sort();
  if (files.length === 0)
    throw new TrackerError(
      'check_stopped',
      'canary_nothing_searched',
      `The folder ${basename(folder)} that was to be searched for identifying values is missing or empty.`,
      'Make what is to be searched first; nothing has been found because nothing was searched.',
    );
  return files;
}

function refusePacked(file: string, bytes: Buffer): void {
  const kind = packed.find(([, at, start]) => bytes.toString('latin1', at, at + start.length) === start);
  if (kind === undefined) return;
  throw new TrackerError(
    'check_stopped',
    'canary_unsearchable',
    `${file} is ${kind[0]}, whose text cannot be searched as it stands.`,
    'Leave it out of what is published, or search it unpacked.',
  );
}
