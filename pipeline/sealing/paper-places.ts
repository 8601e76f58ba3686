/** Where papers lie in the data folder, and which of them a reader may lay side by side. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleRow } from '../../sources/rules/contract.ts';
import { type DataFolders, type PaperFolders, paperFolders } from '../folders.ts';

type Audiences = Pick<DataFolders, 'audiences'>;

const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((each) => each.isDirectory())
        .map(({ name }) => name)
        .sort()
    : [];

/** Which audiences have papers about which authorities, in order of audience and authority. */
export const paperPlaces = (folders: Audiences): PaperFolders[] =>
  foldersIn(folders.audiences).flatMap((audience) =>
    foldersIn(join(folders.audiences, audience)).map((authority) =>
      paperFolders(folders, audience, authority),
    ),
  );

/**
 * The other audiences whose papers about the authority anybody may read too: a reader lays them beside each other, so they
 * are decided together. An audience on file that audiences.csv no longer names is one of them, for what was read cannot be
 * unread; exempt papers are not, and neither has an exempt paper any beside it.
 */
export function placesBeside(
  folders: Audiences,
  place: PaperFolders,
  audiences: readonly Pick<RuleRow<'audiences'>, 'audience' | 'strictness'>[],
): PaperFolders[] {
  const isPublic = (audience: string): boolean =>
    audiences.find((row) => row.audience === audience)?.strictness !== 'floor_exempt';
  if (!isPublic(place.audience)) return [];
  return paperPlaces(folders).filter(
    (each) =>
      each.authority === place.authority && each.audience !== place.audience && isPublic(each.audience),
  );
}
