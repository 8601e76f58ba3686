/**
 * Invented authorities of many sizes in one warehouse, and the Panel's paper of each at eight successive quarter-ends, each
 * written with sight of those before it and judged by the guard as a run judges its drafts. Prints a line an authority:
 * how much is hidden in the first and the last paper, and what the guard found; with `--sentences`, the answers of both.
 *
 * @example npx tsx test/bench/successive-papers.ts --sizes 60,160,400,1000 --sentences
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type PanelFile, plainSentence } from '../../pipeline/edition/panel-format.ts';
import { guardPaper, guardPolicy, type PublishedFolder } from '../../pipeline/guard/guard.ts';
import { quarterEndOn, quartersBefore } from '../../pipeline/panel/calendar.ts';
import { panelPaperOf, writePaper } from '../../pipeline/panel/write.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { buildSite } from '../../pipeline/run/site.ts';
import { snapshotsUpTo, storeSnapshot } from '../../pipeline/snapshot/store.ts';
import type { Database } from '../../pipeline/warehouse/database.ts';
import { loadWarehouse, type WarehousePart } from '../../pipeline/warehouse/load.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { readAuthority } from '../../sources/authority/authority.ts';
import { writeDemo } from '../../sources/demo/demo.ts';
import { extractAuthority } from '../../sources/extract.ts';
import { inputFingerprint } from '../../sources/fingerprint.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import { deriveInProcess } from '../models/rendered-model.ts';

const audience = 'panel_public';
const asAt = '2026-06-30';
/** The sizes of the full run; each is the same invention whichever others are run with it. */
const known = [30, 60, 100, 160, 250, 400, 650, 1000, 1500];
const { values: options } = parseArgs({
  options: {
    quarters: { type: 'string', default: '8' },
    sizes: { type: 'string', default: known.join(',') },
    folder: { type: 'string', default: repositoryFile('var/bench/successive-papers') },
    sentences: { type: 'boolean', default: false },
    /** With the pages of each paper, as they would be published; it takes longer. */
    sites: { type: 'boolean', default: false },
  },
});
const { folder } = options;
const quarterEnds = Array.from({ length: Number(options.quarters) }, (_, back) =>
  quartersBefore(quarterEndOn(asAt), back),
).reverse();

const parts = await partsOf(options.sizes.split(',').map(Number));
const warehouse = join(folder, 'warehouse', 'warehouse.duckdb');
if (!existsSync(warehouse)) {
  mkdirSync(join(warehouse, '..'), { recursive: true });
  await loadWarehouse(warehouse, parts, asAt);
  await deriveInProcess({ warehouse });
}
console.log(
  'authority | papers | hidden first | hidden last | bands last | findings | seconds a paper | guard',
);
for (const part of parts) await withWarehouse(warehouse, (database) => judged(database, part));

/** Case files, snapshots and rules of authorities of the sizes; each is another invention. */
async function partsOf(sizes: readonly number[]): Promise<WarehousePart[]> {
  const made: WarehousePart[] = [];
  for (const children of sizes) {
    const place = join(folder, 'authorities', `of-${String(children).padStart(4, '0')}`);
    if (!existsSync(place)) {
      writeDemo(place, {
        children,
        asAt,
        seed: known.includes(children) ? 100 + known.indexOf(children) : children,
        soiled: false,
      });
      rename(join(place, 'authority.yaml'), /^authority: demo$/m, `authority: ${basename(place)}`);
      rename(join(place, 'rules', 'population.csv'), /^demo,/gm, `${basename(place)},`);
    }
    const config = readAuthority(join(place, 'authority.yaml'));
    const rules = loadRules(repositoryFile('sources/rules'), config);
    const extract = await extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
    const stored = await storeSnapshot(
      join(folder, 'snapshots'),
      config,
      extract,
      await inputFingerprint(config),
    );
    made.push({
      snapshot: stored.snapshot,
      observed: snapshotsUpTo(stored.snapshot, [stored.snapshot]),
      rules,
    });
  }
  return made;
}

function rename(file: string, from: RegExp, to: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

/** Every paper of an authority, in the order of its publication, and what the guard makes of it. */
async function judged(database: Database, part: WarehousePart): Promise<void> {
  const { rules } = part;
  const home = join(folder, 'papers', rules.authority);
  rmSync(home, { recursive: true, force: true });
  const earlier: PanelFile[] = [];
  const published: PublishedFolder[] = [];
  const found: string[] = [];
  const spent = { paper: 0, guard: 0 };
  for (const quarterEnd of quarterEnds) {
    const id = `panel-public-${quarterEnd}-00000000`;
    const place = join(home, id);
    const plan = { editionId: id, part, audience, asAt: quarterEnd, codeVersion: 'bench', earlier };
    const start = performance.now();
    const { file } = await panelPaperOf(database, plan);
    spent.paper += performance.now() - start;
    writePaper(place, plan, file);
    if (options.sites)
      await buildSite({
        editionFolder: place,
        outputFolder: join(place, 'site'),
        cacheFolder: join(home, 'work'),
      });
    const judging = performance.now();
    const findings = await guardPaper({
      about: { id, folder: place },
      earlier: published,
      policy: guardPolicy(rules.disclosure, audience, quarterEnd),
      coarsening: rules.group_coarsening,
    });
    spent.guard += performance.now() - judging;
    const counted = options.sites ? findings : findings.filter(({ kind }) => kind !== 'figure_not_on_a_page');
    found.push(
      ...counted.map(({ kind, cells, because }) => `${quarterEnd} ${kind} ${cells} ${because.join('; ')}`),
    );
    earlier.push(file);
    published.push({ id, folder: place });
  }
  const [first, last] = [earlier[0], earlier.at(-1)];
  if (first === undefined || last === undefined) return;
  const seconds = (spending: number): string => (spending / 1000 / earlier.length).toFixed(1);
  const line = [
    rules.authority,
    earlier.length,
    `${first.hidden.share_percent}%`,
    `${last.hidden.share_percent}%`,
    `${Math.round((100 * last.hidden.bands) / Math.max(1, last.hidden.cells))}%`,
    found.length,
    seconds(spent.paper),
    seconds(spent.guard),
  ];
  console.log(line.join(' | '));
  for (const each of found.slice(0, 20)) console.log(`    ${each}`);
  if (options.sentences)
    for (const [index, { question, answer }] of last.questions.entries())
      console.log(
        `    ${question} | ${plainSentence(first.questions[index]?.answer ?? '')} | ${plainSentence(answer)}`,
      );
}
