/**
 * RESTRICTED: what people wrote on the lists, cell by cell, with the day of the workbook that it came in. What the figures
 * need of it goes through the door as a local extract of panel decisions; free text stays here and in the workbooks.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { group } from 'd3-array';
import { z } from 'zod';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { entryOf } from '../../sources/reading/entry.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
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

/** Adds answers, one for each cell and workbook date; the next run counts them. */
export function keepAnswers(folder: string, added: readonly Answer[]): void {
  writeBook(folder, [
    ...new Map([...readAnswers(folder), ...added].map((each) => [keyOf(each), each])).values(),
  ]);
}

/** Removes the answers that fit, of a child or of old workbooks, and what a run made of them all. */
export function dropAnswers(folder: string, isGone: (each: Answer) => boolean): number {
  const all = readAnswers(folder);
  const left = all.filter((each) => !isGone(each));
  if (left.length === all.length) return 0;
  writeBook(folder, left);
  rmSync(toRead(folder), { recursive: true, force: true });
  return all.length - left.length;
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

/**
 * A decision for each child, list and workbook in which something changed, with all that was known by then, as far as an
 * extract of the last day can say it: what a later workbook said counts in a later one, and days after it stay open. A list
 * on which nobody says when the child was heard is looked at by its own team on the day of the workbook. Households are no
 * children of the case files and stay in the book.
 */
function decisions(all: readonly Answer[], lists: RuleBook['lists'], last: string): Decision[] {
  const counting = [...all]
    .sort(bySort)
    .filter((each) => !each.case_number.startsWith('household ') && each.workbook_date <= last);
  const groups = group(counting, (each) => JSON.stringify([each.list_id, each.case_number]));
  return [...groups.values()].flatMap((said) => {
    const list = lists.find(({ list_id }) => list_id === said[0]?.list_id);
    return list === undefined ? [] : decisionsOf(said, list, last);
  });
}

function decisionsOf(said: readonly Answer[], list: RuleBook['lists'][number], last: string): Decision[] {
  const saysWhen = list.answers.includes('discussed_on');
  const byThen = (day: string | undefined): string => (day !== undefined && day <= last ? day : '');
  const known: Partial<Record<ListAnswer, string>> = {};
  const made = new Map<string, Decision>();
  for (const each of said) {
    known[each.answer] = each.value;
    made.set(each.workbook_date, {
      panl_table_id: `pack:${each.list_id}:${each.workbook_date}:${each.case_number}`,
      panl_person_id: each.case_number,
      panl_panel: list.panel,
      panl_referred_date: said[0]?.workbook_date ?? each.workbook_date,
      panl_heard_date: saysWhen ? byThen(known.discussed_on) : each.workbook_date,
      panl_barrier: known.barrier ?? '',
      panl_rag: known.manager_rag ?? '',
      panl_iro_view: known.officer_view ?? '',
      panl_action_owner_role: known.owner ?? '',
      panl_action_due_date: known.by_when ?? '',
      panl_action_done_date: byThen(known.done_on),
      panl_prefilled_date: byThen(each.read_on),
      panl_action_recorded_date: (known.by_when ?? '') === '' ? '' : byThen(each.read_on),
    });
  }
  return [...made.values()];
}

const localExtract = {
  adapter: 'local',
  folders: [],
  database: null,
  end_dates: 'touch',
  last_day_in_care: 'exclusive',
} as const;

/**
 * The configuration with what came back of its packs among the local extracts; as it was where nothing has. `lists` are
 * those of its rules.
 */
export function withAnswers(
  config: AuthorityConfig,
  folders: DataFolders,
  { lists }: Pick<RuleBook, 'lists'>,
  asAt: string,
): AuthorityConfig {
  const own = join(folders.packs, config.authority);
  const made = decisions(readAnswers(own), lists, config.extract_date ?? asAt);
  rmSync(toRead(own), { recursive: true, force: true });
  if (made.length === 0) return config;
  makePrivateFolder(toRead(own));
  const rows = made.map((row) => decisionColumns.map((name) => row[name] ?? ''));
  replaceFile(
    join(toRead(own), 'local_panel_decisions.csv'),
    csvText(
      decisionColumns,
      rows.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1)),
    ),
  );
  const { folders: before, ...entry } =
    config.sources.find(({ adapter }) => adapter === 'local') ?? localExtract;
  const rest = config.sources.filter(({ adapter }) => adapter !== 'local');
  return { ...config, sources: [...rest, { ...entry, folders: [...before, toRead(own)] }] };
}
