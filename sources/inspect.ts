import { statSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { adapters, caseSystems, fileContracts } from './adapters.ts';
import { TrackerError } from './error.ts';
import { dateFormats } from './reading/date-formats.ts';
import type { Encoding } from './reading/encoding.ts';
import { type EpisodeFile, endDatesOf } from './reading/end-dates.ts';
import { keptColumns, nearest, recognise } from './reading/file-contract.ts';
import { csvFiles, readSourceFile, type SourceFile } from './reading/source-files.ts';

/** What one CSV file was recognised as, by its columns. No value of a row is in it. */
export interface InspectedFile {
  readonly file: string;
  /** `ssd.person`; null when nothing fits. */
  readonly recognised_as: string | null;
  readonly adapter: string | null;
  readonly table: string | null;
  /** False when the file is known but feeds no measure. */
  readonly used: boolean;
  readonly encoding: Encoding;
  readonly date_formats: readonly string[];
  /** Required columns that are absent: a run would refuse the file. */
  readonly missing: readonly string[];
  /** Columns that are not read. */
  readonly unknown: readonly string[];
  /** For a file that was not recognised: the known file with most columns in common, and what it lacks. */
  readonly nearest: { readonly recognised_as: string; readonly missing: readonly string[] } | null;
}

/** Everything `tracker init` can say of a folder. */
export interface Inspection {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly InspectedFile[];
  /** Folder (absolute) below which all used files of an adapter lie; null when there is none. */
  readonly folders: Readonly<Record<string, string | null>>;
  /** How the case system writes ends, judged by its episodes; null when it cannot be told. */
  readonly end_dates: 'touch' | 'day_before' | null;
}

/** Looks at every CSV file of a folder and recognises each by its columns. */
export function inspectFolder(folder: string): Inspection {
  const root = resolve(folder);
  const sources = csvFiles(root).map((path) => readSourceFile(root, path));
  if (sources.length === 0) throw nothingThere(root);
  const files = sources.map(inspectFile);
  const folders = Object.fromEntries(adapters.map(({ name }) => [name, commonFolder(root, name, files)]));
  return {
    folder: root,
    files,
    folders,
    end_dates: endDatesOf(episodeFiles(sources)),
  };
}

function nothingThere(folder: string): TrackerError {
  const kind = statSync(folder).isDirectory() ? 'holds no CSV file' : 'is no folder';
  return new TrackerError(
    'input_refused',
    'folder_empty',
    `the folder ${folder} ${kind}`,
    'Put the CSV extracts there (sub-folders are looked at too), or name another folder.',
  );
}

function inspectFile(source: SourceFile): InspectedFile {
  const recognition = recognise(source.header, fileContracts);
  const { file, encoding } = source;
  if (recognition === null) return { ...unrecognised(source), file, encoding };
  const { contract, missing, unknown } = recognition;
  return {
    file,
    encoding,
    recognised_as: contract.name,
    adapter: contract.adapter,
    missing,
    unknown,
    used: contract.used,
    nearest: null,
    table: contract.name.slice(contract.adapter.length + 1),
    date_formats: dateFormats(source, keptColumns(contract)),
  };
}

function unrecognised(source: SourceFile): Omit<InspectedFile, 'file' | 'encoding'> {
  const close = nearest(source.header, fileContracts);
  return {
    recognised_as: null,
    adapter: null,
    table: null,
    used: false,
    date_formats: [],
    missing: [],
    unknown: source.header,
    nearest: close === null ? null : { recognised_as: close.contract.name, missing: close.missing },
  };
}

function commonFolder(root: string, adapter: string, files: readonly InspectedFile[]): string | null {
  const folders = files
    .filter((file) => file.adapter === adapter && file.used)
    .map(({ file }) => posix.dirname(file).split('/'));
  const [first, ...others] = folders;
  if (first === undefined) return null;
  const shared = others.reduce(
    (parts, other) => parts.slice(0, parts.findIndex((part, at) => part !== other[at]) >>> 0),
    first,
  );
  return resolve(root, ...shared);
}

function episodeFiles(sources: readonly SourceFile[]): EpisodeFile[] {
  return sources.flatMap((source) => {
    const recognition = recognise(source.header, fileContracts);
    if (recognition === null || recognition.missing.length > 0) return [];
    const system = caseSystems.find(({ episodes }) => episodes.file === recognition.contract);
    return system === undefined ? [] : [{ source, recognition, columns: system.episodes }];
  });
}
