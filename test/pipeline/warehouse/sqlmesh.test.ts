import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { storageFailure } from '../../../pipeline/storage-failure.ts';
import { beginDeriving } from '../../../pipeline/warehouse/sqlmesh.ts';
import { exitCodes, type TrackerError } from '../../../sources/error.ts';
import { temporaryFolder } from '../small-extract.ts';

/**
 * Derivations by a program of SQLMesh's manners: it notes that it has begun, waits for the folder of a warehouse, says
 * what lies there under `says`, and fails where anything does. A warehouse that is `slow` it never derives.
 */
function standIn() {
  const runFolder = temporaryFolder();
  const python = join(runFolder, 'python');
  const begun = join(runFolder, 'begun');
  writeFileSync(begun, '');
  writeFileSync(
    python,
    `#!/bin/sh
echo $$ >> ${begun}
read -r folder || exit 1
test -e "$folder/slow" && exec sleep 60
echo "derived $folder"
test -e "$folder/says" && cat "$folder/says" && exit 1
exit 0
`,
  );
  chmodSync(python, 0o700);
  const warehouse = (name: string, lies: Readonly<Record<string, string>> = {}): string => {
    mkdirSync(join(runFolder, name));
    for (const [file, text] of Object.entries(lies)) writeFileSync(join(runFolder, name, file), text);
    return join(runFolder, name, 'warehouse.duckdb');
  };
  const place = { python: { python }, runFolder, cacheFolder: join(runFolder, 'cache') };
  return {
    warehouse,
    deriving: beginDeriving(place),
    log: join(runFolder, 'sqlmesh.log'),
    /** The numbers of the processes in the order in which they began, once there are so many. */
    processes: async (count: number): Promise<number[]> => {
      for (;;) {
        const found = readFileSync(begun, 'utf8').split('\n').filter(Boolean).map(Number);
        if (found.length >= count) return found;
        await pause(10);
      }
    },
  };
}

const failureOf = (work: Promise<unknown>): Promise<TrackerError> =>
  work.then(
    () => Promise.reject(new Error('it was derived')),
    (error: unknown) => error as TrackerError,
  );

describe.runIf(process.platform !== 'win32')('derivations one after the other', { timeout: 20_000 }, () => {
  it('leave a log in which all of them speak, which is its owner’s alone', async () => {
    const { warehouse, deriving, log } = standIn();
    await deriving.derive(warehouse('first'), true);
    await deriving.derive(warehouse('second'));
    await deriving.end();
    expect(readFileSync(log, 'utf8')).toMatch(/^derived .*first\s+derived .*second\s+$/);
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  it('keep what one said that failed, though another had begun that is ended after it', async () => {
    const { warehouse, deriving, log, processes } = standIn();
    const failed = deriving.derive(warehouse('first', { says: 'Error: this is why\n' }), true);
    expect(await failureOf(failed)).toMatchObject({ code: 'derivation_failed' });
    await processes(2);
    await deriving.end();
    expect(readFileSync(log, 'utf8')).toContain('Error: this is why');
  });

  it('say that the disk was full where that stands far above what was said last', async () => {
    const { warehouse, deriving } = standIn();
    const says = `IO Error: No space left on device\n${'and so on\n'.repeat(20)}Error: a plan failed\n`;
    const error = await failureOf(deriving.derive(warehouse('first', { says })));
    expect(storageFailure(error, '/data')?.code).toBe('disk_full');
    await deriving.end();
  });

  it('say so where the one at work is ended from outside, and end the one that waits', async () => {
    const { warehouse, deriving, processes } = standIn();
    const failed = failureOf(deriving.derive(warehouse('first', { slow: '' }), true));
    const [first = 0, second = 0] = await processes(2);
    process.kill(first, 'SIGKILL');
    const error = await failed;
    expect([error.code, error.exitCode]).toEqual(['derivation_ended', exitCodes.derivation_failed]);
    expect(error.message).toContain('SIGKILL');
    await deriving.end();
    expect(() => process.kill(second, 0)).toThrow();
  });

  it('say so where the one that waits is ended from outside, once its turn comes', async () => {
    const { warehouse, deriving, processes } = standIn();
    const derived = deriving.derive(warehouse('first'), true);
    const [, second = 0] = await processes(2);
    process.kill(second, 'SIGKILL');
    expect(await derived).toEqual([]);
    await pause(50);
    const error = await failureOf(deriving.derive(warehouse('second')));
    expect([error.code, error.exitCode]).toEqual(['derivation_ended', exitCodes.derivation_failed]);
    await deriving.end();
  });
});
