import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import { main } from '../../../pipeline/cli/main.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { realRooms } from '../../../pipeline/run/rooms.ts';
import { authorityFile, check } from '../../support/check.ts';
import { base, filesOf } from '../../support/invented-return.ts';
import { folderOf, scratchFolder } from '../../support/source-folder.ts';

/** Runs `tracker run` as far as its files let it. */
async function run(folder: string): Promise<{ exitCode: number; text: string; report: string }> {
  const said: string[] = [];
  const take = (line: string): void => void said.push(line);
  const data = scratchFolder();
  const args = ['--authority', authorityFile(folder, 'ssda903'), '--as-at', '2025-03-31', '--data', data];
  const console = { ...silentEffects, say: take, complain: take };
  const exitCode = await main(['run', ...args], { console, rooms: realRooms, exitCode: 0 });
  const report = readFileSync(join(data, 'runs', '2025-03-31-001', 'report.json'), 'utf8');
  return { exitCode, text: said.join('\n'), report };
}

const isRoot = process.getuid?.() === 0;
const onWindows = process.platform === 'win32';

/** [what, how it comes into the folder, whether it can be tried here] */
const unreadable: [string, (path: string, folder: string) => void, boolean][] = [
  ['a pipe', (path) => void execaSync('mkfifo', [path]), !onWindows],
  ['a link that leads nowhere', (path) => symlinkSync('/nowhere/at/all', path), !onWindows],
  ['a link to itself', (path) => symlinkSync(path, path), !onWindows],
  ['a folder named like a file', (path) => void mkdirSync(path), true],
  ['a file that this account may not read', (path) => chmodSync(path, 0), !onWindows && !isRoot],
];

describe('what cannot be read refuses the input with its name, in check and in run, at once', () => {
  for (const [what, make, possible] of unreadable)
    test.runIf(possible)(
      what,
      async () => {
        const folder = folderOf({ ...filesOf(base()), 'sub/readme.md': 'x' });
        const path = join(folder, 'sub', 'uasc.csv');
        make(path, folder);
        const checked = await check(folder);
        expect(checked.exitCode).toBe(3);
        expect(checked.report.problems[0]?.sentence).toContain('sub/uasc.csv cannot be read');
        const tried = await run(folder);
        expect(tried.exitCode).toBe(3);
        expect(tried.text).toContain('sub/uasc.csv cannot be read');
        expect(tried.report).toContain('file_unreadable');
      },
      60_000,
    );
});

test('a file of 600 MB that is no table is refused by its name, in check and in run', async () => {
  const folder = folderOf({ ...filesOf(base()), 'reviews.csv': '' });
  truncateSync(join(folder, 'reviews.csv'), 600_000_000);
  expect((await check(folder)).report.problems[0]?.sentence).toContain('reviews.csv');
  const tried = await run(folder);
  expect([tried.exitCode, tried.text.includes('reviews.csv')]).toEqual([3, true]);
}, 60_000);

test.runIf(!onWindows)('a link back to a folder above it ends nothing, and is said', async () => {
  const folder = folderOf(filesOf(base(), 'deep/'));
  symlinkSync(folder, join(folder, 'deep', 'round'));
  const { exitCode, report } = await check(folder);
  expect(exitCode).toBe(0);
  expect(report.children_in_care).toBe(32);
  expect(report.not_read).toEqual([{ path: 'deep/round', why: 'a link back to a folder above it' }]);
});
