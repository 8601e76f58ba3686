/** The demo of a procedure from its files to a derived warehouse, in this process and without an edition or a site. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { storeSnapshot } from '../../pipeline/snapshot/store.ts';
import { loadWarehouse } from '../../pipeline/warehouse/load.ts';
import { type AuthorityConfig, readAuthority } from '../../sources/authority/authority.ts';
import { writeDemo } from '../../sources/demo/demo.ts';
import { extractAuthority, extractSettings } from '../../sources/extract.ts';
import { loadRules, type RuleBook } from '../../sources/rules/rules.ts';
import type { Procedure } from '../../sources/rules/vocabulary.ts';
import { repository } from '../support/source-folder.ts';
import { deriveInProcess } from './rendered-model.ts';

export interface DemoWarehouse {
  readonly warehouse: string;
  readonly config: AuthorityConfig;
  readonly rules: RuleBook;
  readonly snapshotId: string;
}

export const demoDay = '2026-06-30';

/** Writes, reads, loads and derives it below the folder; with `last`, only those models and what they need. */
export async function demoWarehouse(
  folder: string,
  invention: { readonly procedure: Procedure; readonly children: number; readonly seed?: number },
  last: readonly string[],
): Promise<DemoWarehouse> {
  mkdirSync(folder, { recursive: true });
  writeDemo(join(folder, 'demo'), { ...invention, asAt: demoDay });
  const config = readAuthority(join(folder, 'demo', 'authority.yaml'));
  const rules = loadRules(join(repository, 'sources/rules'), config, demoDay);
  const extract = await extractAuthority(config, {
    asAt: demoDay,
    settings: extractSettings(rules.settings),
  });
  const { snapshot } = await storeSnapshot(join(folder, 'snapshots'), config, extract, 'f');
  const warehouse = join(folder, 'warehouse.duckdb');
  await loadWarehouse(warehouse, [{ snapshot, observed: [snapshot], rules }], demoDay);
  await deriveInProcess({ warehouse, last });
  return { warehouse, config, rules, snapshotId: snapshot.manifest.snapshot_id };
}
