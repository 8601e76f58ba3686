/** RESTRICTED: the agenda of a meeting as PDF: whom to hear, worst and longest first, by barrier, and what was agreed last time. */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { daysBetween, longDay } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { TaggedPdf } from '../tagged-pdf.ts';
import { type Answer, carriedOf, grouped, packFolder, readAnswers } from './answers.ts';
import { answerColumns, type Carried, longest, overdueWords, ratings, short } from './columns.ts';
import type { ListedChild, PackContent, PackList } from './content.ts';
import { openAs } from './folder.ts';
import { log } from './log.ts';
import { mayBeListed, type PackRequest, restrictedOf } from './write.ts';

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
  const bytes = await pdfOf(list, content, itemsOf(listed, content, answers), withheld.length);
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

function itemsOf(children: readonly ListedChild[], content: PackContent, answers: readonly Answer[]): Item[] {
  // whichever list a child was answered on, the newest answer holds
  const known = carriedOf(
    answers.map((each) => ({ ...each, list_id: '' })),
    '',
  );
  return [...children].sort(worstFirst).map((child) => {
    const said = known.get(child.subject) ?? {};
    return {
      barrier: content.choices.barrier.get(said.barrier ?? '') ?? 'No barrier named',
      child,
      lines: [
        `Rating by the rules: ${word(child.facts['rating'])}. Manager: ${word(said.manager_rag)}. Reviewing officer: ${word(said.officer_view)}.`,
        `Overdue: ${overdueWords(child, content) || 'nothing'}.`,
        ...lastTime(said, content),
      ],
    };
  });
}

const word = (code: unknown): string => ratings[String(code) as keyof typeof ratings] ?? 'none recorded';

/** Last time's action, and whether it was done. */
function lastTime(said: NonNullable<ReturnType<Carried['get']>>, { asAt, choices }: PackContent): string[] {
  const { doing, owner, by_when: by, done_on: done } = said;
  if ([doing, owner, by, done].every((each) => each === undefined)) return ['Action: none recorded.'];
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
  for (const [barrier, group] of grouped(items, (item) => item.barrier)) {
    pdf.write('H2', `${barrier}: ${group.length}`);
    pdf.bookmark(`${barrier}: ${group.length}`);
    for (const { child, lines } of group) {
      number += 1;
      pdf.write('H3', `${number}. Case ${child.subject}, ${content.teams.get(child.team) ?? child.team}`);
      for (const text of lines) pdf.write('P', text);
    }
  }
  return pdf.finish();
}
