/** Puts a finished edition, its warehouse and its site in their places; the swap of `index.html` comes last. */
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { keepToOwner } from '../access.ts';
import { type DataFolders, makeFolder, makePrivateFolder, replaceFile } from '../folders.ts';
import { canonicalJson } from '../hash.ts';
import { readLedger } from '../sealing/ledger.ts';
import { liveEdition, makeLive } from './live.ts';

/** What an edition was made from: enough to know that a run would bring nothing new. */
export const builtFrom = z.object({
  edition_id: z.string(),
  as_at: z.string(),
  code_version: z.string(),
  rules_version: z.string(),
  /** Fingerprint of the input files by authority. */
  inputs: z.record(z.string(), z.string()),
  /** The configuration of each authority, so that other commands can tell which authority they were asked for. */
  configurations: z.record(z.string(), z.string()),
});
export type BuiltFrom = z.infer<typeof builtFrom>;

/** The parts of a publication where a run has left them. */
export interface Publication {
  readonly editionId: string;
  readonly editionFolder: string;
  readonly siteFolder: string;
  readonly warehouseFile: string;
  readonly from: BuiltFrom;
}

/** Path of an edition's warehouse below the data folder, with forward slashes. */
export const warehousePath = (editionId: string): string => `warehouses/${editionId}/warehouse.duckdb`;

/** True when every part of the edition is in its place, so that it only needs to be made live. */
export function isComplete(folders: DataFolders, editionId: string): boolean {
  return (
    existsSync(join(folders.editions, editionId, 'manifest.json')) &&
    existsSync(join(folders.published, editionId, 'index.html')) &&
    existsSync(join(folders.warehouses, editionId, 'warehouse.duckdb'))
  );
}

/** Moves every part into place and makes the edition live. `step` is told of each step before it is taken. */
export function publish(folders: DataFolders, parts: Publication, step: (name: string) => void): void {
  const { editionId } = parts;
  step('warehouse');
  makePrivateFolder(folders.warehouses);
  const warehouseFolder = makeFolder(join(folders.warehouses, editionId));
  moveUnlessThere(parts.warehouseFile, join(warehouseFolder, 'warehouse.duckdb'));
  step('edition');
  moveUnlessThere(parts.editionFolder, join(makeFolder(folders.editions), editionId));
  step('site');
  moveUnlessThere(parts.siteFolder, join(makeFolder(folders.published), editionId));
  keepToOwner(folders, () => undefined);
  republish(folders, parts.from, step);
}

/** Makes an edition live whose parts are already in place. */
export function republish(folders: DataFolders, from: BuiltFrom, step: (name: string) => void): void {
  step('swap');
  replaceFile(join(folders.warehouses, from.edition_id, 'built-from.json'), canonicalJson(from));
  makeLive(folders, from.edition_id);
  step('swapped');
}

/**
 * What the live edition was made from; null when there is none, when its warehouse has been cleared away, or when the
 * note cannot be read: the edition is then made again, and the note with it.
 */
export function liveBuiltFrom(folders: DataFolders): BuiltFrom | null {
  const live = liveEdition(folders);
  if (live === null || !isComplete(folders, live)) return null;
  const file = join(folders.warehouses, live, 'built-from.json');
  return existsSync(file) ? parseBuiltFrom(readFileSync(file, 'utf8')) : null;
}

function parseBuiltFrom(text: string): BuiltFrom | null {
  try {
    return builtFrom.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Keeps the newest so many warehouses, the live one, and those behind a sealed edition or the edition that one of these
 * is compared with; the others can be made again from their snapshots.
 */
export function pruneWarehouses(folders: DataFolders, keep: number): string[] {
  if (!existsSync(folders.warehouses)) return [];
  const live = liveEdition(folders);
  const byAge = readdirSync(folders.warehouses)
    .filter((name) => name.startsWith('board-'))
    .sort()
    .reverse();
  const kept = needed(folders, live);
  const old = byAge
    .filter((name) => name !== live)
    .slice(Math.max(keep - 1, 0))
    .filter((name) => !kept.has(name));
  for (const name of old) rmSync(join(folders.warehouses, name), { recursive: true, force: true });
  return old;
}

/** Editions whose warehouses must stay whatever their age. */
function needed(folders: DataFolders, live: string | null): Set<string> {
  const { sealed } = readLedger(folders);
  const compared = [...sealed.map((each) => each.edition_id), ...(live === null ? [] : [live])];
  return new Set([
    ...sealed.map((each) => each.sealed_from),
    ...compared.flatMap((edition) => comparedWith(folders, edition) ?? []),
  ]);
}

const comparison = z.object({ before: z.object({ edition_id: z.string() }).nullable() });

/** The edition that one is compared with; null when there is none, or nothing readable says so. */
function comparedWith(folders: DataFolders, editionId: string): string | null {
  try {
    const text = readFileSync(join(folders.editions, editionId, 'data', 'changes.json'), 'utf8');
    return comparison.safeParse(JSON.parse(text)).data?.before?.edition_id ?? null;
  } catch {
    return null;
  }
}

/** An edition is immutable: what is already in its place stays. */
export function moveUnlessThere(from: string, to: string): void {
  if (existsSync(to)) return;
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyAcross(from, to);
  }
}

/** Another file system: copied beside the place, then renamed, so that it still appears whole. */
function copyAcross(from: string, to: string): void {
  const aside = join(dirname(to), `.next-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  cpSync(from, aside, { recursive: true });
  renameSync(aside, to);
  rmSync(from, { recursive: true, force: true });
}
