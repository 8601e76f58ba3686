/** Which edition readers see: the one that `index.html` names. That small file is the only commit point. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolders, replaceFile } from '../folders.ts';

const editionName = /^board-\d{4}-\d{2}-\d{2}-[0-9a-f]{8}$/;

/** Id of the live edition; null before the first publication. */
export function liveEdition(folders: DataFolders): string | null {
  const file = join(folders.published, 'index.html');
  if (!existsSync(file)) return null;
  const found = /<meta name="edition" content="([^"]+)">/.exec(readFileSync(file, 'utf8'))?.[1];
  return found !== undefined && editionName.test(found) ? found : null;
}

/** Editions with a site at their permanent address, by date. */
export function publishedEditions(folders: DataFolders): string[] {
  if (!existsSync(folders.published)) return [];
  return readdirSync(folders.published)
    .filter((name) => editionName.test(name))
    .sort();
}

/** Makes the edition the live one, in one step. */
export function makeLive(folders: DataFolders, editionId: string): void {
  replaceFile(join(folders.published, 'index.html'), indexPage(editionId));
}

function indexPage(editionId: string): string {
  return [
    '<!doctype html>',
    '<html lang="en-GB">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<meta name="edition" content="${editionId}">`,
    `<meta http-equiv="refresh" content="0; url=./${editionId}/">`,
    '<title>Permanence Tracker</title>',
    '</head>',
    '<body>',
    `<main><h1>Permanence Tracker</h1><p><a href="./${editionId}/">Open the current edition</a></p></main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
