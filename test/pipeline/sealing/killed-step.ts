/** A sealing or withdrawal in a process of its own that kills itself at a step: `killed-step.ts <data> <what> <step>`. */
import { dataFolders } from '../../../pipeline/folders.ts';
import { seal } from '../../../pipeline/sealing/seal.ts';
import { withdraw } from '../../../pipeline/sealing/withdraw.ts';
import { effectsAt } from '../run/small-rooms.ts';
import { meeting, redRooms } from './small-county.ts';

const [data = '', what = '', step = ''] = process.argv.slice(2);
const folders = dataFolders(data);
const effects = effectsAt(step, () => process.kill(process.pid, 'SIGKILL'));
if (what === 'seal') await seal(folders, { meeting, waivers: [] }, effects, redRooms);
else
  await withdraw(
    folders,
    { editionId: what, byRole: 'Head of performance', reason: 'A file was read twice.', on: '2026-07-20' },
    effects,
  );
