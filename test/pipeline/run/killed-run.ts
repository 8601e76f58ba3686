/** A run in a process of its own that kills itself at a step: `killed-run.ts <yaml> <data> <as-at> <step>`. */
import { run } from '../../../pipeline/run/run.ts';
import { effectsAt, smallRooms } from './small-rooms.ts';

const [yaml = '', data = '', asAt = '', step = ''] = process.argv.slice(2);
await run(
  { authorities: [yaml], asAt, data },
  effectsAt(step, () => process.kill(process.pid, 'SIGKILL')),
  smallRooms,
);
