import { basename, isAbsolute, join, relative } from 'node:path';
import { adapters, fileContracts } from './adapters.ts';
import type { AuthorityConfig, SourceConfig } from './authority/authority.ts';
import type { NotRead } from './contract/extract.ts';
import { type FileContract, nearest, type Recognition, recognise } from './reading/file-contract.ts';
import { openFile } from './reading/formats.ts';
import { filesBelow, inputFile } from './reading/input-files.ts';
import { remarkMeanings } from './reading/reasons.ts';
import type { FormatLimits, Sheet } from './reading/sheet.ts';

/** A sheet and what it is by its columns. */
export interface RecognisedSheet {
  readonly sheet: Sheet;
  readonly recognition: Recognition | null;
  /** For a sheet that is not recognised, the known file most like it. */
  readonly nearest: Recognition | null;
}

/** A sheet of an authority, and the source entry that reads it (null when none does). */
export interface FoundSheet extends RecognisedSheet {
  readonly entry: SourceConfig | null;
}

/** Everything under an authority's folders. */
export interface Found {
  readonly sheets: readonly FoundSheet[];
  readonly notRead: readonly NotRead[];
}

/** A file under one of an authority's folders, by the name that reports use. */
export interface ListedFile {
  readonly folder: string;
  readonly path: string;
  readonly file: string;
  /** Why it cannot be opened; null for every other. */
  readonly why: string | null;
}

/** Every file under the folders of a configuration, once each, in a stable order. */
export function listFiles(config: AuthorityConfig): ListedFile[] {
  const folders = [...new Set(config.sources.flatMap((source) => source.folders))];
  const listed = folders.flatMap((folder) => filesBelow(folder).map((found) => ({ folder, ...found })));
  // A file under nested folders belongs to the innermost, so that it is read once.
  const owned = listed.filter(
    ({ folder, path }) =>
      !folders.some((inner) => isBelow(inner, folder) && isBelow(join(folder, path), inner)),
  );
  // Folders of one entry are told apart by name, always: collection years hold files of the same names.
  const several = new Set(
    config.sources.filter((source) => source.folders.length > 1).flatMap((source) => source.folders),
  );
  const clashing = clashes(owned.map(({ path }) => path));
  const named = owned.map(({ folder, path, why }) => ({
    folder,
    path,
    why,
    file: several.has(folder) || clashing.has(path) ? `${basename(folder)}/${path}` : path,
  }));
  return withUniqueNames(named);
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function clashes(paths: readonly string[]): Set<string> {
  const seen = new Set<string>();
  return new Set(paths.filter((path) => seen.has(path) || !seen.add(path)));
}

function withUniqueNames(files: readonly ListedFile[]): ListedFile[] {
  const seen = new Map<string, number>();
  return files.map((listed) => {
    const times = (seen.get(listed.file) ?? 0) + 1;
    seen.set(listed.file, times);
    return times === 1 ? listed : { ...listed, file: `${listed.file} (${times})` };
  });
}

const isHeader = (cells: readonly string[]): boolean => recognise(cells, fileContracts) !== null;

/** Opens a file and recognises each of its sheets; what of it is not read, and why. */
export async function recogniseFile(
  { folder, path, file, why }: ListedFile,
  limits: FormatLimits,
): Promise<{
  readonly sheets: readonly RecognisedSheet[];
  readonly notRead: readonly NotRead[];
}> {
  if (why !== null) return { sheets: [], notRead: [{ path: file, why }] };
  const sheets = await openFile(inputFile(folder, path, file), { isHeader, limits });
  if (sheets === null) return { sheets: [], notRead: [{ path: file, why: notAFormat(path) }] };
  const found = sheets.map(recognised);
  return {
    sheets: found,
    notRead: found.flatMap((each) => {
      const reason = whyNotRead(each);
      return reason === null ? [] : [{ path: each.sheet.file, why: reason }];
    }),
  };
}

function recognised(sheet: Sheet): RecognisedSheet {
  const recognition = recognise(sheet.header, fileContracts);
  return {
    sheet,
    recognition,
    nearest: recognition === null ? nearest(sheet.header, fileContracts) : null,
  };
}

const notAFormat = (path: string): string => {
  const ending = /\.[^./]{1,8}$/.exec(path)?.[0]?.toLowerCase() ?? 'without an ending';
  return `files of this kind (${ending}) are not read: save it as CSV`;
};

/** Why no row of a sheet will be read; null when it is one that is. */
function whyNotRead({ sheet, recognition, nearest: near }: RecognisedSheet): string | null {
  if (recognition !== null)
    return recognition.contract.used
      ? null
      : `it is ${recognition.contract.name}, which feeds no measure yet`;
  if (sheet.header.length === 0) return whyWithoutHeader(sheet);
  if (looksLikeData(sheet.header))
    return 'its first line looks like data: export it with the names of the columns as header';
  if (near === null) return 'its columns fit no known table: the header is not one that is known';
  return `its columns fit no known table; nearest is ${near.contract.name}, without ${near.missing.join(', ') || 'its other columns'}`;
}

const whyWithoutHeader = ({ remarks: [remark] }: Sheet): string =>
  remark?.code === 'no_format' || remark?.code === 'no_return'
    ? remarkMeanings[remark.code]
    : 'the file is empty';

/** Column names hold no figures alone, no dates and no empty cell; a file without a header begins with a row. */
const looksLikeData = (header: readonly string[]): boolean =>
  header.some(
    (cell) => /^\d+([-/.: ,]\d+)*$/.test(cell) || /^(null|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}.*)$/i.test(cell),
  );

/** Opens and recognises every file of an authority. */
export async function findFiles(config: AuthorityConfig, limits: FormatLimits): Promise<Found> {
  const sheets: FoundSheet[] = [];
  const notRead: NotRead[] = [];
  for (const listed of listFiles(config)) {
    const found = await recogniseFile(listed, limits);
    const path = join(listed.folder, listed.path);
    for (const each of found.sheets) {
      const entry = each.recognition === null ? null : entryFor(config, each.recognition.contract, path);
      sheets.push({ ...each, entry });
      if (each.recognition?.contract.used && entry === null)
        notRead.push(unnamed(each.sheet, each.recognition));
    }
    notRead.push(...found.notRead);
  }
  for (const entry of config.sources)
    for (const sheet of await databaseTables(entry)) {
      const each = recognised(sheet);
      const isOfEntry = each.recognition?.contract.adapter === entry.adapter;
      sheets.push({ ...each, entry: isOfEntry ? entry : null });
      const reason = whyNotRead(each);
      if (reason !== null) notRead.push({ path: sheet.file, why: reason });
    }
  return { sheets, notRead };
}

/** The tables of a source that is a database; none of one that is a folder. */
export async function databaseTables({ adapter, database }: SourceConfig): Promise<readonly Sheet[]> {
  if (database === null) return [];
  const sheets = adapters.find(({ name }) => name === adapter)?.database;
  return sheets === undefined ? [] : sheets(database);
}

const unnamed = (sheet: Sheet, { contract }: Recognition): NotRead => ({
  path: sheet.file,
  why: `it is ${contract.label ?? contract.name}, and no source of authority.yaml has the adapter ${contract.adapter} and its folder`,
});

/** The source entry of a file's adapter that covers the file. */
function entryFor(config: AuthorityConfig, contract: FileContract, path: string): SourceConfig | null {
  return (
    config.sources.find(
      (source) =>
        source.adapter === contract.adapter && source.folders.some((folder) => isBelow(path, folder)),
    ) ?? null
  );
}
