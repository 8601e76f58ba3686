/** A data folder with two runs, a sealed edition and a paper's draft, and the command line to keep or forget it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Console } from '../../../pipeline/cli/console.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { sha256 } from '../../../pipeline/hash.ts';
import { asAt, commentaryText, redRooms, sealBoard, smallCounty } from '../shelf/small-county.ts';
import { temporaryFolder } from '../small-extract.ts';

/** Runs a command and keeps what it says. */
export async function tracker(...args: string[]) {
  const [said, complained]: [string[], string[]] = [[], []];
  const console: Console = {
    ...silentEffects,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  };
  const exitCode = await main(args, { console, rooms: redRooms, exitCode: 0 });
  return { exitCode, said: said.join('\n'), complained: complained.join('\n') };
}

/** Writes files with the folders that they need. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Every file below a folder with the checksum of its bytes. */
export const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      // what the operating system locks is no part of the data
      .filter((path) => !path.includes('run.lock') && statSync(join(folder, path)).isFile())
      .map((path) => [path.replaceAll('\\', '/'), sha256(readFileSync(join(folder, path)))] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Two as-at dates, of which the later is sealed; each call of `copy` gives a data folder of its own. */
export async function shelf() {
  const county = smallCounty();
  county.write(commentaryText());
  await county.runOnce(silentEffects, '2026-05-31');
  county.grow(13);
  await county.runOnce();
  const { edition_id: sealed } = await sealBoard(county.data);
  const copy = (): string => {
    const data = temporaryFolder();
    cpSync(county.data, data, { recursive: true });
    return data;
  };
  return { ...county, sealed, copy, asAt };
}
