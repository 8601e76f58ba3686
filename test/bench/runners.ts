/**
 * What does the runner cost? The same models on the same loaded data: SQLMesh as a run calls it, dbt with DuckDB where
 * a dbt is at hand (`--dbt <program>`, dbt-duckdb beside it; no part of the set-up), and the rendered queries straight
 * in DuckDB. SQLMesh audits every table meanwhile, the others do not. Each is done on the demo and on an empty
 * warehouse, which is the runner's own cost. With `--all-lines` the children follow the lines of all five procedures at
 * once, beside Hertfordshire's alone without it. Prints seconds of clock and, on Linux, of processor; ratios to DuckDB first.
 *
 * @example npx tsx test/bench/runners.ts --children 1000 --dbt /opt/dbt/bin/dbt
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ensurePython } from '../../pipeline/python/environment.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { storeSnapshot } from '../../pipeline/snapshot/store.ts';
import { loadWarehouse, type WarehousePart } from '../../pipeline/warehouse/load.ts';
import { derive } from '../../pipeline/warehouse/sqlmesh.ts';
import { readAuthority } from '../../sources/authority/authority.ts';
import { writeDemo } from '../../sources/demo/demo.ts';
import { extractAuthority } from '../../sources/extract.ts';
import { loadRules, type RuleBook } from '../../sources/rules/rules.ts';
import { procedures } from '../../sources/rules/vocabulary.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import { deriveInProcess, renderedModels } from '../models/rendered-model.ts';

const asAt = '2026-06-30';
const { values } = parseArgs({
  options: {
    children: { type: 'string', default: '1000' },
    dbt: { type: 'string' },
    'all-lines': { type: 'boolean' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'runners-'));

interface Cost {
  readonly clock: number;
  readonly processor: number;
}

/** Processor seconds of this process and of those that it waited for; none where the system does not tell. */
function spent(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100;
  } catch {
    return Number.NaN;
  }
}

async function cost(work: () => Promise<unknown>): Promise<Cost> {
  const [start, before] = [performance.now(), spent()];
  await work();
  return { clock: (performance.now() - start) / 1000, processor: spent() - before };
}

async function demo(): Promise<WarehousePart[]> {
  writeDemo(join(folder, 'demo'), { children: Number(values.children), asAt });
  const config = readAuthority(join(folder, 'demo', 'authority.yaml'));
  const rules = loadRules(repositoryFile('sources/rules'), config);
  const extract = await extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
  const { snapshot } = await storeSnapshot(join(folder, 'snapshots'), config, extract, 'bench');
  return [{ snapshot, observed: [snapshot], rules: values['all-lines'] ? withAllLines(rules) : rules }];
}

/** The rules with the lines of every procedure, and with whom they go to. */
function withAllLines(rules: RuleBook): RuleBook {
  const books = procedures.map((procedure) =>
    loadRules(repositoryFile('sources/rules'), { authority: rules.authority, procedure, rules: null }),
  );
  const recipients = new Map(books.flatMap((book) => book.recipients.map((row) => [row.recipient, row])));
  const tracking_lines = books.flatMap((book) => book.tracking_lines);
  return { ...rules, tracking_lines, recipients: [...recipients.values()] };
}

/** The same queries as a project of dbt: a model each, after those that it reads. */
async function writeDbtProject(project: string, warehouse: string): Promise<void> {
  for (const { name, reads, query } of await renderedModels()) {
    const file = join(project, 'models', `${name.replace('.', '__')}.sql`);
    const after = reads
      .filter((each) => !each.startsWith('raw.'))
      .map((each) => `-- depends_on: {{ ref('${each.replace('.', '__')}') }}`);
    const [schema, table] = name.split('.');
    const head = `{{ config(materialized='table', schema='${schema}', alias='${table}') }}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, [head, ...after, query].join('\n'));
  }
  mkdirSync(join(project, 'macros'));
  // the names of the schemas as they stand
  const named = '{% macro generate_schema_name(name, node) %}{{ name or target.schema }}{% endmacro %}';
  writeFileSync(join(project, 'macros', 'schema.sql'), named);
  writeFileSync(
    join(project, 'dbt_project.yml'),
    'name: bench\nversion: 1.0.0\nprofile: bench\nflags: {send_anonymous_usage_stats: false}\n',
  );
  const profile = { type: 'duckdb', path: warehouse, threads: 1 };
  writeFileSync(
    join(project, 'profiles.yml'),
    JSON.stringify({ bench: { target: 'bench', outputs: { bench: profile } } }),
  );
}

async function bench(): Promise<void> {
  await renderedModels();
  const python = await ensurePython(() => undefined);
  const parts = await demo();
  const runners: Record<string, (warehouse: string) => Promise<unknown>> = {
    DuckDB: (warehouse) => deriveInProcess({ warehouse }),
    SQLMesh: (warehouse) =>
      derive({ python, warehouse, runFolder: dirname(warehouse), cacheFolder: join(folder, 'cache') }),
  };
  const { dbt } = values;
  if (dbt !== undefined)
    runners['dbt'] = async (warehouse) => {
      const project = join(dirname(warehouse), 'dbt');
      await writeDbtProject(project, warehouse);
      await execa(dbt, ['run', '--quiet', '--project-dir', project, '--profiles-dir', project]);
    };
  const empty = join(folder, 'loaded', 'empty', 'warehouse.duckdb');
  const full = join(folder, 'loaded', 'full', 'warehouse.duckdb');
  await loadWarehouse(empty, [], asAt);
  await loadWarehouse(full, parts, asAt);
  // what SQLMesh remembers between runs is there before it is measured
  const measure = async (name: string, from: string): Promise<Cost> => {
    const warehouse = join(folder, `${name}-${Math.random()}`, 'warehouse.duckdb');
    mkdirSync(dirname(warehouse));
    copyFileSync(from, warehouse);
    const found = await cost(() => runners[name]?.(warehouse) ?? Promise.resolve());
    rmSync(dirname(warehouse), { recursive: true });
    return found;
  };
  await measure('SQLMesh', empty);
  const costs = new Map<string, { empty: Cost; full: Cost }>();
  for (const name of Object.keys(runners))
    costs.set(name, { empty: await measure(name, empty), full: await measure(name, full) });
  const models = (await renderedModels()).length;
  process.stdout.write(
    `${models} models, ${values.children} children; x: processor time beside DuckDB alone\n`,
  );
  const straight = costs.get('DuckDB')?.full.processor ?? Number.NaN;
  const shown = ({ clock, processor }: Cost): string =>
    `${clock.toFixed(1)} s, processor ${processor.toFixed(1)} s`;
  for (const [name, { empty: none, full: all }] of costs)
    process.stdout.write(
      `${name.padEnd(8)} ${(all.processor / straight).toFixed(2)}x  ${shown(all)}; without a row ${shown(none)}\n`,
    );
}

try {
  await bench();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
