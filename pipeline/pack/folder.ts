/** The folder that packs lie in: put in place whole, never over what people have written, and deleted by the rule. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { addDays } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { moveInto } from '../durable.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import { dropHeld, heldDays } from './changes.ts';
import type { PackContent } from './content.ts';

/** What lies in the folder of a day: by this the program knows its own files, and whether people have changed one. */
const packManifest = z.object({
  authority: z.string(),
  as_at: z.string(),
  files: z.record(z.string(), z.string()),
});
const manifestName = 'pack.json';

/** The manifest of a folder that a pack was written into; null for any other folder. */
function manifestOf(folder: string): z.infer<typeof packManifest> | null {
  try {
    return packManifest.safeParse(JSON.parse(readFileSync(join(folder, manifestName), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Puts the folder of the day in place: written aside whole, then renamed. The same pack again changes nothing. */
export function place(
  folder: string,
  { authority, asAt }: PackContent,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  const sums = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  const manifest = canonicalJson({ authority, as_at: asAt, files: sums });
  if (existsSync(folder)) refuseInUse(folder, authority);
  if (existsSync(folder) && readFileSync(join(folder, manifestName), 'utf8') === manifest) return;
  const aside = `${folder}.next`;
  rmSync(aside, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(join(aside, name, '..'), { recursive: true });
    writeFileSync(join(aside, name), bytes);
  }
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, manifestName), manifest);
  openAs(dirname(folder), aside);
  const old = `${folder}.old`;
  if (existsSync(folder)) renameSync(folder, old);
  moveInto(aside, folder);
  rmSync(old, { recursive: true, force: true });
}

/** Whoever may enter the folder that the authority has restricted may read what lies in it. */
export function openAs(above: string, path: string): void {
  const { mode } = statSync(above);
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, mode & (isFolder ? 0o777 : 0o666));
  if (isFolder) for (const name of readdirSync(path)) openAs(above, join(path, name));
}

function refuseInUse(folder: string, authority: string): void {
  const known = manifestOf(folder);
  const changed = Object.entries(known?.files ?? {}).filter(
    ([name, sum]) => existsSync(join(folder, name)) && fileSha256(join(folder, name)) !== sum,
  );
  if (known?.authority === authority && changed.length === 0) return;
  throw new TrackerError(
    'usage',
    'pack_in_use',
    known?.authority === authority
      ? `${folder} holds workbooks that people have changed since they were written (${changed
          .map(([name]) => name)
          .slice(0, 5)
          .join(', ')}): they are left as they are.`
      : `${folder} is not a pack of ${authority}: it is left as it is.`,
    'Read it with `tracker pack read`, then move it away and write again, or give another folder with --to.',
  );
}

/** Deletes packs older than the rule says: of each the files that its manifest names, and the folder when it is empty then. */
export function deleteOld(to: string, own: string, content: PackContent): string[] {
  const first = addDays(content.asAt, -content.daysKept);
  for (const day of heldDays(own)) if (day < first) dropHeld(own, day);
  const old = readdirSync(to).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name) && name < first);
  return old.filter((day) => {
    const folder = join(to, day);
    const known = manifestOf(folder);
    if (known === null || known.authority !== content.authority) return false;
    for (const name of [...Object.keys(known.files), manifestName])
      rmSync(join(folder, name), { force: true });
    const inner = [...new Set(Object.keys(known.files).map((name) => join(folder, name, '..')))];
    for (const each of [...inner, folder])
      if (existsSync(each) && readdirSync(each).length === 0) rmdirSync(each);
    return true;
  });
}

/** The workbooks of a pack folder that hold the case number, for whoever must forget a child. */
export function packFiles(to: string, authority: string): string[] {
  if (!existsSync(to)) return [];
  return readdirSync(to).flatMap((day) => {
    const known = manifestOf(join(to, day));
    return known?.authority === authority ? Object.keys(known.files).map((name) => join(to, day, name)) : [];
  });
}
