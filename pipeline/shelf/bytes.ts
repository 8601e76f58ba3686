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

const madeNote = z.object({ manifest_sha256: z.string(), site_sha256: z.string(), sha256: z.string() });
/** Checksums of a working edition's manifest, which holds those of its data, and of its site, which lies elsewhere. */
export type Made = Pick<z.infer<typeof madeNote>, 'manifest_sha256' | 'site_sha256'>;

const noteFile = (editionFolder: string): string => join(editionFolder, 'made.json');

const ownSum = ({ manifest_sha256, site_sha256 }: Made): string =>
  sha256(`${manifest_sha256} ${site_sha256}`);

/** Notes what a working edition and its site are, once both are in their places. */
export function noteMade(editionFolder: string, siteFolder: string): void {
  const made = {
    manifest_sha256: fileSha256(join(editionFolder, 'manifest.json')),
    site_sha256: treeSha256(siteFolder),
  };
  replaceFile(noteFile(editionFolder), canonicalJson({ ...made, sha256: ownSum(made) }));
}

/** The note; null for an edition of before version 0.4.0 or one whose run was ended before its site was in place. A damaged one holds for nothing. */
export function madeOf(editionFolder: string): Made | null {
  if (!existsSync(noteFile(editionFolder))) return null;
  const made = readJson(noteFile(editionFolder), madeNote);
  if (made !== null && made.sha256 === ownSum(made)) return made;
  return { manifest_sha256: 'damaged', site_sha256: 'damaged' };
}

/** What a JSON file of ours says; null where it is missing, damaged or of a form that this version does not know. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
