/** What a measure is tried on: the snapshots behind the live edition, or invented children where nothing is published. */
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { extractSettings } from '../../sources/snapshot-date.ts';
import { readLive } from '../children/live-warehouse.ts';
import { type DataFolders, emptyFolder } from '../folders.ts';
import { nationalTables } from '../run/national-tables.ts';
import type { Rooms } from '../run/rooms.ts';
import { liveBuiltFrom } from '../shelf/publish.ts';
import { listSnapshots, snapshotsUpTo, storeSnapshot } from '../snapshot/store.ts';
import type { WarehousePart } from '../warehouse/load.ts';

/** The children that a measure is tried on, and where production's word on them lies. */
export interface Ground {
  readonly parts: readonly WarehousePart[];
  readonly asAt: string;
  readonly production: {
    readonly editionId: string;
    readonly folder: string;
    readonly warehouse: string;
  } | null;
}

/**
 * The live edition's snapshots with the rules as they are now; without an edition an invented county. Configurations are
 * those that the edition was made by, or the named ones, and then of their authorities alone.
 */
export const groundOf = async (
  folders: DataFolders,
  rooms: Rooms,
  named: readonly string[],
): Promise<Ground> => {
  if (named.length > 0) return live(folders, rooms, named);
  // Compares the checksums of all that is live, the warehouse's too: asked once.
  const from = liveBuiltFrom(folders);
  return from === null ? invented(folders, rooms) : live(folders, rooms, Object.values(from.configurations));
};

function live(folders: DataFolders, rooms: Rooms, paths: readonly string[]): Ground {
  const { edition, editionFolder, warehouse } = readLive(folders);
  const authorities = paths.map((path) => {
    const config = rooms.readAuthority(path);
    return { config, rules: loadRules(rooms.rulesFolder, config) };
  });
  const national = nationalTables(authorities);
  const parts = authorities.map(({ config, rules }) => {
    const snapshot_id = edition.authorities.find((each) => each.authority === config.authority)?.snapshot_id;
    const all = listSnapshots(folders.snapshots, config.authority);
    const snapshot = all.find(({ manifest }) => manifest.snapshot_id === snapshot_id);
    if (snapshot === undefined)
      throw new TrackerError(
        'usage',
        'snapshot_missing',
        `No snapshot of ${config.authority} is there that ${edition.edition_id} was made from.`,
        'Name an authority of the live edition, or make one anew with `tracker run`.',
      );
    const benchmarks = national.get(config.authority);
    return {
      snapshot,
      observed: snapshotsUpTo(snapshot, all),
      rules,
      ...(benchmarks === undefined ? {} : { benchmarks }),
    };
  });
  const production = { editionId: edition.edition_id, folder: editionFolder, warehouse };
  return { parts, asAt: edition.as_at_date, production };
}

const inventedChildren = { children: 150, seed: 1, asAt: '2026-06-30' } as const;

async function invented(folders: DataFolders, rooms: Rooms): Promise<Ground> {
  const { writeDemo } = await import('../../sources/demo/demo.ts');
  const folder = emptyFolder(join(folders.cache, 'invented'));
  writeDemo(folder, inventedChildren);
  const config = rooms.readAuthority(join(folder, 'authority.yaml'));
  const rules = loadRules(rooms.rulesFolder, config);
  const { asAt } = inventedChildren;
  const extract = await rooms.extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
  const { snapshot } = await storeSnapshot(join(folder, 'snapshots'), config, extract, 'invented');
  return { parts: [{ snapshot, observed: [snapshot], rules }], asAt, production: null };
}
