/** RESTRICTED: what people filled in comes back. A workbook is known by its rows and never by its name. */
import { relative } from 'node:path';
import { group } from 'd3-array';
import { filesBelow } from '../../sources/reading/input-files.ts';
import { type Answer, keepAnswers, packFolder, readAnswers } from './answers.ts';
import { answerColumns } from './columns.ts';
import { log } from './log.ts';
import { type Candidate, Reading, type ReadRequest, type Told } from './returned.ts';

export interface ReadPack {
  readonly taken: readonly Candidate[];
  readonly told: readonly Told[];
  /** Sheets with rows of a list. */
  readonly sheets: number;
  readonly rows: number;
}

/** Reads every workbook below the folder and keeps what people changed; a cell is the newest workbook's. */
export async function readPack(request: ReadRequest): Promise<ReadPack> {
  const own = packFolder(request.folders, request.config.authority);
  const reading = new Reading(request, own);
  for (const { path, why } of filesBelow(request.folder))
    if (why !== null) reading.tell(path, null, null, 'refused', why);
    else if (!/(^|\/)pack\.json$|\.pdf$/i.test(path)) await reading.file(path);
  const known = readAnswers(own);
  const taken = settle(reading, known);
  tellOtherLists(reading, taken, known);
  if (taken.length > 0)
    keepAnswers(
      own,
      taken.map(({ file: _, row: __, ...answer }) => answer),
    );
  logReading(request, taken);
  return { taken, told: reading.told, sheets: reading.sheets, rows: reading.rows };
}

function logReading({ folders, config, at, byRole, on, folder }: ReadRequest, taken: readonly Candidate[]) {
  const lists = [...group(taken, ({ list_id }) => list_id)].map(([list, all]) => {
    const workbooks = new Set(all.map(({ file }) => file)).size;
    return [list, { workbooks, children: new Set(all.map((each) => each.case_number)).size }];
  });
  const told = { at, by_role: byRole, day: on, folder, lists: Object.fromEntries(lists) };
  log(folders, { did: 'read', authority: config.authority, ...told });
}

/** Of each question the newest workbook's answer, if all workbooks of that day agree and none that is newer has answered. */
function settle(reading: Reading, known: readonly Answer[]): Candidate[] {
  const keyOf = (each: Answer): string => JSON.stringify([each.list_id, each.case_number, each.answer]);
  const newest = new Map<string, string>();
  for (const each of known)
    if (each.workbook_date > (newest.get(keyOf(each)) ?? '')) newest.set(keyOf(each), each.workbook_date);
  return [...group(reading.candidates, keyOf)].flatMap(([key, all]) => {
    const last =
      all
        .map((each) => each.workbook_date)
        .sort()
        .at(-1) ?? '';
    const older = all.filter(
      (each) => each.workbook_date < last || each.workbook_date < (newest.get(key) ?? ''),
    );
    for (const each of older)
      tellOf(
        reading,
        each,
        'refused',
        'a newer workbook has answered this already: the older answer is not taken',
      );
    const current = all.filter((each) => !older.includes(each));
    const differ = new Set(current.map(({ value }) => value)).size > 1;
    if (differ)
      for (const each of current)
        tellOf(
          reading,
          each,
          'refused',
          `another answer to the same question stands in ${others(each, current)}: neither is taken`,
        );
    return differ ? [] : current.slice(0, 1);
  });
}

/** What is thought of the child; what is done about it may well differ from list to list. */
const judgements: readonly Answer['answer'][] = ['manager_rag', 'officer_view', 'barrier'];

/** Tells where another list of the same day says otherwise of a child: both are kept, each on its own list. */
function tellOtherLists(reading: Reading, taken: readonly Candidate[], known: readonly Answer[]): void {
  const keyOf = (each: Answer): string => JSON.stringify([each.case_number, each.answer, each.workbook_date]);
  const all = group([...known, ...taken] as (Answer | Candidate)[], keyOf);
  for (const each of taken.filter(({ answer }) => judgements.includes(answer))) {
    const otherwise = (all.get(keyOf(each)) ?? []).filter(
      ({ list_id, value }) => list_id !== each.list_id && value !== each.value && value !== '',
    );
    if (each.value === '' || otherwise.length === 0) continue;
    const places = otherwise.map((other) =>
      'file' in other
        ? `${other.list_id} (${other.file}, row ${other.row})`
        : `${other.list_id} (read on ${other.read_on})`,
    );
    const what = `the list ${places.join(' and ')} says otherwise of the same child: both are kept, each on its own list`;
    tellOf(reading, each, 'noticed', what);
  }
}

const others = (one: Candidate, all: readonly Candidate[]): string =>
  all
    .filter((each) => each !== one && each.value !== one.value)
    .map(({ file, row }) => `${file}, row ${row}`)
    .join(' and ');

const tellOf = (reading: Reading, { file, row, answer }: Candidate, kind: Told['kind'], what: string): void =>
  reading.tell(file, row, answerColumns[answer].header, kind, what);

const shownLines = 200;

/** Tells what came of it, in lines for a person; no line holds a case number or an answer. */
export function readLines({ taken, told, sheets, rows }: ReadPack, folder: string): string[] {
  const lists = [...group(taken, ({ list_id }) => list_id)].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = told.map(
    ({ file, row, column, kind, what }) =>
      `  ${kind}: ${relative('.', file)}${row === null ? '' : `, row ${row}`}${column === null ? '' : `, column "${column}"`}: ${what}`,
  );
  return [
    `${sheets} sheet(s) with ${rows} rows read in ${folder}: ${taken.length} answers taken.`,
    ...lists.map(
      ([list, all]) =>
        `  ${list}: ${all.length} answers about ${new Set(all.map((each) => each.case_number)).size} children`,
    ),
    ...lines.slice(0, shownLines),
    ...(lines.length > shownLines ? [`  and ${lines.length - shownLines} more`] : []),
  ];
}
