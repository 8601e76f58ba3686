import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemo } from '../sources/demo/demo.ts';
import { readAuthority } from '../sources/authority/authority.ts';
import { extractAuthority } from '../sources/extract.ts';
import { settings } from './support/source-folder.ts';
import { storeSnapshot } from '../pipeline/snapshot/store.ts';
import { loadWarehouse } from '../pipeline/warehouse/load.ts';
import { loadRules } from '../sources/rules/rules.ts';
import { repositoryFile } from '../pipeline/repository.ts';
import { renderedModels } from './models/rendered-model.ts';
import { withDatabase } from '../pipeline/warehouse/database.ts';
const [n, ...procs] = process.argv.slice(2);
const models = await renderedModels();
for (const procedure of procs) {
const folder = mkdtempSync('/tmp/lines/bench-');
writeDemo(folder, { children: Number(n), procedure } as never);
const config = readAuthority(join(folder, 'authority.yaml'));
const asAt = '2026-06-30';
const extract = await extractAuthority(config, { asAt, settings } as never);
const { snapshot } = await storeSnapshot(join(folder, 'snapshots'), config as never, extract, 'f');
  const rules = loadRules(repositoryFile('sources/rules'), { authority: config.authority, procedure: procedure === 'none' ? 'hertfordshire' : procedure, rules: null });
  const book = procedure === 'none' ? { ...rules, tracking_lines: [] } : rules;
  const warehouse = join(folder, procedure, 'warehouse.duckdb');
  await loadWarehouse(warehouse, [{ snapshot, observed: [snapshot], rules: book }] as never, asAt);
  await withDatabase(warehouse, async (db) => {
    for (const s of new Set(models.map(({ name }) => name.split('.')[0]))) await db.run(`CREATE SCHEMA IF NOT EXISTS ${s}`);
    const times: [string, number][] = [];
    await db.run('SET threads=1'); const cpu = process.cpuUsage(); const start = performance.now();
    for (const { name, query } of models) { const t = performance.now(); await db.run(`CREATE TABLE ${name} AS ${query}`); times.push([name, performance.now() - t]); }
    const all = performance.now() - start; const used = process.cpuUsage(cpu); console.log('cpu ms', (used.user + used.system) / 1000);
    const mine = times.filter(([x]) => /track|case_rating|core\.event|register_event|rule_term/.test(x));
    console.log(procedure, 'total', Math.round(all), 'tracking', Math.round(mine.reduce((a, b) => a + b[1], 0)), warehouse);
    console.log(times.sort((a, b) => b[1] - a[1]).slice(0, 14).map(([x, t]) => `${x} ${Math.round(t)}`).join(', '));
    console.log(await db.rows('SELECT COUNT(*) AS n, COUNT(DISTINCT line_id) AS l FROM measures.tracking_line'));
  });
}
