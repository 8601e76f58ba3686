/** RESTRICTED: the agenda of a meeting as PDF: whom to hear, worst and longest first, by barrier, and what was agreed last time. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { group } from 'd3-array';
import { daysBetween, longDay } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import type { ListAnswer } from '../../sources/rules/tracking-contract.ts';
import { TaggedPdf } from '../tagged-pdf.ts';
import { type Answer, carriedOf, packFolder, readAnswers } from './answers.ts';
import { answerColumns, type Carried, longest, overdueWords, ratings, short } from './columns.ts';
import type { ListedChild, PackContent, PackList } from './content.ts';
import { openAs } from './folder.ts';
import { log } from './log.ts';
import { mayBeListed, restrictedOf } from './restricted.ts';
import type { PackRequest } from './write.ts';

export interface Agenda {
  readonly file: string;
  readonly children: number;
  readonly withheld: number;
}

const folderName = 'agendas';

/** The agendas of an authority in a folder of packs. */
export const agendasIn = (to: string, authority: string): string[] => {
  const folder = join(to, folderName);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) =>
    name.startsWith(`${authority}-`) ? [join(folder, name)] : [],
  );
};

/** Writes the agenda of one list into the folder of the packs. The same input gives the same bytes. */
export async function writeAgenda(
  request: PackRequest,
  content: PackContent,
  meeting: string,
): Promise<Agenda> {
  const { folders, config } = request;
  const list = content.lists.find(({ id }) => id === meeting);
  if (list === undefined)
    throw new TrackerError(
      'usage',
      'list_unknown',
      `There is no list ${meeting} of ${config.authority}.`,
      `There are: ${content.lists.map(({ id }) => id).join(', ')}.`,
    );
  const { listed, withheld } = mayBeListed(list, restrictedOf(config));
  const answers = readAnswers(packFolder(folders, config.authority));
  const bytes = await pdfOf(list, content, itemsOf(list, listed, content, answers), withheld.length);
  const folder = join(resolve(request.to), folderName);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${config.authority}-${content.asAt}-${meeting}.pdf`);
  writeFileSync(`${file}.next`, bytes);
  renameSync(`${file}.next`, file);
  openAs(resolve(request.to), folder);
  const { authority } = config;
  const lists = { [meeting]: { workbooks: 1, children: listed.length } };
  const told = { at: request.at, by_role: request.byRole, day: content.asAt, folder: resolve(request.to) };
  log(folders, { did: 'agenda', authority, ...told, lists });
  return { file, children: listed.length, withheld: withheld.length };
}

/** One child as the meeting hears it. */
interface Item {
  readonly barrier: string;
  readonly child: ListedChild;
  readonly lines: readonly string[];
}

const severity = ({ facts }: ListedChild): number =>
  ['RED', 'AMBER', 'GREEN'].indexOf(String(facts['rating'])) + 1 || 9;
const worstFirst = (a: ListedChild, b: ListedChild): number =>
  severity(a) - severity(b) || (longest(b) ?? 0) - (longest(a) ?? 0) || (a.subject < b.subject ? -1 : 1);

function itemsOf(
  list: PackList,
  children: readonly ListedChild[],
  content: PackContent,
  answers: readonly Answer[],
): Item[] {
  const bySubject = group(answers, ({ case_number }) => case_number);
  return [...children].sort(worstFirst).map((child) => {
    const said = bySubject.get(child.subject) ?? [];
    const [barrier] = newestOf(said, 'barrier', list.id);
    const rated = (answer: 'manager_rag' | 'officer_view'): string =>
      ratingWords(newestOf(said, answer, list.id), content);
    return {
      barrier: content.choices.barrier.get(barrier?.value ?? '') ?? 'No barrier named',
      child,
      lines: [
        `Rating by the rules: ${word(child.facts['rating'])}. Manager: ${rated('manager_rag')}. Reviewing officer: ${rated('officer_view')}.`,
        `Overdue: ${overdueWords(child, content) || 'nothing'}.`,
        ...lastTime(actionOf(said, list.id), content),
      ],
    };
  });
}

/** What each list said last, the newest first; of two on one day the meeting's own list before any other. */
function newestOf(said: readonly Answer[], answer: ListAnswer, own: string): Answer[] {
  const last = new Map(said.filter((each) => each.answer === answer).map((each) => [each.list_id, each]));
  const key = (each: Answer): string =>
    `${each.workbook_date} ${each.list_id === own ? 1 : 0} ${each.list_id}`;
  return [...last.values()].filter(({ value }) => value !== '').sort((a, b) => (key(a) > key(b) ? -1 : 1));
}

/** The newest rating, and what another list said on that day where it differs. */
function ratingWords([first, ...rest]: readonly Answer[], { lists }: PackContent): string {
  const otherwise = rest.filter(
    ({ value, workbook_date: day }) => value !== first?.value && day === first?.workbook_date,
  );
  const nameOf = (list: string): string => lists.find(({ id }) => id === list)?.name ?? list;
  const more = otherwise.map(({ value, list_id }) => `${word(value)} on the list ${nameOf(list_id)}`);
  return `${word(first?.value)}${more.length === 0 ? '' : ` (${more.join('; ')})`}`;
}

const actionAnswers = ['doing', 'owner', 'by_when', 'done_on'] as const;
type Action = NonNullable<ReturnType<Carried['get']>>;

/** The action as one list has it, the meeting's own before the newest: what is done of one is not done of another. */
function actionOf(said: readonly Answer[], own: string): Action {
  const known = actionAnswers.flatMap((answer) => newestOf(said, answer, own));
  const [newest] = known.sort((a, b) => (a.workbook_date > b.workbook_date ? -1 : 1));
  const list = known.find(({ list_id }) => list_id === own) ?? newest;
  return list === undefined ? {} : (carriedOf(said, list.list_id).get(list.case_number) ?? {});
}

const word = (code: unknown): string => ratings[String(code) as keyof typeof ratings] ?? 'none recorded';

/** Last time's action, and whether it was done. */
function lastTime(action: Action, { asAt, choices }: PackContent): string[] {
  const { doing, owner, by_when: by, done_on: done } = action;
  if (actionAnswers.every((each) => action[each] === undefined)) return ['Action: none recorded.'];
  const late = by === undefined ? 0 : daysBetween(by, done ?? asAt);
  const state =
    done === undefined
      ? `not done${late > 0 ? `, ${late} days late` : ''}`
      : `done on ${short(done)}${late > 0 ? `, ${late} days late` : ''}`;
  const role = owner === undefined ? 'no owner' : (choices.manager_role.get(owner) ?? owner);
  return [
    ...(doing === undefined ? [] : [`${answerColumns.doing.header.replace('Fill in: ', '')}: ${doing}`]),
    `Action: ${role}, by ${by === undefined ? 'no date' : short(by)}; ${state}.`,
  ];
}

async function pdfOf(
  list: PackList,
  content: PackContent,
  items: readonly Item[],
  withheld: number,
): Promise<Buffer> {
  const title = `${list.name}: agenda, as at ${longDay(content.asAt)}`;
  const pdf = new TaggedPdf({ title, day: content.asAt, marking: 'OFFICIAL-SENSITIVE' });
  pdf.write('H1', title, 16);
  pdf.write(
    'P',
    `OFFICIAL-SENSITIVE: information about children. For the members of the meeting and nobody else. ${content.authorityName}; ${list.recipient}.`,
  );
  pdf.write(
    'P',
    `${items.length} children to be heard${withheld > 0 ? `; ${withheld} more are withheld, for their records are restricted` : ''}. The worst rating first, within it the longest overdue, by barrier.`,
  );
  let number = 0;
  for (const [barrier, held] of group(items, (item) => item.barrier)) {
    pdf.write('H2', `${barrier}: ${held.length}`);
    pdf.bookmark(`${barrier}: ${held.length}`);
    for (const { child, lines } of held) {
      number += 1;
      pdf.write('H3', `${number}. Case ${child.subject}, ${content.teams.get(child.team) ?? child.team}`);
      for (const text of lines) pdf.write('P', text);
    }
  }
  return pdf.finish();
}
