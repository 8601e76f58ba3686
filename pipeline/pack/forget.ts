/** What packs hold of a child, or of days before the first that is kept, removed: answers, whom lists held, workbooks. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import type { DataFolders } from '../folders.ts';
import { agendasIn } from './agenda.ts';
import { dropAnswers } from './answers.ts';
import { dropHeld, forgetHeld, heldDays } from './changes.ts';
import { packFiles } from './folder.ts';
import { readLog } from './log.ts';

/** Authorities whose packs this data folder knows. */
const authoritiesIn = ({ packs }: DataFolders): string[] =>
  existsSync(packs)
    ? readdirSync(packs, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []))
    : [];

/** Every folder that packs of an authority were written into and that is there. */
const foldersOf = (folders: DataFolders, authority: string): string[] => [
  ...new Set(
    readLog(folders)
      .filter((each) => each.did !== 'read' && each.authority === authority)
      .map(({ folder }) => folder),
  ),
];

/**
 * Removes a child: answers, whom the lists held, every workbook in which the case number stands and every agenda, which the
 * commands make anew. Workbooks that people keep elsewhere are not reached.
 *
 * @returns how many files of packs were removed
 */
export async function forgetChildInPacks(
  folders: DataFolders,
  authority: string,
  subject: string,
): Promise<number> {
  const own = join(folders.packs, authority);
  if (!existsSync(own)) return 0;
  dropAnswers(own, (each) => each.case_number === subject);
  forgetHeld(own, subject);
  let removed = 0;
  for (const to of foldersOf(folders, authority)) {
    const holding: string[] = [...agendasIn(to, authority)];
    for (const file of packFiles(to, authority)) if (await holds(file, subject)) holding.push(file);
    for (const file of holding.filter((each) => existsSync(each))) {
      rmSync(file, { force: true });
      removed += 1;
    }
  }
  return removed;
}

/** A workbook that cannot be read may hold anybody. */
async function holds(file: string, subject: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  try {
    const { sheets } = await readXlsx(readFileSync(file));
    return sheets.some(({ rows }) =>
      rows.some((row) => row.some((cell) => cell === subject || String(cell).includes(`|${subject}|`))),
    );
  } catch {
    return true;
  }
}

/** Removes what was said in workbooks of earlier days, whom lists held then, and those workbooks. */
export function forgetOldPacks(folders: DataFolders, olderThan: string): number {
  let removed = 0;
  for (const authority of authoritiesIn(folders)) {
    const own = join(folders.packs, authority);
    dropAnswers(own, (each) => each.workbook_date < olderThan);
    for (const day of heldDays(own)) if (day < olderThan) dropHeld(own, day);
    for (const to of foldersOf(folders, authority))
      for (const file of [...packFiles(to, authority), ...agendasIn(to, authority)]) {
        const day = /\d{4}-\d{2}-\d{2}/.exec(file.slice(to.length))?.[0] ?? olderThan;
        if (day >= olderThan || !existsSync(file)) continue;
        rmSync(file, { force: true });
        removed += 1;
      }
  }
  return removed;
}
