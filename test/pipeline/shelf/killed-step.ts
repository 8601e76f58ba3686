/** A sealing or withdrawal in a process of its own that is ended at a step: `killed-step.ts <data> <what> <step> [signal]`. */
import { setTimeout } from 'node:timers/promises';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { effectsAt } from '../run/small-rooms.ts';
import { meeting, redRooms, sealBoard, withdrawBoard } from './small-county.ts';

const [data = '', what = '', step = '', signal = 'SIGKILL'] = process.argv.slice(2);
const effects = effectsAt(step, () => process.kill(process.pid, signal));
/** Drawing takes its time, as it does where a program of its own draws: what asks the process to end is heard meanwhile. */
const rooms: Rooms = {
  ...redRooms,
  buildSite: async (plan) => {
    await setTimeout(50);
    return redRooms.buildSite(plan);
  },
};
if (what === 'seal') await sealBoard(data, [], meeting, effects, rooms);
else
  await withdrawBoard(
    data,
    { editionId: what, byRole: 'Head of performance', reason: 'A file was read twice.', on: '2026-07-20' },
    effects,
  );
