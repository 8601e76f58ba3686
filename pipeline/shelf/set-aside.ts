/** What is damaged is never deleted and never used: it is moved away, under its own path, and named. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { moveInto } from '../durable.ts';
import type { DataFolders } from '../folders.ts';

/** Moves a file or folder of the data folder below `<data>/damaged/` and returns its new place, with forward slashes. */
export function setAside({ root }: Pick<DataFolders, 'root'>, path: string): string {
  const name = relative(root, path);
  for (let n = 1; ; n += 1) {
    const place = join('damaged', n === 1 ? name : `${name} (${n})`);
    if (existsSync(join(root, place))) continue;
    moveInto(path, join(root, place));
    return place.replaceAll('\\', '/');
  }
}
