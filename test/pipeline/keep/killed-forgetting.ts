/** A forgetting that kills itself at a step: `killed-forgetting.ts <data> <child> <step> <which time>`. */
import { forget } from '../../../pipeline/keep/forget.ts';
import { effectsAt } from '../run/small-rooms.ts';

const [data = '', childId = '', step = '', time = '1'] = process.argv.slice(2);
let seen = 0;
const effects = effectsAt(step, () => {
  seen += 1;
  if (seen === Number(time)) process.kill(process.pid, 'SIGKILL');
});
const ground = { on: '2026-07-20', byRole: 'Data protection officer', because: 'UK GDPR, erasure' };
await forget(data, { ...ground, authority: 'smalltown', childId }, effects);
