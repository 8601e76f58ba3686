import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { storageFailure } from '../../../pipeline/storage-failure.ts';
import { TrackerError } from '../../../sources/error.ts';
import { temporaryFolder } from '../small-extract.ts';
import { smallAuthority, smallRooms } from './small-rooms.ts';

const asAt = '2026-06-30';

/** Runs to a failure at reading, and returns the report with what its folder holds. */
async function failAt(yaml: string, extractAuthority: Rooms['extractAuthority']) {
  const data = temporaryFolder();
  const report = await run({ authorities: [yaml], asAt, data }, silentEffects, {
    ...smallRooms,
    extractAuthority,
  });
  const folder = join(dataFolders(data).runs, report.run_id);
  const details = join(folder, 'error.txt');
  return {
    report,
    details,
    written: readFileSync(join(folder, 'report.json'), 'utf8'),
    kept: existsSync(details) ? readFileSync(details, 'utf8') : null,
  };
}

describe('what a failed run leaves', () => {
  it('keeps the words and the stack of an unexpected error to its owner', async () => {
    const foreign = new Error("Conversion Error: Could not convert string 'Ann Other' to DATE");
    const { report, details, written, kept } = await failAt(smallAuthority().yaml, () =>
      Promise.reject(foreign),
    );
    expect(report.error?.message).toBe(
      `An unexpected failure in phase read; its details are in runs/${report.run_id}/error.txt.`,
    );
    expect(written).not.toContain('Ann Other');
    expect(kept).toContain('Ann Other');
    expect(kept).toContain('failure.test.ts');
    expect(statSync(details).mode & 0o777).toBe(0o600);
  });

  it("names the operating system's code", async () => {
    const many = Object.assign(new Error('too many open files'), { code: 'EMFILE' });
    const { report } = await failAt(smallAuthority().yaml, () => Promise.reject(many));
    expect(report.error?.message).toContain('An unexpected failure (EMFILE) in phase read');
  });

  it.each([
    Object.assign(new Error('no space left'), { code: 'ENOSPC' }),
    new Error('IO Error: Could not write to file: No space left on device'),
    new TrackerError('derivation_failed', 'derivation_failed', 'SQLMesh failed.', '', new Error('ENOSPC')),
  ])('names the disk when it is full: %s', async (full) => {
    const { report } = await failAt(smallAuthority().yaml, () => Promise.reject(full));
    expect([report.exit_code, report.error?.code]).toEqual([5, 'disk_full']);
    expect(report.error?.message).toMatch(
      /^The disk that holds \/.* is full or failing \(ENOSPC, \d+ MB free\)\.$/,
    );
  });

  it.each([
    ['Permission denied', 'may not be written by this account'],
    ['Read-only file system', 'lies on a disk that is read-only'],
  ])('names the file below the data folder that DuckDB was refused: %s', async (words, told) => {
    const data = temporaryFolder();
    const refused = async (file: string) => {
      const rooms: Rooms = {
        ...smallRooms,
        derive: () => Promise.reject(new Error(`IO Error: Cannot open file "${file}": ${words}`)),
      };
      return (await run({ authorities: [smallAuthority().yaml], asAt, data }, silentEffects, rooms)).error;
    };
    const file = join(data, 'runs', 'warehouse.duckdb');
    expect(await refused(file)).toMatchObject({ code: 'not_writable', message: `${file} ${told}.` });
    expect(await refused('/elsewhere/child.parquet')).toMatchObject({ code: 'derive_failed' });
  });

  it('names the place that a finished file was to have, and where it lies when it may not be taken from there', async () => {
    const data = temporaryFolder();
    const dest = join(data, 'editions', 'board');
    const moved = (path: string) =>
      storageFailure(Object.assign(new Error('no'), { code: 'EACCES', path, dest }), data)?.message;
    expect(moved(join(data, 'edition'))).toBe(`${dest} may not be written by this account.`);
    const gone = join(data, 'gone', 'edition');
    expect(moved(gone)).toBe(`${gone} may not be written by this account.`);
  });

  it('keeps the cause of an error of its own, and no file when there is none', async () => {
    const known = (cause?: Error) => new TrackerError('input_refused', 'x', 'Refused.', 'Mend it.', cause);
    const caused = await failAt(smallAuthority().yaml, () => Promise.reject(known(new Error('raw words'))));
    expect(caused.report.error?.message).toBe('Refused.');
    expect(caused.written).not.toContain('raw words');
    expect(caused.kept).toContain('raw words');
    expect((await failAt(smallAuthority().yaml, () => Promise.reject(known()))).kept).toBeNull();
  });

  it.each([
    ['is missing', null],
    ['is no YAML', 'authority: [\n'],
    ['lacks its keys', 'authority: smalltown\n'],
  ])('is a report also when the configuration %s', async (_, text) => {
    const yaml = join(temporaryFolder(), 'authority.yaml');
    if (text !== null) writeFileSync(yaml, text);
    const { report, written } = await failAt(yaml, smallRooms.extractAuthority);
    expect([report.outcome, report.exit_code, report.error?.phase]).toEqual(['failed', 2, 'configuration']);
    expect(JSON.parse(written)).toEqual(report);
  });
});
