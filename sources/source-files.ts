import { basename, isAbsolute, join, relative } from 'node:path';
import { fileContracts } from './adapters.ts';
import type { AuthorityConfig, SourceConfig } from './authority/authority.ts';
import { type FileContract, nearest, type Recognition, recognise } from './reading/file-contract.ts';
import { csvFiles, readSourceFile, type SourceFile } from './reading/source-files.ts';

/** A file of an authority: what it is, and the source entry that reads it (null when none does). */
export interface FoundFile {
  readonly source: SourceFile;
  readonly recognition: Recognition | null;
  readonly nearest: Recognition | null;
  readonly entry: SourceConfig | null;
}

/** A CSV file under one of an authority's folders, by the name that reports use. */
export interface ListedFile {
  readonly folder: string;
  readonly path: string;
  readonly file: string;
}

/** Every CSV file under the folders of a configuration, once each, in a stable order. */
export function listFiles(config: AuthorityConfig): ListedFile[] {
  const folders = [...new Set(config.sources.flatMap((source) => source.folders))];
  const listed = folders.flatMap((folder) => csvFiles(folder).map((path) => ({ folder, path })));
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
  const named = owned.map(({ folder, path }) => ({
    folder,
    path,
    file: several.has(folder) || clashing.has(path) ? `${basename(folder)}/${path}` : path,
  }));
  return withUniqueNames(named);
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

function clashes(paths: readonly string[]): Set<string> {
  return new Set(paths.filter((path, at) => paths.indexOf(path) !== at));
}

function withUniqueNames(files: readonly ListedFile[]): ListedFile[] {
  const seen = new Map<string, number>();
  return files.map((listed) => {
    const times = (seen.get(listed.file) ?? 0) + 1;
    seen.set(listed.file, times);
    return times === 1 ? listed : { ...listed, file: `${listed.file} (${times})` };
  });
}

/** Reads and recognises every file of an authority. */
export function findFiles(config: AuthorityConfig): FoundFile[] {
  return listFiles(config).map(({ folder, path, file }) => {
    const source = readSourceFile(folder, path, file);
    const recognition = recognise(source.header, fileContracts);
    const entry = recognition === null ? null : entryFor(config, recognition.contract, join(folder, path));
    return {
      source,
      recognition,
      nearest: recognition === null ? nearest(source.header, fileContracts) : null,
      entry,
    };
  });
}

/** The source entry of a file's adapter that covers the file. */
function entryFor(config: AuthorityConfig, contract: FileContract, path: string): SourceConfig | null {
  return (
    config.sources.find(
      (source) =>
        source.adapter === contract.adapter && source.folders.some((folder) => isBelow(path, folder)),
    ) ?? null
  );
}
