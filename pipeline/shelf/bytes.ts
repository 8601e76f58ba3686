/** Whether what is kept is still what was made: every file against the checksum that was noted when it was. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../durable.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';

/** Data files, by path below the edition's folder, that are missing or not those of its manifest. */
export const changedFiles = (folder: string, files: Readonly<Record<string, string>>): string[] =>
  Object.entries(files)
    .filter(([file, hash]) => !existsSync(join(folder, file)) || fileSha256(join(folder, file)) !== hash)
    .map(([file]) => file);

/** sha256 over every file below the folder with its path; `absent` where there is no folder. */
export function treeSha256(folder: string): string {
  if (!existsSync(folder)) return 'absent';
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), fileSha256(path)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify(files));
}

const siteNote = z.object({ site_sha256: z.string() });

/** Beside a working edition's manifest: the checksum of its site, which lies elsewhere and is drawn after the manifest. */
const noteFile = (editionFolder: string): string => join(editionFolder, 'site.json');

/** Notes the checksum of a site that is about to be published. */
export const noteSite = (editionFolder: string, siteFolder: string): void =>
  replaceFile(noteFile(editionFolder), canonicalJson({ site_sha256: treeSha256(siteFolder) }));

/** The checksum of a working edition's site; null for an edition of a version that noted none. */
export const notedSite = (editionFolder: string): string | null =>
  readJson(noteFile(editionFolder), siteNote)?.site_sha256 ?? null;

/** What a JSON file of ours says; null where it is missing, damaged or of a form that this version does not know. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
