import { describe, expect, it } from 'vitest';
import { requireEngine } from '../../../pipeline/python/environment.ts';
import { storageFailure } from '../../../pipeline/storage-failure.ts';
import { engineEnvironment, engineFailure } from '../../../pipeline/warehouse/engine.ts';
import { temporaryFolder } from '../small-extract.ts';

const connection = 'postgresql://tracker:secret@db.example:5432/tracker';

describe('what a shared engine is told', () => {
  it('is its connection and the tables that are read later', () => {
    const told = engineEnvironment('postgres', { TRACKER_POSTGRES: ` ${connection} `, PGPASSWORD: 'other' });
    expect(told).toEqual({
      TRACKER_ENGINE: 'postgres',
      TRACKER_POSTGRES: connection,
      TRACKER_TABLES: expect.stringContaining('published.* scorecard.measure_case'),
    });
  });

  it('is refused where the connection is not in the environment', () => {
    expect(() => engineEnvironment('postgres', { TRACKER_SPARK: 'local[2]' })).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining('TRACKER_POSTGRES') }),
    );
  });

  it('is refused where its packages are not installed', () => {
    expect(() => requireEngine('postgres', temporaryFolder())).toThrow(
      expect.objectContaining({
        exitCode: 5,
        advice: expect.stringContaining('npm run setup -- --engine postgres'),
      }),
    );
  });
});

describe('what a shared engine ran into', () => {
  const failure = (stderr: string, stdout = '') => engineFailure('postgres', { stdout, stderr });

  it.each([
    ['unreachable', '', 'cannot be reached'],
    ['login', '', 'refuses the login'],
    ['version', '13', 'PostgreSQL 13 is too old'],
    ['rights', '', 'may not make schemas'],
    ['in_use', '', 'Another run is at work'],
    ['foreign_schema', 'core', 'schema "core"'],
    ['differs', 'collation', 'check "collation"'],
    ['differs', 'time zone', 'check "time zone"'],
    ['no_java', '', 'cannot be started'],
    ['disk_full', '', 'without room'],
    ['lost', '', 'was lost'],
    ['failed', '53200', 'its error code: 53200'],
  ])('is told in plain words, exit code 5: %s', (code, detail, words) => {
    const error = failure(`Traceback ...\nengine: ${code} ${detail}\n`);
    expect(error).toMatchObject({
      code: `engine_${code}`,
      exitCode: 5,
      message: expect.stringContaining(words),
    });
    expect(error?.advice).toMatch(/^The live site is as it was\. /);
  });

  it('is found in the words of SQLMesh, and told as the disk of the engine, not as that of this machine', () => {
    const words =
      'DiskFull:\n could not extend file "base/5/16384": No space left on device\nHINT: Check free disk space.';
    const error = failure('', words);
    expect(error?.code).toBe('engine_disk_full');
    expect(storageFailure(error, '/data')).toBeNull();
    expect(failure('', 'server closed the connection unexpectedly')?.code).toBe('engine_lost');
  });

  it('is nothing of the engine where this machine is full, or a model is at fault', () => {
    expect(failure('OSError: [Errno 28] No space left on device')).toBeNull();
    expect(failure('', 'Error: Plan application failed.')).toBeNull();
  });
});
