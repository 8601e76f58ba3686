/** Which question of the Panel a file belongs to, by its address, and how questions are numbered. */
import { readFileSync } from 'node:fs';
import { repositoryFile } from '../repository.ts';
import { csvRows } from './figure-book.ts';

/**
 * @example questionOf('site/questions/p2.html') // 'P2'
 * @example questionOf('site/index.html') // null
 */
export function questionOf(path: string): string | null {
  const match = /(?:^|\/)(p\d{1,2}|reviewing|fostering|adoption)(?=[./])/i.exec(path);
  const found = match?.[1];
  if (found === undefined) return null;
  return /^p\d/i.test(found) ? found.toUpperCase() : found.toLowerCase();
}

let titles: string[] | null = null;

/** Questions with their number in front, as a page heads them; that number counts no children. */
export function numberedTitles(): readonly string[] {
  titles ??= csvRows(readFileSync(repositoryFile('sources/rules/panel_questions.csv'), 'utf8')).flatMap(
    ({ position, title, short_title }) => [`${position}. ${title}`, `${position}. ${short_title}`],
  );
  return titles;
}
