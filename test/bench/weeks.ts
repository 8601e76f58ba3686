/**
 * Does a run in week 260 cost what one in week 10 does? Loads and derives the same county with so many weekly snapshots
 * behind it, once with a history of plans and once where the case system keeps the latest answers alone, which then are
 * dated by the snapshots that showed them. Prints processor seconds and their ratio to week 10. SQLMesh's own share is
 * left out: it is the same every week and would flatter the ratio.
 *
 * @example npx tsx test/bench/weeks.ts --children 120
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryFile } from '../../pipeline/repository.ts';
import type { StoredSnapshot } from '../../pipeline/snapshot/manifest.ts';
import { storeSnapshot } from '../../pipeline/snapshot/store.ts';
import { quoted, quotedPath, withDatabase } from '../../pipeline/warehouse/database.ts';
import { loadWarehouse } from '../../pipeline/warehouse/load.ts';
import { readAuthority } from '../../sources/authority/authority.ts';
import { addDays } from '../../sources/days.ts';
import { writeDemo } from '../../sources/demo/demo.ts';
import { extractAuthority } from '../../sources/extract.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import { deriveInProcess, renderedModels } from '../models/rendered-model.ts';

const asAt = '2026-06-30';
const weeks = [10, 52, 260] as const;
const { values } = parseArgs({
  options: {
    children: { type: 'string', default: '120' },
    /** The least of so many measurements is taken. */
    times: { type: 'string', default: '2' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'weeks-'));
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function bench(): Promise<void> {
  await renderedModels();
  writeDemo(folder, { children: Number(values.children), asAt });
  const yaml = join(folder, 'authority.yaml');
  const whole = readFileSync(yaml, 'utf8');
  await measured('with a plan history', yaml);
  const alone = join(folder, 'answers.yaml');
  writeFileSync(alone, whole.replace(/ {2}- adapter: local\n {4}folder: local\n/, ''));
  await measured('answers alone', alone);
}

async function measured(name: string, yaml: string): Promise<void> {
  const config = readAuthority(yaml);
  const rules = loadRules(repositoryFile('sources/rules'), config);
  const extract = await extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
  const store = join(folder, name.replaceAll(' ', '-'));
  const { snapshot } = await storeSnapshot(store, config, extract, 'bench');
  let first = 0;
  for (const number of weeks) {
    const observed = await observedUpTo(snapshot, number, join(store, 'before'));
    const seconds = await least([
      (file) => loadWarehouse(file, [{ snapshot, observed, rules }], asAt),
      (warehouse) => deriveInProcess({ warehouse }),
    ]);
    first = first === 0 ? sum(seconds) : first;
    const [load = 0, derive = 0] = seconds;
    const ratio = (sum(seconds) / first).toFixed(2);
    say(
      `${name}, week ${number}: ${ratio} x week ${weeks[0]}, ${load.toFixed(1)} to load and ${derive.toFixed(1)} CPU-s to derive`,
    );
  }
}

/** What earlier snapshots said of plans: documents that had begun, and none of the ends that lay ahead. */
async function observedUpTo(live: StoredSnapshot, number: number, place: string): Promise<StoredSnapshot[]> {
  const { manifest } = live;
  const plans = quotedPath(join(live.folder, manifest.tables['care_plan']?.file ?? ''));
  const dates = Array.from({ length: number - 1 }, (_, week) =>
    addDays(manifest.snapshot_date, -7 * (number - 1 - week)),
  );
  await withDatabase(':memory:', async (database) => {
    for (const date of dates) {
      mkdirSync(join(place, date), { recursive: true });
      await database.run(`
        COPY (
          SELECT * REPLACE (CASE WHEN end_date <= DATE ${quoted(date)} THEN end_date END AS end_date)
          FROM read_parquet(${plans}) WHERE start_date <= DATE ${quoted(date)}
        ) TO ${quotedPath(join(place, date, 'care_plan.parquet'))} (FORMAT PARQUET)`);
    }
  });
  const care_plan = { file: 'care_plan.parquet', rows: 0, sha256: '' };
  const earlier = dates.map((date) => ({
    folder: join(place, date),
    manifest: { ...manifest, snapshot_date: date, tables: { care_plan } },
  }));
  return [...earlier, live];
}

/** Processor seconds of each step, of the quickest of several. */
async function least(steps: readonly ((file: string) => Promise<unknown>)[]): Promise<number[]> {
  const times: number[][] = [];
  for (let time = 0; time < Number(values.times); time++) {
    const file = join(folder, 'warehouse.duckdb');
    rmSync(file, { force: true });
    const seconds: number[] = [];
    for (const step of steps) {
      const start = process.cpuUsage();
      await step(file);
      const { user, system } = process.cpuUsage(start);
      seconds.push((user + system) / 1e6);
    }
    times.push(seconds);
  }
  return times.sort((a, b) => sum(a) - sum(b))[0] ?? [];
}

const sum = (seconds: readonly number[]): number => seconds.reduce((total, each) => total + each, 0);

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
