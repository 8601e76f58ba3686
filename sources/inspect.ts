import { posix, resolve } from 'node:path';
import { adapters, caseSystems } from './adapters.ts';
import type { NotRead } from './contract/extract.ts';
import { TrackerError } from './error.ts';
import { decideDates } from './extract.ts';
import { type EpisodeFile, endDatesOf } from './reading/end-dates.ts';
import { filesBelow } from './reading/input-files.ts';
import { RowBudget, readTable } from './reading/source-table.ts';
import type { ExtractSettings } from './snapshot-date.ts';
import { type RecognisedSheet, recogniseFile } from './source-files.ts';

/** What one sheet was recognised as, by its columns. No value of a row is in it. */
export interface InspectedFile {
  readonly file: string;
  /** `ssd.person`; null when nothing fits. */
  readonly recognised_as: string | null;
  readonly adapter: string | null;
  readonly table: string | null;
  /** False when the file is known but feeds no measure. */
  readonly used: boolean;
  /** Required columns that are absent: a run would refuse the file. */
  readonly missing: readonly string[];
}

/** Everything `tracker init` can say of a folder. */
export interface Inspection {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly InspectedFile[];
  readonly notRead: readonly NotRead[];
  /** Folder (absolute) below which all used files of an adapter lie; null when there is none. */
  readonly folders: Readonly<Record<string, string | null>>;
  /** How the case system writes ends, judged by its episodes; null when it cannot be told. */
  readonly end_dates: 'touch' | 'day_before' | null;
}

/** Looks at every file of a folder and recognises each by its columns. */
export async function inspectFolder(folder: string, settings: ExtractSettings): Promise<Inspection> {
  const root = resolve(folder);
  const sheets: RecognisedSheet[] = [];
  const notRead: NotRead[] = [];
  for (const { path, why } of filesBelow(root)) {
    const found = await recogniseFile({ folder: root, path, file: path, why }, settings).catch(
      whyRefused(path),
    );
    sheets.push(...found.sheets);
    notRead.push(...found.notRead);
  }
  if (sheets.length === 0 && notRead.length === 0) throw nothingThere(root);
  const files = sheets.map(inspected);
  const folders = Object.fromEntries(adapters.map(({ name }) => [name, commonFolder(root, name, files)]));
  return {
    folder: root,
    files,
    notRead,
    folders,
    end_dates: endDatesOf(await episodeFiles(sheets, settings)),
  };
}

/** What a run would refuse is told beside the rest. */
const whyRefused =
  (path: string) =>
  (error: unknown): { sheets: RecognisedSheet[]; notRead: NotRead[] } => {
    if (!(error instanceof TrackerError)) throw error;
    return {
      sheets: [],
      notRead: [{ path, why: `${error.message.replace(`${path}: `, '')}. ${error.advice}` }],
    };
  };

function nothingThere(folder: string): TrackerError {
  return new TrackerError(
    'input_refused',
    'folder_empty',
    `the folder ${folder} holds no file`,
    'Put the extracts there (sub-folders are looked at too), or name another folder.',
  );
}

function inspected({ sheet, recognition }: RecognisedSheet): InspectedFile {
  const contract = recognition?.contract;
  return {
    file: sheet.file,
    recognised_as: contract?.name ?? null,
    adapter: contract?.adapter ?? null,
    table: contract?.name.slice(contract.adapter.length + 1) ?? null,
    used: contract?.used ?? false,
    missing: recognition?.missing ?? [],
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

async function episodeFiles(
  sheets: readonly RecognisedSheet[],
  settings: ExtractSettings,
): Promise<EpisodeFile[]> {
  const files: EpisodeFile[] = [];
  const budget = new RowBudget(settings);
  for (const { sheet, recognition } of sheets) {
    const system = caseSystems.find(({ episodes }) => episodes.file === recognition?.contract);
    if (recognition === null || recognition.missing.length > 0 || system === undefined) continue;
    files.push({ table: await readTable(sheet, recognition, budget), columns: system.episodes });
  }
  decideDates(
    files.map(({ table }) => table),
    settings,
  );
  return files;
}
