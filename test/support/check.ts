import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../pipeline/cli/main.ts';
import { silentEffects } from '../../pipeline/effects.ts';
import type { DoorReport } from '../../pipeline/run/door.ts';
import { realRooms } from '../../pipeline/run/rooms.ts';
import { scratchFolder } from './source-folder.ts';

export interface Checked {
  readonly exitCode: number;
  readonly report: DoorReport;
  /** Everything that was printed. */
  readonly text: string;
}

/** Runs `tracker check --json` on a folder as an authority would. */
export async function check(
  folder: string,
  { adapter = 'ssda903', asAt = '2025-03-31', yaml = '', args = [] as readonly string[] } = {},
): Promise<Checked> {
  const file = authorityFile(folder, adapter, yaml);
  const said: string[] = [];
  const console = {
    ...silentEffects,
    say: (line: string) => void said.push(line),
    complain: (line: string) => void said.push(line),
  };
  const command = ['check', '--authority', file, '--as-at', asAt, '--json', ...args];
  const exitCode = await main(command, { console, rooms: realRooms, exitCode: 0 });
  const text = said.join('\n');
  return { exitCode, text, report: JSON.parse(text) as DoorReport };
}

/** An authority.yaml for a folder of files. */
export function authorityFile(folder: string, adapter: string, more = ''): string {
  const file = join(scratchFolder(), 'authority.yaml');
  writeFileSync(
    file,
    `authority: smalltown\nname: Smalltown\nprocedure: hertfordshire\nsources:\n  - adapter: ${adapter}\n    folder: ${JSON.stringify(folder)}\n${more}`,
  );
  return file;
}
