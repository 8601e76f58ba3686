/** A small authority with a folder of commentaries and one Red line, run and ready to be sealed. */
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Effects } from '../../../pipeline/effects.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { boardPublication } from '../../../pipeline/shelf/board.ts';
import { boardPlace } from '../../../pipeline/shelf/place.ts';
import { seal } from '../../../pipeline/shelf/seal.ts';
import { fromShelf, sealedFaults } from '../../../pipeline/shelf/shelf.ts';
import type { WaiverRequest } from '../../../pipeline/shelf/waivers.ts';
import { type WithdrawRequest, withdraw } from '../../../pipeline/shelf/withdraw.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { derivePublished, smallAuthority, smallRooms } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

export const meeting = '2026-07-15';
export const asAt = '2026-06-30';

/** T3 is Red, the rest is context. */
export const redRooms: Rooms = {
  ...smallRooms,
  derive: async ({ warehouse }) => {
    await withDatabase(warehouse, async (database) => {
      await derivePublished(database);
      await database.run(
        "UPDATE published.measure_value SET status = 'Red - worse than floor' WHERE measure_id = 'T3' AND line = 'main'",
      );
    });
    return [];
  },
};

const fields = {
  measure: 'T3',
  line: 'main',
  as_at: asAt,
  what_happened: 'More children wait for a family.',
  why: 'Two families withdrew.',
  effect_on_children: 'They stay with foster carers for longer.',
  action: 'Joint family finding with two neighbouring agencies.',
  owner_role: 'Head of adoption',
  by_when: '2026-07-10',
  status: 'under way',
  expires_on: '2026-09-30',
  author_role: 'Service manager, permanence',
  approved_on: '2026-07-06',
};

/** Text of a commentary on the Red line. */
export const commentaryText = (changes: Partial<typeof fields> = {}): string =>
  `---\n${Object.entries({ ...fields, ...changes })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')}\n---\nFurther words.\n`;

/** A county of its own: where it lies, and how it is run and written about. */
export function smallCounty(data = temporaryFolder()) {
  const { yaml, grow } = smallAuthority();
  appendFileSync(yaml, 'commentary: commentary\n');
  const folder = join(dirname(yaml), 'commentary');
  mkdirSync(folder);
  const write = (text: string, file = 't3.md'): void => writeFileSync(join(folder, file), text);
  const erase = (file = 't3.md'): void => rmSync(join(folder, file));
  const runOnce = (effects: Effects = silentEffects, day = asAt) =>
    run({ authorities: [yaml], asAt: day, data }, effects, redRooms);
  return { yaml, grow, data, folders: dataFolders(data), folder, write, erase, runOnce };
}

/** Seals the Board's live edition of a data folder. */
export function sealBoard(
  data: string,
  waivers: readonly WaiverRequest[] = [],
  day = meeting,
  effects: Effects = silentEffects,
  rooms: Rooms = redRooms,
) {
  const folders = dataFolders(data);
  return seal(boardPublication(folders, rooms, waivers), day, { folders, effects, rooms });
}

/** Withdraws an edition of the Board. */
export function withdrawBoard(data: string, request: WithdrawRequest, effects: Effects = silentEffects) {
  const folders = dataFolders(data);
  return withdraw(folders, boardPlace(folders), request, effects);
}

/** What of a sealed edition of the Board is not as it was sealed. */
export function changedIn(data: string, id: string): string[] {
  const place = boardPlace(dataFolders(data));
  const { sealing } = fromShelf(place, id);
  if (sealing === null) throw new Error('not sealed');
  return sealedFaults(place, sealing);
}
