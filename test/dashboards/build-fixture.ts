import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSite } from '../../dashboards/build.ts';
import type { Edition } from '../../pipeline/edition/format.ts';
import { type FixtureChoice, fixtureEdition } from './fixture-edition.ts';
import { writePanelFixture } from './fixture-panel.ts';
import { fixtureReconciliation } from './fixture-reconciliation.ts';
import { writeFixture } from './fixture-writer.ts';

/** Where an edition and its site lie. */
export interface BuiltSite {
  readonly edition: string;
  readonly site: string;
  readonly pages: number;
}

async function buildIn(folder: string): Promise<BuiltSite> {
  const [edition, site] = [join(folder, 'edition'), join(folder, 'site')];
  const cacheFolder = join(folder, 'work');
  const { pages } = await buildSite({ editionFolder: edition, outputFolder: site, cacheFolder });
  return { edition, site, pages };
}

/** Writes a fixture edition into `edition` of the folder and builds its site in `site`. */
export async function buildFixture(folder: string, choice: FixtureChoice = {}): Promise<BuiltSite> {
  return writeAndBuild(folder, fixtureEdition(choice), fixtureReconciliation);
}

async function writeAndBuild(folder: string, edition: Edition, reconciliation: object): Promise<BuiltSite> {
  const editionFolder = await writeFixture(edition, join(folder, 'edition'));
  writeFileSync(join(editionFolder, 'data', 'reconciliation.json'), JSON.stringify(reconciliation));
  return buildIn(folder);
}

/** Words that stand in the Board's edition alone, one for each kind of file; short, to leave the layout alone. */
export const boardWords = ['jfl1', 'jfl2', 'jfl3', 'jfl4', 'jfl5'] as const;

/** The Board's edition that most tests of pages look at: with a measure that is not available and a stand-in. */
export async function buildBoard(folder: string): Promise<BuiltSite> {
  const [title, measure, group, check, why] = boardWords;
  const plain = fixtureEdition({ notAvailable: ['T4'], proxies: ['T5'] });
  const edition = {
    ...plain,
    manifest: { ...plain.manifest, title: `${plain.manifest.title} ${title}` },
    measures: plain.measures.map((each) => ({ ...each, plain_name: `${each.plain_name} ${measure}` })),
    groups: plain.groups.map((each) => ({ ...each, label: `${each.label} ${group}` })),
    assurance: {
      ...plain.assurance,
      checks: plain.assurance.checks.map((each) => ({ ...each, meaning: `${each.meaning} ${check}` })),
    },
  };
  const audiences = fixtureReconciliation.audiences.map((paper) => ({
    ...paper,
    figures: paper.figures.map((each) => ({ ...each, why: `${each.why} ${why}` })),
  }));
  return writeAndBuild(folder, edition, { audiences });
}

/** Writes a Panel edition into `edition` of the folder and builds its site in `site`. */
export async function buildPanel(
  folder: string,
  more: Parameters<typeof writePanelFixture>[1] = {},
): Promise<BuiltSite> {
  writePanelFixture(join(folder, 'edition'), more);
  return buildIn(folder);
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBoard(process.argv[2] ?? '');
