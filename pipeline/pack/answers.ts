/**
 * RESTRICTED: what people wrote on the lists, cell by cell, with the day of the workbook that it came in. What the figures
 * need of it goes through the door as a local extract of panel decisions; free text stays here and in the workbooks.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { entryOf } from '../../sources/reading/entry.ts';
import { type ListAnswer, listAnswers } from '../../sources/rules/tracking-contract.ts';
import { csvText, harmless } from '../csv.ts';
import { replaceFile } from '../durable.ts';
import { type DataFolders, makePrivateFolder } from '../folders.ts';
import type { Carried } from './columns.ts';

const answer = z.object({
  list_id: z.string(),
  case_number: z.string(),
  answer: z.enum(listAnswers),
  /** A code, a day as ISO text, or text; empty where somebody took an answer away. */
  value: z.string(),
  /** Day that the workbook was made for: a later one wins. */
  workbook_date: z.string(),
  /** Day on which it was read. */
  read_on: z.string(),
});
export type Answer = z.infer<typeof answer>;
const header = Object.keys(answer.shape) as (keyof Answer)[];

/** Where the packs of an authority keep what they must know. */
export const packFolder = (folders: DataFolders, authority: string): string =>
  makePrivateFolder(join(folders.packs, authority));

const book = (folder: string): string => join(folder, 'answers.csv');
const toRead = (folder: string): string => join(folder, 'read');

/** Every answer, the oldest workbook's first. */
export function readAnswers(folder: string): Answer[] {
  if (!existsSync(book(folder))) return [];
  const rows = parse(readFileSync(book(folder)), { columns: true }) as Record<string, string>[];
  return rows.map((row) =>
    answer.parse({ ...row, value: (row['value'] ?? '').replace(/^'(?=[=+\-@\t\r])/, '') }),
  );
}

const keyOf = (each: Answer): string =>
  JSON.stringify([each.workbook_date, each.list_id, each.case_number, each.answer]);

/** Adds answers, one for each cell and workbook date, and writes anew what the next run reads. */
export function keepAnswers(
  folder: string,
  added: readonly Answer[],
  panels: ReadonlyMap<string, PanelOfList>,
): void {
  const all = new Map([...readAnswers(folder), ...added].map((each) => [keyOf(each), each]));
  writeAnswers(folder, [...all.values()], panels);
}

/** Removes the answers that fit, of a child or of old workbooks. */
export function dropAnswers(folder: string, isGone: (each: Answer) => boolean): number {
  const all = readAnswers(folder);
  const left = all.filter((each) => !isGone(each));
  if (left.length === all.length) return 0;
  writeBook(folder, left);
  const file = join(toRead(folder), decisionsFile);
  if (!existsSync(file)) return all.length - left.length;
  const rows = parse(readFileSync(file), { columns: true }) as Record<string, string>[];
  const known = new Set(left.map((each) => decisionKey(each.list_id, each.workbook_date, each.case_number)));
  writeDecisions(
    folder,
    rows.filter((row) => known.has(row['panl_table_id'] ?? '')),
  );
  return all.length - left.length;
}

function writeAnswers(
  folder: string,
  all: readonly Answer[],
  panels: ReadonlyMap<string, PanelOfList>,
): void {
  writeBook(folder, all);
  writeDecisions(folder, decisions(all, panels));
}

const bySort = (a: Answer, b: Answer): number => (keyOf(a) < keyOf(b) ? -1 : 1);

function writeBook(folder: string, all: readonly Answer[]): void {
  const rows = [...all]
    .sort(bySort)
    .map((each) => header.map((name) => (name === 'value' ? harmless(each.value) : each[name])));
  replaceFile(book(folder), csvText(header, rows));
}

/** The newest answer to each question, by case number, for one list. */
export function carriedOf(all: readonly Answer[], list: string): Carried {
  const carried = new Map<string, Partial<Record<ListAnswer, string>>>();
  for (const each of [...all].filter(({ list_id }) => list_id === list).sort(bySort)) {
    const known = entryOf<string, Partial<Record<ListAnswer, string>>>(carried, each.case_number, () => ({}));
    if (each.value === '') delete known[each.answer];
    else known[each.answer] = each.value;
  }
  return carried;
}

/** Under which meeting the answers of a list are kept, and whether people say when the child was heard. */
export interface PanelOfList {
  readonly panel: string;
  readonly saysWhen: boolean;
}

const decisionsFile = 'local_panel_decisions.csv';
const decisionColumns = [
  'panl_table_id',
  'panl_person_id',
  'panl_panel',
  'panl_referred_date',
  'panl_heard_date',
  'panl_barrier',
  'panl_rag',
  'panl_iro_view',
  'panl_action_owner_role',
  'panl_action_due_date',
  'panl_action_done_date',
  'panl_prefilled_date',
  'panl_action_recorded_date',
] as const;
type Decision = Readonly<Partial<Record<(typeof decisionColumns)[number], string>>>;

const decisionKey = (list: string, day: string, subject: string): string => `pack:${list}:${day}:${subject}`;

/**
 * A decision for each child, list and workbook in which something changed, with all that was known by then. A list on
 * which nobody says when the child was heard is looked at by its own team on the day of the workbook. Households are
 * no children of the case files and stay in the book.
 */
function decisions(all: readonly Answer[], panels: ReadonlyMap<string, PanelOfList>): Decision[] {
  const ofChildren = [...all].sort(bySort).filter((each) => !each.case_number.startsWith('household '));
  const groups = grouped(ofChildren, (each) => JSON.stringify([each.list_id, each.case_number]));
  return [...groups.values()].flatMap((group) => {
    const panel = panels.get(group[0]?.list_id ?? '');
    return panel === undefined ? [] : decisionsOf(group, panel);
  });
}

function decisionsOf(group: readonly Answer[], { panel, saysWhen }: PanelOfList): Decision[] {
  const known: Partial<Record<ListAnswer, string>> = {};
  const made = new Map<string, Decision>();
  for (const each of group) {
    known[each.answer] = each.value;
    made.set(each.workbook_date, {
      panl_table_id: decisionKey(each.list_id, each.workbook_date, each.case_number),
      panl_person_id: each.case_number,
      panl_panel: panel,
      panl_referred_date: group[0]?.workbook_date ?? each.workbook_date,
      panl_heard_date: saysWhen ? (known.discussed_on ?? '') : each.workbook_date,
      panl_barrier: known.barrier ?? '',
      panl_rag: known.manager_rag ?? '',
      panl_iro_view: known.officer_view ?? '',
      panl_action_owner_role: known.owner ?? '',
      panl_action_due_date: known.by_when ?? '',
      panl_action_done_date: known.done_on ?? '',
      panl_prefilled_date: each.read_on,
      panl_action_recorded_date: (known.by_when ?? '') === '' ? '' : each.read_on,
    });
  }
  return [...made.values()];
}

function writeDecisions(folder: string, rows: readonly Readonly<Record<string, string | undefined>>[]): void {
  makePrivateFolder(toRead(folder));
  const cells = rows.map((row) => decisionColumns.map((name) => row[name] ?? ''));
  replaceFile(
    join(toRead(folder), decisionsFile),
    csvText(
      decisionColumns,
      cells.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
    ),
  );
}

/** The configuration with what came back of its packs among the local extracts; as it was where nothing has. */
export function withAnswers(config: AuthorityConfig, folders: DataFolders): AuthorityConfig {
  const folder = toRead(join(folders.packs, config.authority));
  if (!existsSync(join(folder, decisionsFile))) return config;
  const local = config.sources.find(({ adapter }) => adapter === 'local');
  const rest = config.sources.filter(({ adapter }) => adapter !== 'local');
  const without = {
    adapter: 'local',
    folders: [],
    database: null,
    end_dates: 'touch',
    last_day_in_care: 'exclusive',
  } as const;
  const { folders: before, ...entry } = local ?? without;
  return { ...config, sources: [...rest, { ...entry, folders: [...before, folder] }] };
}

/** Things in groups of one key each, in the order in which the keys come. */
export const grouped = <T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const each of all) entryOf<string, T[]>(groups, keyOf(each), () => []).push(each);
  return groups;
};
