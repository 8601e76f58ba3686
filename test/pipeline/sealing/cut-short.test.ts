import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataFolders } from '../../../pipeline/folders.ts';
import { liveEdition } from '../../../pipeline/publish/live.ts';
import { rollback } from '../../../pipeline/publish/rollback.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { silentEffects } from '../../../pipeline/run/effects.ts';
import { readLedger } from '../../../pipeline/sealing/ledger.ts';
import { seal } from '../../../pipeline/sealing/seal.ts';
import { changedFiles, fromShelf } from '../../../pipeline/sealing/shelf.ts';
import { withdraw } from '../../../pipeline/sealing/withdraw.ts';
import { someOf } from '../../proofs/sizes.ts';
import { effectsAt } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';
import { commentaryText, meeting, redRooms, smallCounty } from './small-county.ts';

const sealSteps = ['gates', 'compose', 'draw', 'edition', 'site', 'ledger', 'recorded', 'meeting', 'sealed'];
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
  expected = (await seal(dataFolders(whole), { meeting, waivers: [] }, silentEffects, redRooms)).edition_id;
});

const copied = (): string => {
  const data = temporaryFolder();
  cpSync(county.data, data, { recursive: true });
  return data;
};

const killed = async (data: string, what: string, step: string): Promise<void> => {
  const script = repositoryFile('test/pipeline/sealing/killed-step.ts');
  const child = await execa('node', ['--import', 'tsx', script, data, what, step], {
    cwd: repositoryFile('.'),
    reject: false,
  });
  expect(child.signal).toBe('SIGKILL');
};

const full = (): never => {
  throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
};

const sealedNow = (data: string): string[] =>
  readLedger(dataFolders(data)).sealed.map((each) => each.edition_id);

/** Whatever happened before, sealing is whole in the end: once, with the bytes and the id it always has. */
async function sealsInTheEnd(data: string): Promise<void> {
  const folders = dataFolders(data);
  if (sealedNow(data).length === 0) await seal(folders, { meeting, waivers: [] }, silentEffects, redRooms);
  else
    await expect(seal(folders, { meeting, waivers: [] }, silentEffects, redRooms)).rejects.toThrow(
      /already sealed/,
    );
  expect(sealedNow(data)).toEqual([expected]);
  expect(changedFiles(folders, fromShelf(folders, expected))).toEqual([]);
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
  if (readLedger(folders).withdrawn.length === 0) await withdraw(folders, request, silentEffects);
  else await expect(withdraw(folders, request, silentEffects)).rejects.toThrow(/already/);
  expect(readLedger(folders).withdrawn.map((each) => each.edition_id)).toEqual([live]);
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
    await expect(seal(dataFolders(data), { meeting, waivers: [] }, effects, redRooms)).rejects.toThrow(
      'no space',
    );
    expect(existsSync(dataFolders(data).lock)).toBe(false);
    await check(data);
  });

  it.runIf(someOf(sealSteps, 'sealingKills').includes(step))('by SIGKILL', async () => {
    const data = copied();
    await killed(data, 'seal', `seal: ${step}`);
    await check(data);
  });
});

describe.each(withdrawSteps)('a withdrawal cut short at %s', (step) => {
  const check = async (data: string): Promise<void> => {
    const folders = dataFolders(data);
    const decided = afterLedger(withdrawSteps, step);
    expect(readLedger(folders).withdrawn).toHaveLength(decided ? 1 : 0);
    if (decided) expect(() => rollback(folders, live, silentEffects)).toThrow(/withdrawn/);
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
    await expect(withdraw(dataFolders(data), request, effectsAt(`withdraw: ${step}`, full))).rejects.toThrow(
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
