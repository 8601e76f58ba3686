/**
 * A run in a process of its own, whose derivation is SQLMesh at work on its models: `interrupted-run.ts <yaml> <data> derive`;
 * or, with `read`, one that never has its files read, while SQLMesh waits for a warehouse.
 */
import { join } from 'node:path';
import { silentEffects } from '../../../pipeline/effects.ts';
import { requirePython } from '../../../pipeline/python/environment.ts';
import { type Rooms, realRooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { sqlmesh } from '../../../pipeline/warehouse/sqlmesh.ts';
import { smallRooms } from './small-rooms.ts';

const [yaml = '', data = '', phase = ''] = process.argv.slice(2);
const reading: Rooms = {
  ...smallRooms,
  derive: realRooms.derive,
  extractAuthority: () => new Promise((resolve) => setTimeout(resolve, 180_000)),
};
const deriving: Rooms = {
  ...smallRooms,
  derive: async ({ warehouse, runFolder }) => {
    const cacheFolder = join(runFolder, 'sqlmesh-home', 'cache');
    await sqlmesh({ python: requirePython(), warehouse, runFolder, cacheFolder }, ['lint']);
    throw new Error('the derivation went on');
  },
};
const rooms = phase === 'read' ? reading : deriving;
const report = await run({ authorities: [yaml], asAt: '2026-06-30', data }, silentEffects, rooms);
process.exitCode = report.exit_code ?? 1;
