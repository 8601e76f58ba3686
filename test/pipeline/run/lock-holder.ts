/** Takes a lock in a process of its own and holds it until its standard input ends: `lock-holder.ts <file>`. */
import { takeLock } from '../../../pipeline/lock.ts';
import { TrackerError } from '../../../sources/error.ts';

const [file = ''] = process.argv.slice(2);
try {
  const giveBack = await takeLock({
    file,
    run: 'the other run',
    since: '2026-06-30T07:00:00.000Z',
    log: () => undefined,
  });
  process.stdout.write('held\n');
  process.stdin.on('end', giveBack).resume();
} catch (error) {
  process.stdout.write(`${error instanceof TrackerError ? error.code : String(error)}\n`);
}
