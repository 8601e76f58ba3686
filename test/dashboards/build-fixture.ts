import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from '../../dashboards/build.ts';
import { type FixtureChoice, fixtureEdition } from './fixture-edition.ts';
import { fixtureReconciliation } from './fixture-reconciliation.ts';
import { writeFixture } from './fixture-writer.ts';

/** Builds the site of a fixture edition in a folder and returns where it lies. */
export async function buildFixture(
  folder: string,
  choice: FixtureChoice = {},
): Promise<{ site: string; pages: number }> {
  const site = join(folder, 'site');
  const editionFolder = await writeFixture(fixtureEdition(choice), join(folder, 'edition'));
  writeFileSync(join(editionFolder, 'data', 'reconciliation.json'), JSON.stringify(fixtureReconciliation));
  const { pages } = await buildSite({ editionFolder, outputFolder: site, cacheFolder: join(folder, 'work') });
  return { site, pages };
}

/** Every file of a folder with its bytes, by its path. */
export function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    paths.map((path) => [
      path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
      readFileSync(path),
    ]),
  );
}

/** Every file of a folder with the hash of its bytes, by its path. */
export function hashesOf(folder: string): Readonly<Record<string, string>> {
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  return Object.fromEntries([...filesOf(folder)].map(([path, bytes]) => [path, hash(bytes)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildFixture(process.argv[2] ?? '');
