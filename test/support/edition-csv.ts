import { basename, join } from 'node:path';
import { writeValuesCsv } from '../../pipeline/edition/values.ts';
import { scratchFolder } from './source-folder.ts';

/** Writes the figures of an edition folder as `tracker values` does, and returns the path of the file. */
export async function editionCsv(folder: string): Promise<string> {
  const out = join(scratchFolder(), 'values.csv');
  await writeValuesCsv(folder, basename(folder), out);
  return out;
}
