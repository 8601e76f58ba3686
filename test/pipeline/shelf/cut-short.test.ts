import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { readLedger } from '../../../pipeline/shelf/ledger.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
import { boardPlace } from '../../../pipeline/shelf/place.ts';
import { rollback } from '../../../pipeline/shelf/rollback.ts';
import { someOf } from '../../proofs/sizes.ts';
import { compiledScript } from '../../support/prepared.ts';
import { effectsAt } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';
import { changedIn, commentaryText, meeting, sealBoard, smallCounty, withdrawBoard } from './small-county.ts';

const sealSteps = [
  'gates',
  'compose',
  'draw',
  'judge',
  'edition',
  'move',
  'ledger',
  'recorded',
  'site',
  'pointer',
  'sealed',
];
const withdrawSteps = ['ledger', 'recorded', 'live', 'notice', 'notice in place', 'withdrawn'];
const afterLedger = (steps: string[], step: string): boolean => steps.indexOf(step) > steps.indexOf('ledger');

const county = smallCounty();
let first = '';
let live = '';
let expected = '';

beforeAll(async () => {
  county.write(commentaryText());
  first = (await county.runOnce()).edition_id ?? '';
  county.grow(13);
  live = (await county.runOnce()).edition_id ?? '';
  const whole = temporaryFolder();
  cpSync(county.data, whole, { recursive: true });
  expected = (await sealBoard(whole)).edition_id;
});

const copied = (): string => {
  const data = temporaryFolder();
  cpSync(county.data, data, { recursive: true });
  return data;
};

const ended = async (data: string, what: string, step: string, signal: string) => {
  const script = await compiledScript('killed-step');
  return execa('node', [script, data, what, step, signal], {
    cwd: repositoryFile('.'),
    reject: false,
  });
};

const killed = async (data: string, what: string, step: string): Promise<void> => {
  expect((await ended(data, what, step, 'SIGKILL')).signal).toBe('SIGKILL');
};

const full = (): never => {
  throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
};

const sealedNow = (data: string): string[] =>
  readLedger(boardPlace(dataFolders(data))).sealed.map((each) => each.edition_id);

/** Whatever happened before, sealing is whole in the end: once, with the bytes and the id it always has. */
async function sealsInTheEnd(data: string): Promise<void> {
  const folders = dataFolders(data);
  if (sealedNow(data).length === 0) await sealBoard(data);
  else await expect(sealBoard(data)).rejects.toThrow(/already sealed/);
  expect(sealedNow(data)).toEqual([expected]);
  expect(changedIn(data, expected)).toEqual([]);
  expect(readFileSync(join(folders.published, expected, 'index.html'), 'utf8')).toContain(expected);
  expect(readFileSync(join(folders.published, 'meeting.html'), 'utf8')).toContain(expected);
  expect(liveEdition(folders)).toBe(live);
  expect(existsSync(join(folders.runs, 'sealing'))).toBe(false);
}

/** Whatever happened before, the withdrawal is whole in the end. */
async function withdrawnInTheEnd(data: string): Promise<void> {
  const folders = dataFolders(data);
  const request = {
    editionId: live,
    byRole: 'Head of performance',
    reason: 'A file was read twice.',
    on: '2026-07-20',
  };
  if (readLedger(boardPlace(folders)).withdrawn.length === 0) await withdrawBoard(data, request);
  else await expect(withdrawBoard(data, request)).rejects.toThrow(/already/);
  expect(readLedger(boardPlace(folders)).withdrawn.map((each) => each.edition_id)).toEqual([live]);
  expect(readdirSync(join(folders.published, live))).toEqual(['index.html']);
  expect(readFileSync(join(folders.published, live, 'index.html'), 'utf8')).toContain(
    'was withdrawn on 2026-07-20',
  );
  expect(liveEdition(folders)).toBe(first);
  expect(readdirSync(folders.published).filter((name) => name.startsWith('.'))).toEqual([]);
}

describe.each(sealSteps)('a sealing cut short at %s', (step) => {
  const check = async (data: string): Promise<void> => {
    expect(sealedNow(data)).toEqual(afterLedger(sealSteps, step) ? [expected] : []);
    expect(liveEdition(dataFolders(data))).toBe(live);
    await sealsInTheEnd(data);
  };

  it('by a failure', async () => {
    const data = copied();
    const effects = effectsAt(`seal: ${step}`, full);
    await expect(sealBoard(data, [], meeting, effects)).rejects.toThrow('no space');
    expect(existsSync(dataFolders(data).lock)).toBe(false);
    await check(data);
  });

  it.runIf(someOf(sealSteps, 'sealingKills').includes(step))('by SIGKILL', async () => {
    const data = copied();
    await killed(data, 'seal', `seal: ${step}`);
    await check(data);
  });
});

it('a sealing that is asked to end while it draws leaves no scratch and no lock, and exit code 130', async () => {
  const data = copied();
  const { exitCode } = await ended(data, 'seal', 'seal: draw', 'SIGINT');
  expect(exitCode).toBe(130);
  expect(sealedNow(data)).toEqual([]);
  expect([existsSync(join(dataFolders(data).runs, 'sealing')), existsSync(dataFolders(data).lock)]).toEqual([
    false,
    false,
  ]);
  await sealsInTheEnd(data);
});

describe.each(withdrawSteps)('a withdrawal cut short at %s', (step) => {
  const check = async (data: string): Promise<void> => {
    const folders = dataFolders(data);
    const decided = afterLedger(withdrawSteps, step);
    expect(readLedger(boardPlace(folders)).withdrawn).toHaveLength(decided ? 1 : 0);
    if (decided) await expect(rollback(folders, live, silentEffects)).rejects.toThrow(/withdrawn/);
    else expect(liveEdition(folders)).toBe(live);
    await withdrawnInTheEnd(data);
  };

  it('by a failure', async () => {
    const data = copied();
    const request = {
      editionId: live,
      byRole: 'Head of performance',
      reason: 'A file was read twice.',
      on: '2026-07-20',
    };
    await expect(withdrawBoard(data, request, effectsAt(`withdraw: ${step}`, full))).rejects.toThrow(
      'no space',
    );
    expect(existsSync(dataFolders(data).lock)).toBe(false);
    await check(data);
  });

  it.runIf(someOf(withdrawSteps, 'sealingKills').includes(step))('by SIGKILL', async () => {
    const data = copied();
    await killed(data, live, `withdraw: ${step}`);
    await check(data);
  });
});
