/** A region in one run as at 31 March 2019, for the tests that look at its edition and its site. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { silentEffects } from '../../pipeline/effects.ts';
import { repositoryFile, repositoryFolder } from '../../pipeline/repository.ts';
import { realRooms } from '../../pipeline/run/rooms.ts';
import { run } from '../../pipeline/run/run.ts';
import { deriveInProcess } from '../models/rendered-model.ts';
import { inventedReturn } from '../reference/returns/invented-return.ts';

export const regionAsAt = '2019-03-31';

/** The public 903 sample, where it is at hand. */
export const sampleFolder = resolve(repositoryFolder, '../shared/sample-data/ssda903');
export const hasSample = existsSync(sampleFolder);

/** Where the invented return lies. */
export const inventedFolder = (folder: string): string => join(folder, 'inventshire', 'files');

const yaml = (authority: string, name: string, files: string): string => `authority: ${authority}
name: ${name}
procedure: hertfordshire
sources:
  - adapter: ssda903
    folder: ${JSON.stringify(files)}
`;

function write(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/**
 * Runs ten children worked by hand, an invented return and the public sample as one region, into `data` of the folder.
 * All rooms are the real ones but the process in which the models run.
 */
export async function makeRegion(folder: string): Promise<void> {
  for (const [name, content] of Object.entries(inventedReturn(903, 250)))
    write(join(inventedFolder(folder), name), content);
  const authorities = [
    repositoryFile('test/end-to-end/input/handworked/authority.yaml'),
    write(
      join(folder, 'inventshire', 'authority.yaml'),
      yaml('inventshire', 'Inventshire (invented)', 'files'),
    ),
  ];
  const sample = yaml('sampleshire', 'Sampleshire (public sample)', sampleFolder);
  if (hasSample) authorities.push(write(join(folder, 'sampleshire', 'authority.yaml'), sample));
  const rooms = { ...realRooms, derive: deriveInProcess };
  // The invented reviews of the public sample lie in the years to come, and its second year lists half of its children.
  const accepted = ['rows_refused', 'children_absent'].map((check) => ({
    check,
    because: 'a public sample',
  }));
  const report = await run(
    { authorities, asAt: regionAsAt, data: join(folder, 'data'), accepted },
    silentEffects,
    rooms,
  );
  if (report.outcome !== 'published') throw new Error(JSON.stringify(report.error));
}
