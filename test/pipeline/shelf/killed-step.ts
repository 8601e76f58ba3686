/** A sealing or withdrawal in a process of its own that kills itself at a step: `killed-step.ts <data> <what> <step>`. */
import { effectsAt } from '../run/small-rooms.ts';
import { meeting, sealBoard, withdrawBoard } from './small-county.ts';

const [data = '', what = '', step = ''] = process.argv.slice(2);
const effects = effectsAt(step, () => process.kill(process.pid, 'SIGKILL'));
if (what === 'seal') await sealBoard(data, [], meeting, effects);
else
  await withdrawBoard(
    data,
    { editionId: what, byRole: 'Head of performance', reason: 'A file was read twice.', on: '2026-07-20' },
    effects,
  );
