/** Where the editions of each audience lie in the data folder, and which papers a reader may lay side by side. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleRow } from '../../sources/rules/contract.ts';
import type { DataFolders } from '../folders.ts';

/** The shelf of one audience: sealed editions for ever, what readers see, and the ledger that decides. */
export interface Place {
  /** `board`, or an audience of audiences.csv. */
  readonly audience: string;
  /** Null for the Board, whose editions hold every authority of a run. */
  readonly authority: string | null;
  /** Data of every edition; of a sealed one the site too, byte for byte as it was published. */
  readonly editions: string;
  /** What readers see: a folder for each edition, and pages that lead to one. */
  readonly published: string;
  readonly ledger: string;
  /** The page that leads to the newest sealed edition. */
  readonly pointer: string;
}

/** The shelf of papers for one audience about one authority: apart from the Board's, and from every other. */
export interface PaperPlace extends Place {
  readonly authority: string;
  /** The newest draft, for officers to look at; published nowhere. */
  readonly drafts: string;
}

type BoardFolders = Pick<DataFolders, 'editions' | 'published' | 'ledger'>;
type Audiences = Pick<DataFolders, 'audiences'>;

/** The Board's shelf. Its `index.html` leads to the live working edition, `meeting.html` to the newest sealed one. */
export const boardPlace = ({ editions, published, ledger }: BoardFolders): Place => ({
  audience: 'board',
  authority: null,
  editions,
  published,
  ledger,
  pointer: join(published, 'meeting.html'),
});

/** The shelf of an audience's papers about an authority. */
export function paperPlace({ audiences }: Audiences, audience: string, authority: string): PaperPlace {
  const root = join(audiences, audience, authority);
  const published = join(root, 'published');
  return {
    audience,
    authority,
    editions: join(root, 'editions'),
    drafts: join(root, 'drafts'),
    published,
    ledger: join(root, 'ledger.json'),
    pointer: join(published, 'index.html'),
  };
}

const workingName = /^board-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/;

/** True for the id of a working edition of the Board. */
export const isWorkingId = (name: string): boolean => workingName.test(name);

/** Names of the folders in a folder, in order; what begins with a dot is a copy that was cut short. */
export const foldersIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((each) => each.isDirectory() && !each.name.startsWith('.'))
        .map(({ name }) => name)
        .sort()
    : [];

/** Which audiences have papers about which authorities, in order of audience and authority. */
export const paperPlaces = (folders: Audiences): PaperPlace[] =>
  foldersIn(folders.audiences).flatMap((audience) =>
    foldersIn(join(folders.audiences, audience)).map((authority) => paperPlace(folders, audience, authority)),
  );

/** Every shelf of the data folder, the Board's first. */
export const allPlaces = (folders: BoardFolders & Audiences): Place[] => [
  boardPlace(folders),
  ...paperPlaces(folders),
];

/** How a shelf is called in a message: its folder below the data folder. */
export const nameOf = ({ audience, authority }: Place): string =>
  authority === null ? `editions/${audience}` : `audiences/${audience}/${authority}`;

/**
 * The other audiences whose papers about the authority anybody may read too: a reader lays them beside each other, so they
 * are decided together. An audience on file that audiences.csv no longer names is one of them, for what was read cannot be
 * unread; exempt papers are not, and neither has an exempt paper any beside it.
 */
export function placesBeside(
  folders: Audiences,
  place: PaperPlace,
  audiences: readonly Pick<RuleRow<'audiences'>, 'audience' | 'strictness'>[],
): PaperPlace[] {
  const isPublic = (audience: string): boolean =>
    audiences.find((row) => row.audience === audience)?.strictness !== 'floor_exempt';
  if (!isPublic(place.audience)) return [];
  return paperPlaces(folders).filter(
    (each) =>
      each.authority === place.authority && each.audience !== place.audience && isPublic(each.audience),
  );
}
