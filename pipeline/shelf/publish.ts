/** Puts a finished working edition, its warehouse and its site in their places; the swap of `index.html` comes last. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keepToOwner } from '../access.ts';
import { moveInto, replaceFile } from '../durable.ts';
import { manifest } from '../edition/format.ts';
import type { DataFolders } from '../folders.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';
import { changedFiles, madeOf, noteMade, readJson, treeSha256 } from './bytes.ts';
import { ledgerFault, readLedger } from './ledger.ts';
import { liveEdition, makeLive } from './live.ts';
import { boardPlace } from './place.ts';
import { setAside } from './set-aside.ts';

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
  /** sha256 of the warehouse file that lies beside this note. */
  warehouse_sha256: z.string().optional(),
});
export type BuiltFrom = z.infer<typeof builtFrom>;

/** The parts of a publication where a run has left them. */
export interface Finished {
  readonly editionId: string;
  readonly editionFolder: string;
  readonly siteFolder: string;
  readonly warehouseFile: string;
  readonly from: BuiltFrom;
}

/** Path of an edition's warehouse below the data folder, with forward slashes. */
export const warehousePath = (editionId: string): string => `warehouses/${editionId}/warehouse.duckdb`;

const builtFromFile = (folders: DataFolders, editionId: string): string =>
  join(folders.warehouses, editionId, 'built-from.json');

type Part = 'edition' | 'site' | 'warehouse';

const siteDiffers = 'the site is missing or not as it was made';

/** A part of a published working edition that is missing or not as it was made. */
export interface Fault {
  /** Absolute path of the part. */
  readonly path: string;
  readonly what: string;
}

/**
 * Everything that keeps a working edition from being complete: each part must be there, and as it was made. `at` says which
 * parts are looked at; the checksum of a warehouse is the one that takes time.
 */
export function editionFaults(
  folders: DataFolders,
  editionId: string,
  parts: readonly Part[] = ['edition', 'site', 'warehouse'],
): Fault[] {
  const edition = join(folders.editions, editionId);
  const site = join(folders.published, editionId);
  const warehouse = join(folders.warehouses, editionId, 'warehouse.duckdb');
  const faults: Fault[] = [];
  const add = (path: string, what: string): void => void faults.push({ path, what });
  if (parts.includes('edition')) {
    const file = join(edition, 'manifest.json');
    const own = readJson(file, manifest.pick({ edition_id: true, files: true }));
    const noted = madeOf(edition)?.manifest_sha256;
    const isOther = noted !== undefined && existsSync(file) && noted !== fileSha256(file);
    if (own === null || own.edition_id !== editionId || isOther)
      add(edition, 'manifest.json is missing or not as it was made');
    else for (const file of changedFiles(edition, own.files)) add(edition, `${file} is not as it was made`);
  }
  if (parts.includes('site')) {
    const noted = madeOf(edition)?.site_sha256;
    if (noted === undefined || noted !== treeSha256(site)) add(site, siteDiffers);
  }
  if (parts.includes('warehouse')) {
    const noted = readJson(builtFromFile(folders, editionId), builtFrom)?.warehouse_sha256;
    if (noted === undefined || !existsSync(warehouse) || fileSha256(warehouse) !== noted)
      add(join(folders.warehouses, editionId), 'the warehouse is missing or not as it was made');
  }
  return faults;
}

/** True when every part of the edition is in its place and as it was made, so that it only needs to be made live. */
export const isComplete = (folders: DataFolders, editionId: string): boolean =>
  editionFaults(folders, editionId).length === 0;

/**
 * Moves every part into place and makes the edition live. What is in its place already and as it was made stays; what does
 * not hold is set aside and named to `say`. `step` is told of each step before it is taken.
 */
export function publish(
  folders: DataFolders,
  parts: Finished,
  tell: { readonly step: (name: string) => void; readonly say: (line: string) => void },
): void {
  const { editionId } = parts;
  const place = (part: Part, from: string, to: string, whole: string): void => {
    tell.step(part);
    if (existsSync(whole)) {
      const fault = part === 'site' ? siteFault(to, from) : editionFaults(folders, editionId, [part])[0];
      if (fault === undefined) return;
      tell.say(`${editionId}: ${fault.what}; it was made again${cleared(folders, part, whole)}.`);
    }
    moveInto(from, to);
  };
  const warehouse = join(folders.warehouses, editionId);
  const file = join(warehouse, 'warehouse.duckdb');
  place('warehouse', parts.warehouseFile, file, warehouse);
  const built = { ...parts.from, warehouse_sha256: fileSha256(file) };
  replaceFile(builtFromFile(folders, editionId), canonicalJson(built));
  const edition = join(folders.editions, editionId);
  place('edition', parts.editionFolder, edition, edition);
  const site = join(folders.published, editionId);
  place('site', parts.siteFolder, site, site);
  // Last, so that an edition whose run was ended before its site was in place promises no site to `tracker verify`.
  noteMade(edition, site);
  keepToOwner(folders, () => undefined);
  republish(folders, parts.from, tell.step);
}

/** The site in its place against the same site as this run has made it. */
const siteFault = (site: string, made: string): Fault | undefined =>
  treeSha256(site) === treeSha256(made) ? undefined : { path: site, what: siteDiffers };

/** A warehouse is made from what is kept, so a damaged one is no loss; anything else is set aside. */
function cleared(folders: DataFolders, part: Part, path: string): string {
  if (part !== 'warehouse') return `, and the old one lies in ${setAside(folders, path)}`;
  rmSync(path, { recursive: true, force: true });
  return '';
}

/** Makes an edition live whose parts are already in place, and notes what it would be made from today. */
export function republish(folders: DataFolders, from: BuiltFrom, step: (name: string) => void): void {
  step('swap');
  const file = builtFromFile(folders, from.edition_id);
  const { warehouse_sha256 } = readJson(file, builtFrom) ?? {};
  replaceFile(
    file,
    canonicalJson({ ...from, ...(warehouse_sha256 === undefined ? {} : { warehouse_sha256 }) }),
  );
  makeLive(folders, from.edition_id);
  step('swapped');
}

/**
 * What the live edition was made from; null when there is none, when a part of it is missing or not as it was made, or
 * when the note cannot be read: the edition is then made again, and the note with it.
 */
export function liveBuiltFrom(folders: DataFolders): BuiltFrom | null {
  const live = liveEdition(folders);
  return live !== null && isComplete(folders, live) ? builtFromOf(folders, live) : null;
}

/** The note of what an edition was made from, whatever became of its parts; null when it cannot be read. */
export const builtFromOf = (folders: DataFolders, editionId: string): BuiltFrom | null =>
  readJson(builtFromFile(folders, editionId), builtFrom);

/**
 * Keeps the newest so many warehouses, the live one, and those behind a sealed edition or the edition that one of these
 * is compared with; the others can be made again from their snapshots. Nothing goes while the ledger is not whole.
 */
export function pruneWarehouses(folders: DataFolders, keep: number): string[] {
  if (!existsSync(folders.warehouses) || ledgerFault(boardPlace(folders)) !== null) return [];
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
  const { sealed } = readLedger(boardPlace(folders));
  const compared = [...sealed.map((each) => each.edition_id), ...(live === null ? [] : [live])];
  return new Set([
    ...sealed.map((each) => each.sealed_from),
    ...compared.flatMap((edition) => comparedWith(folders, edition) ?? []),
  ]);
}

const comparison = z.object({ before: z.object({ edition_id: z.string() }).nullable() });

/** The edition that one is compared with; null when there is none, or nothing readable says so. */
const comparedWith = (folders: DataFolders, editionId: string): string | null =>
  readJson(join(folders.editions, editionId, 'data', 'changes.json'), comparison)?.before?.edition_id ?? null;
