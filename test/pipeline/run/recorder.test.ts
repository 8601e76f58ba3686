import { describe, expect, it } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { Recorder } from '../../../pipeline/run/recorder.ts';
import { readReport } from '../../../pipeline/run/report.ts';
import { temporaryFolder } from '../small-extract.ts';

describe('the report of a run under way', () => {
  const run = '2026-06-30-001';

  /** A run whose clock the test sets, and what stands in its report by now. */
  function begun() {
    const folders = dataFolders(temporaryFolder());
    const clock = { seconds: 0 };
    const now = (): Date => new Date(Date.UTC(2026, 5, 30, 6, 0, 0) + 1000 * clock.seconds);
    const recorder = new Recorder(folders, run, '2026-06-30', { ...silentEffects, now });
    return { recorder, clock, noticed: () => readReport(folders.runs, run)?.notices };
  }

  it('is not written again within a second: a region adds to it hundreds of times', () => {
    const { recorder, clock, noticed } = begun();
    recorder.notice('first');
    expect(noticed()).toEqual([]);
    clock.seconds = 1;
    recorder.notice('second');
    expect(noticed()).toEqual(['first', 'second']);
  });

  it('is whole as soon as the run has ended, however it ended', async () => {
    const failed = begun();
    await failed.recorder.conclude(async () => {
      failed.recorder.notice('first');
      throw new Error('it cannot go on');
    });
    expect(failed.noticed()).toEqual(['first']);

    const interrupted = begun();
    interrupted.recorder.notice('first');
    interrupted.recorder.interrupted();
    expect(interrupted.noticed()).toEqual(['first']);
  });
});
