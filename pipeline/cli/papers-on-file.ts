/** Which audiences have papers about which authorities in the data folder. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolders, type PaperFolders, paperFolders } from '../folders.ts';

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** In order of audience and authority. */
export const paperPlaces = (folders: DataFolders): PaperFolders[] =>
  namesIn(folders.audiences).flatMap((audience) =>
    namesIn(join(folders.audiences, audience)).map((authority) => paperFolders(folders, audience, authority)),
  );
