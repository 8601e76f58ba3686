import { createHash } from 'node:crypto';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { TrackerError } from '../../error.ts';
import type { FormatLimits, InputFile, OpenOptions, Sheet } from '../sheet.ts';

/** Left in zips by file managers: no one's extract. */
const clutter = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

/** Opens one file of a zip; null when it is of no format that can be read. */
export type OpenInner = (file: InputFile, options: OpenOptions) => Promise<readonly Sheet[] | null>;

/** By the end of the name, or the mark of a file in a zip or of an empty zip. */
export const isZip = (name: string, head: Uint8Array): boolean => name.endsWith('.zip') || isPacked(head);

export const isPacked = (head: Uint8Array): boolean =>
  head[0] === 0x50 &&
  head[1] === 0x4b &&
  ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/** The sheets of all files of a zip of any other format, one level deep. Nothing is written to disk. */
export async function openZip(
  file: InputFile,
  options: OpenOptions,
  openInner: OpenInner,
): Promise<readonly Sheet[]> {
  const { path } = file;
  if (path === null)
    throw refusal(
      file.file,
      'is a zip inside a zip',
      'Unpack the inner one, or take it out of the outer one.',
    );
  const entries = await entriesOf(file.file, () => openPromise(path));
  const files = entries.filter(({ fileName }) => !fileName.endsWith('/') && !clutter.test(fileName));
  checkSizes(file.file, files, options.limits);
  const sheets: Sheet[] = [];
  for (const entry of files) {
    const inner = fileIn(file, path, entry);
    sheets.push(...((await openInner(inner, options)) ?? [await unread(inner)]));
  }
  return sheets;
}

/** The files that a zip lists; names that would lead out of it, and zips that contradict themselves, are refused. */
async function entriesOf(file: string, open: () => Promise<ZipFile>): Promise<readonly Entry[]> {
  try {
    const zip = await open();
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return entries;
  } catch (cause) {
    const unsafe =
      cause instanceof Error && /relative path|absolute path|characters in fileName/.test(cause.message);
    throw unsafe
      ? refusal(
          file,
          'holds a file whose name leads out of the zip',
          'Do not unpack it; ask who sent it for another.',
        )
      : refusal(file, 'is damaged or cut off, or no zip at all', 'Pack it again, or copy it again.', cause);
  }
}

export const bufferEntries = (file: string, bytes: Buffer): Promise<readonly Entry[]> =>
  entriesOf(file, () => fromBufferPromise(bytes));

function checkSizes(file: string, entries: readonly Entry[], limits: FormatLimits): void {
  if (entries.length > limits.input_zip_files)
    throw refusal(
      file,
      `holds ${entries.length} files, more than ${limits.input_zip_files}`,
      'Pack only the extract.',
    );
  if (megabytes(entries) > limits.input_zip_megabytes)
    throw refusal(
      file,
      `would be larger than ${limits.input_zip_megabytes} megabytes once unpacked`,
      'Pack only the extract, or unpack it into the folder.',
    );
  const bomb = entries.some(
    ({ compressedSize, uncompressedSize }) =>
      uncompressedSize > 1_000_000 && uncompressedSize > limits.input_zip_ratio * compressedSize,
  );
  if (bomb)
    throw refusal(
      file,
      `holds a file that would grow more than ${limits.input_zip_ratio} times when unpacked, which records never do`,
      'Ask who sent it for another, or unpack it into the folder if you know what it is.',
    );
  if (entries.some((entry) => entry.isEncrypted()))
    throw refusal(file, 'is protected by a password', 'Unpack it with the password into the folder.');
  const names = entries.map(({ fileName }) => fileName);
  if (new Set(names).size < names.length)
    throw refusal(file, 'holds two files of one name', 'Pack it again, each file once.');
}

/** Unpacked size of the files, in millions of bytes, as the zip itself says: the readers hold them to it. */
export const megabytes = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0) / 1_000_000;

function fileIn(zip: InputFile, path: string, { fileName, uncompressedSize }: Entry): InputFile {
  const file = `${zip.file}/${fileName}`;
  return { file, path: null, size: uncompressedSize, bytes: () => bytesOf(path, fileName, file) };
}

async function* bytesOf(path: string, name: string, file: string): AsyncGenerator<Uint8Array> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      for await (const part of await zip.openReadStreamPromise(entry)) yield part as Buffer;
      return;
    }
  } catch (cause) {
    if (cause instanceof TrackerError) throw cause;
    throw refusal(
      file,
      'cannot be unpacked: the zip is damaged there',
      'Pack it again, or copy it again.',
      cause,
    );
  } finally {
    zip?.close();
  }
}

/** A file of no known format: listed like any other that is not recognised. */
async function unread(file: InputFile): Promise<Sheet> {
  const digest = createHash('sha256');
  for await (const part of file.bytes()) digest.update(part);
  return {
    file: file.file,
    kind: 'zip',
    encoding: null,
    separator: null,
    sha256: digest.digest('hex'),
    header: [],
    headerLine: 0,
    remarks: [{ code: 'no_format', count: 1, line: null }],
    blocks: async function* () {},
  };
}

function refusal(file: string, what: string, advice: string, cause?: unknown): TrackerError {
  return new TrackerError('input_refused', 'zip_refused', `${file}: the file ${what}`, advice, cause);
}
