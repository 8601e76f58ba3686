/** A run in a process of its own, whose derivation is SQLMesh at work on its models: `interrupted-run.ts <yaml> <data>`. */
import { join } from 'node:path';
import { silentEffects } from '../../../pipeline/effects.ts';
import { requirePython } from '../../../pipeline/python/environment.ts';
import { run } from '../../../pipeline/run/run.ts';
import { sqlmesh } from '../../../pipeline/warehouse/sqlmesh.ts';
import { smallRooms } from './small-rooms.ts';

const [yaml = '', data = ''] = process.argv.slice(2);
const report = await run({ authorities: [yaml], asAt: '2026-06-30', data }, silentEffects, {
  ...smallRooms,
  derive: async ({ warehouse, runFolder }) => {
    const cacheFolder = join(runFolder, 'sqlmesh-home', 'cache');
    await sqlmesh({ python: requirePython(), warehouse, runFolder, cacheFolder }, ['lint']);
    throw new Error('the derivation went on');
  },
});
process.exitCode = report.exit_code ?? 1;
