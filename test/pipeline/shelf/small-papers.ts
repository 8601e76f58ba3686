/** A small county whose papers for other audiences are made, sealed and withdrawn through the real door. */
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { paperPublication } from '../../../pipeline/shelf/paper.ts';
import { paperPlace } from '../../../pipeline/shelf/place.ts';
import { seal } from '../../../pipeline/shelf/seal.ts';
import { withdraw } from '../../../pipeline/shelf/withdraw.ts';
import { TrackerError } from '../../../sources/error.ts';
import { smallAuthority, smallRooms } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

export const audience = 'panel_public';
export const authority = 'smalltown';

/** A county with a data folder of its own, run through the real door with quick rooms. */
export function county(
  children = 40,
  ownRules: Readonly<Record<string, string>> = {},
  rooms: Rooms = smallRooms,
) {
  const { yaml, grow } = smallAuthority(children);
  if (Object.keys(ownRules).length > 0) {
    const rules = join(dirname(yaml), 'rules');
    mkdirSync(rules);
    for (const [name, text] of Object.entries(ownRules)) writeFileSync(join(rules, name), text);
    appendFileSync(yaml, 'rules: rules\n');
  }
  return countyIn(temporaryFolder(), yaml, grow, rooms);
}

function countyIn(data: string, yaml: string, grow: (children: number) => void, rooms: Rooms) {
  const folders = dataFolders(data);
  const place = paperPlace(folders, audience, authority);
  return {
    yaml,
    grow,
    data,
    folders,
    place,
    run: (asAt = '2026-06-30', with_: Rooms = rooms, effects = silentEffects) =>
      run({ authorities: [yaml], asAt, data }, effects, with_),
    seal: (meeting: string, with_: Rooms = rooms, effects = silentEffects, name: string = audience) =>
      seal(paperPublication(folders, with_, paperPlace(folders, name, authority)), meeting, {
        folders,
        effects,
        rooms: with_,
      }),
    /** The same county with a copy of its data folder. */
    copy: () => {
      const copied = temporaryFolder();
      cpSync(data, copied, { recursive: true });
      return countyIn(copied, yaml, grow, rooms);
    },
    withdraw: (editionId: string, on: string, effects = silentEffects) =>
      withdraw(
        folders,
        place,
        { editionId, byRole: 'Head of service', reason: 'A file was read twice.', on },
        effects,
      ),
  };
}

export const header = 'audience,title,marking,strictness,every_run,questions,packs,source\n';
/** The mark of the product, which an authority cannot change. */
export const exempt = 'EXEMPT: Part 2, not for publication (Schedule 12A, paragraphs 1 and 2)';

export const failure = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(() => null).catch((caught: unknown) => caught);
  return error instanceof TrackerError ? error.code : String(error);
};
/** The note of a sealing under way, beside the ledger. */
export const noteOf = (ledger: string): string => join(dirname(ledger), 'sealing.json');
export const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
