import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execaSync } from 'execa';
import { expect, it } from 'vitest';
import { main } from '../../pipeline/cli/main.ts';
import { silentEffects } from '../../pipeline/effects.ts';
import { realRooms } from '../../pipeline/run/rooms.ts';
import { folderOf, oneChild, scratchFolder } from '../support/source-folder.ts';

async function tracker(...args: string[]) {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const console = { ...silentEffects, say, complain: say, log: say };
  const exitCode = await main(args, { console, rooms: realRooms, exitCode: 0 });
  return { exitCode, said: said.join('\n') };
}

const unreadable: [string, (path: string) => void][] = [
  ['a pipe', (path) => void execaSync('mkfifo', [path])],
  ['a link that leads nowhere', (path) => symlinkSync(join(dirname(path), 'nowhere'), path)],
  ['a link that leads in a circle', (path) => symlinkSync(path, path)],
  ['a folder named like a file', (path) => mkdirSync(path)],
  [
    'more than can be read in one piece',
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 600_000_000);
    },
  ],
];

it.skipIf(process.platform === 'win32').each(unreadable)(
  '%s among the files is refused by name, in run as in check',
  async (_, make) => {
    const folder = folderOf(oneChild);
    make(join(folder, 'reviews.csv'));
    const yaml = join(scratchFolder(), 'authority.yaml');
    writeFileSync(yaml, `authority: town\nname: Town\nsources:\n  - adapter: ssd\n    folder: ${folder}\n`);
    for (const command of [['check'], ['run', '--data', scratchFolder()]]) {
      const done = await tracker(...command, '--authority', yaml, '--as-at', '2025-01-31');
      expect([command[0], done.exitCode, done.said.includes('reviews.csv')]).toEqual([command[0], 3, true]);
    }
  },
  60_000,
);
