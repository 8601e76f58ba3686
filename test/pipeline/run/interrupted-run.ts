/**
 * A run in a process of its own, whose derivation is SQLMesh at work on its models: `interrupted-run.ts <data> derive <yaml>`;
 * or, with `read`, one that never has its files read, while SQLMesh waits for a warehouse; or, with `batches`, a region of
 * which each authority is derived alone, while the SQLMesh of the next one waits.
 */
import { join } from 'node:path';
import { silentEffects } from '../../../pipeline/effects.ts';
import { requirePython } from '../../../pipeline/python/environment.ts';
import { type Rooms, realRooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { sqlmesh } from '../../../pipeline/warehouse/sqlmesh.ts';
import { smallRooms } from './small-rooms.ts';

const [data = '', phase = '', ...authorities] = process.argv.slice(2);
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
const batches: Rooms = { ...smallRooms, derive: realRooms.derive, together: 1 };
const rooms = { read: reading, batches }[phase] ?? deriving;
const report = await run({ authorities, asAt: '2026-06-30', data }, silentEffects, rooms);
process.exitCode = report.exit_code ?? 1;
