/**
 * Twenty invented authorities of 4 to 1,500 children in one warehouse, and the Panel's paper of each at twelve
 * quarter-ends, every paper written with sight of those before it. The intruder reads each paper with all earlier ones;
 * a second attacker, who shares no code with it, reads them all together at the end. What rests on a guess beyond the
 * published definitions stands apart. Prints one line an authority.
 *
 * @example npx tsx test/bench/twenty-authorities.ts --quarters 12 --sizes 4,60,900
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PanelFile } from '../../pipeline/edition/panel-format.ts';
import { type IntruderPolicy, intrude, type PublishedFolder } from '../../pipeline/intruder/intruder.ts';
import { policyOf } from '../../pipeline/intruder/policy.ts';
import { quarterEndOn, quartersBefore } from '../../pipeline/panel/candidate.ts';
import { panelPaperOf, writePaper } from '../../pipeline/panel/write.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
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
import { attack, restsOnAssumption } from '../reference/attacker/attack.ts';

const twenty = '4,6,9,14,20,30,45,60,90,120,160,220,300,400,500,650,800,1000,1250,1500';
const audience = 'panel_public';
const asAt = '2026-06-30';

const { values: options } = parseArgs({
  options: {
    quarters: { type: 'string', default: '12' },
    sizes: { type: 'string', default: twenty },
    folder: { type: 'string', default: repositoryFile('var/bench/twenty-authorities') },
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
  'authority | papers | cells | hidden | withheld | intruder | second attacker | guesses | seconds',
);
for (const part of parts) console.log(await withWarehouse(warehouse, (database) => judged(database, part)));

/** Case files, snapshots and rules of authorities of the sizes; each is another invention. */
async function partsOf(sizes: readonly number[]): Promise<WarehousePart[]> {
  const made: WarehousePart[] = [];
  for (const [index, children] of sizes.entries()) {
    const place = join(folder, 'authorities', `of-${String(children).padStart(4, '0')}`);
    if (!existsSync(place)) {
      writeDemo(place, { children, asAt, seed: 100 + index, soiled: false });
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

/** Every paper of an authority, in the order of its publication, and what both attackers make of it. */
async function judged(database: Database, part: WarehousePart): Promise<string> {
  const start = performance.now();
  const { authority } = part.rules;
  const home = join(folder, 'papers', authority);
  rmSync(home, { recursive: true, force: true });
  const earlier: PanelFile[] = [];
  const published: PublishedFolder[] = [];
  const breaches: string[] = [];
  for (const quarterEnd of quarterEnds) {
    const id = `panel-public-${quarterEnd}`;
    const place = join(home, id);
    const plan = { editionId: id, part, audience, asAt: quarterEnd, codeVersion: 'bench' };
    const { file } = await panelPaperOf(database, { ...plan, earlier, standing: earlier });
    writePaper(place, { ...plan, earlier }, file);
    const found = await intrude({
      about: { id, folder: place },
      earlier: published,
      policy: policyOn(part, quarterEnd),
    });
    breaches.push(...found.map(({ table, kind }) => `${quarterEnd} ${table} ${kind}`));
    earlier.push(file);
    published.push({ id, folder: place });
  }
  const all = await attack(
    published.map((each) => each.folder),
    policyOn(part, asAt),
  );
  const findings = all.filter((each) => !restsOnAssumption(each));
  const sum = (pick: (file: PanelFile) => number): number =>
    earlier.reduce((total, file) => total + pick(file), 0);
  const [cells, hidden] = [sum((file) => file.hidden.cells), sum((file) => file.hidden.hidden)];
  const withheld = sum(({ tables }) => tables.filter((table) => table.withheld !== null).length);
  const share = cells === 0 ? '-' : `${((100 * hidden) / cells).toFixed(1)}%`;
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const line = [
    authority,
    earlier.length,
    cells,
    share,
    withheld,
    breaches.length,
    findings.length,
    all.length - findings.length,
    seconds,
  ].join(' | ');
  const named = [
    ...breaches.slice(0, 5),
    ...findings.slice(0, 5).map((each) => `second: ${each.edition} ${each.key} ${each.because.join('; ')}`),
  ];
  return [line, ...named.map((each) => `    ${each}`)].join('\n');
}

function policyOn({ rules }: WarehousePart, day: string): IntruderPolicy {
  return policyOf(rules.disclosure, audience, day);
}
