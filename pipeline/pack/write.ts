/** RESTRICTED: the Monday pack, one workbook for each recipient of each list. */
import { join, relative, resolve } from 'node:path';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { TrackerError } from '../../sources/error.ts';
import type { LiveEdition } from '../children/live-warehouse.ts';
import type { DataFolders } from '../folders.ts';
import { carriedOf, packFolder, readAnswers } from './answers.ts';
import {
  changesOf,
  type Gone,
  goneOf,
  type Held,
  heldBefore,
  heldOn,
  isDue,
  keepHeld,
  lastTimeOf,
} from './changes.ts';
import { openOf } from './columns.ts';
import { type ListedChild, type PackContent, type PackList, readContent } from './content.ts';
import { deleteOld, place } from './folder.ts';
import { log } from './log.ts';
import type { Recipient } from './plain-sheets.ts';
import { mayBeListed, restrictedOf } from './restricted.ts';
import { workbookOf } from './workbook.ts';

/** What was written of one list. */
export interface WrittenList {
  readonly list: string;
  readonly name: string;
  readonly workbooks: number;
  readonly children: number;
  readonly withheld: number;
  readonly adopted: number;
  /** Children without a team, and who gets them. */
  readonly unplaced: number;
  readonly unplacedTo: string;
}

export interface WrittenPack {
  readonly folder: string;
  readonly asAt: string;
  readonly lists: readonly WrittenList[];
  /** Lists that do not go out with every pack and are not due, with the day of their last. */
  readonly notDue: readonly { readonly list: string; readonly frequency: string; readonly last: string }[];
  /** Days whose packs were deleted by the rule. */
  readonly deleted: readonly string[];
}

export interface PackRequest {
  readonly folders: DataFolders;
  readonly config: AuthorityConfig;
  readonly to: string;
  readonly byRole: string;
  readonly at: string;
  /** Lists that are not due too. */
  readonly every?: boolean;
}

/**
 * Writes the packs of the live edition into `<to>/<as-at date>/<list>/`, whole or not at all.
 *
 * @throws {TrackerError} `pack_folder` within the data folder; `pack_differs` when rows and the edition's counts differ;
 *   `pack_in_use` when people have changed a workbook of that day, which is never overwritten
 */
export async function writePack(request: PackRequest & { readonly live: LiveEdition }): Promise<WrittenPack> {
  refuseInside(request.folders, resolve(request.to));
  return writeContent(request, await readContent(request.live, request.config.authority));
}

/** The same of what was read already. */
export async function writeContent(request: PackRequest, content: PackContent): Promise<WrittenPack> {
  const { folders, config } = request;
  const to = resolve(request.to);
  const own = packFolder(folders, config.authority);
  const withheld = restrictedOf(config);
  const before = heldBefore(own, content.asAt);
  const [due, notDue] = dueOf(content, before, heldOn(own, content.asAt), request.every === true);
  const lists = due.map((list) => split(list, withheld));
  const answers = readAnswers(own);
  const files = new Map<string, Uint8Array>();
  const written: WrittenList[] = [];
  for (const each of lists) {
    const unnamed = new Set([...withheld, ...each.adopted]);
    const last = lastTimeOf(each.list.id, before);
    const gone = goneOf(each.list, last, content, unnamed);
    const recipients = recipientsOf(each, content, gone, {
      since: last?.day ?? null,
      site: config.board_site,
    });
    reconcile(each, recipients, content);
    const changes = changesOf(each.list, last);
    for (const recipient of recipients)
      files.set(
        fileName(recipient),
        await workbookOf(recipient, content, carriedOf(answers, each.list.id), changes),
      );
    written.push(writtenList(each, recipients));
  }
  const folder = join(to, content.asAt);
  place(folder, content, files);
  keepHeld(
    own,
    content,
    lists.map(({ list }) => list),
  );
  const deleted = deleteOld(to, own, content);
  const { authority } = config;
  const told = { authority, at: request.at, by_role: request.byRole, folder: to };
  const counts = written.map(({ list, workbooks, children }) => [list, { workbooks, children }]);
  log(folders, { ...told, did: 'written', day: content.asAt, lists: Object.fromEntries(counts) });
  for (const day of deleted) log(folders, { ...told, did: 'deleted', day, lists: {} });
  return { folder, asAt: content.asAt, lists: written, notDue, deleted };
}

/** Which lists go out with this pack; what went out on this very day already does again. */
function dueOf(
  { lists, asAt }: PackContent,
  before: readonly Held[],
  today: Held | null,
  every: boolean,
): [PackList[], WrittenPack['notDue']] {
  const due: PackList[] = [];
  const notDue = lists.flatMap((list) => {
    const { id, frequency } = list;
    const last = lastTimeOf(id, before)?.day ?? null;
    const goes = every || last === null || today?.lists[id] !== undefined || isDue(frequency, last, asAt);
    if (goes) due.push(list);
    return goes ? [] : [{ list: id, frequency, last }];
  });
  return [due, notDue];
}

/** The list with those who may be listed, and how many may not. */
interface Split {
  readonly list: PackList;
  readonly withheld: readonly ListedChild[];
  readonly adopted: ReadonlySet<string>;
  readonly all: readonly ListedChild[];
}

function split(list: PackList, restricted: ReadonlySet<string>): Split {
  const { listed, withheld } = mayBeListed(list, restricted);
  const adopted = list.children.flatMap((child) => (child.adopted ? [child.subject] : []));
  return { list: { ...list, children: listed }, withheld, adopted: new Set(adopted), all: list.children };
}

function refuseInside({ root }: DataFolders, to: string): void {
  const way = relative(resolve(root), to);
  if (way.startsWith('..') || resolve(way) === way) return;
  throw new TrackerError(
    'usage',
    'pack_folder',
    'The folder for the packs lies in the data folder.',
    'Name a folder outside it that only the managers who get the lists may enter.',
  );
}

const nobody = ['not allocated', 'team not known'];

/** One recipient for each team or service that has somebody on the list now or had last time, else the authority. */
function recipientsOf(
  { list, withheld, adopted, all }: Split,
  content: PackContent,
  gone: readonly Gone[],
  { since, site }: { readonly since: string | null; readonly site: string | null },
): Recipient[] {
  const keyOf = (child: ListedChild): string => {
    const key =
      list.oneForEach === 'team' ? child.team : list.oneForEach === 'service' ? child.service : 'all';
    return nobody.includes(key) ? 'no-team' : key;
  };
  const keyOfGone = ({ team }: Gone): string =>
    list.oneForEach === 'authority'
      ? 'all'
      : nobody.includes(team)
        ? 'no-team'
        : list.oneForEach === 'team'
          ? team
          : (serviceOf(content, team) ?? 'no-team');
  const keys = new Set([...[...list.children, ...withheld].map(keyOf), ...gone.map(keyOfGone)]);
  if (list.oneForEach === 'authority') keys.add('all');
  return [...keys].sort().map((key) => ({
    key,
    name: key === 'no-team' ? `no team recorded: to ${list.withoutTeam}` : (content.teams.get(key) ?? key),
    list,
    children: list.children.filter((child) => keyOf(child) === key),
    gone: gone.filter((each) => keyOfGone(each) === key),
    withheld: withheld.filter((child) => keyOf(child) === key).length,
    adopted: all.filter((child) => adopted.has(child.subject) && keyOf(child) === key).length,
    since,
    page: pageOf(content, list, key, site),
  }));
}

/** Where the site shows how a team or service stands: its address or, where nobody has said the site's, the way to it. */
function pageOf(content: PackContent, list: PackList, key: string, site: string | null): string | null {
  const page = content.pages.get(`${list.oneForEach} ${key}`);
  if (page === undefined) return null;
  if (site !== null) return new URL(page, site.endsWith('/') ? site : `${site}/`).href;
  return `On the Board's site, under Teams: ${content.teams.get(key) ?? key}.`;
}

const serviceOf = ({ lists }: PackContent, team: string): string | undefined =>
  lists.flatMap(({ children }) => children).find((child) => child.team === team)?.service;

/**
 * Rows of all workbooks, those withheld and those adopted are everybody on the list; of each line that makes the list,
 * they are as many as the edition says.
 */
function reconcile(
  { list, withheld, adopted, all }: Split,
  recipients: readonly Recipient[],
  content: PackContent,
): void {
  const rows = recipients.flatMap(({ children }) => children);
  const held = all.filter((child) => adopted.has(child.subject));
  const others = [...withheld, ...held];
  const compare = (what: string, found: number, wanted: number): void => {
    if (found === wanted) return;
    throw new TrackerError(
      'check_stopped',
      'pack_differs',
      `The packs of the list ${list.id} hold ${found} and the edition says ${wanted}: ${what}. No pack was written.`,
      'Run the as-at date again; if they still differ, report it as a fault of the models.',
    );
  };
  compare('children on the list', rows.length + others.length, all.length);
  compare('children, each once', new Set(rows.map(({ subject }) => subject)).size, rows.length);
  const everybody = [...rows, ...others];
  for (const line of new Set([...list.members, ...list.steps])) {
    const open = everybody.filter((child) => openOf(child).includes(line)).length;
    const counted = content.counts.get(line) ?? { any: 0, open: 0 };
    if (list.isWholeLine && list.members.includes(line)) {
      const any = everybody.filter((child) => child.lines.some((each) => each.line === line)).length;
      compare(`overdue or listed on line ${line}`, open, counted.open);
      if (list.shows === 'any') compare(`children on line ${line}`, any, counted.any);
    } else if (open > counted.open && content.lines.get(line)?.isRegister === false)
      compare(`overdue or listed on line ${line}`, open, counted.open);
  }
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
const fileName = ({ list, key }: Recipient): string => `${list.id}/${list.id}-${slug(key)}.xlsx`;

function writtenList({ list, withheld, adopted }: Split, recipients: readonly Recipient[]): WrittenList {
  const unplaced = recipients.find(({ key }) => key === 'no-team')?.children.length ?? 0;
  return {
    list: list.id,
    name: list.name,
    workbooks: recipients.length,
    children: list.children.length,
    withheld: withheld.length,
    adopted: adopted.size,
    unplaced,
    unplacedTo: list.withoutTeam,
  };
}

/** Tells what was written, in lines for a person. */
export function writtenLines({ folder, lists, notDue, deleted }: WrittenPack): string[] {
  const each = lists.map(({ list, workbooks, children, withheld, adopted, unplaced, unplacedTo }) => {
    const more = [
      withheld > 0 ? `${withheld} withheld` : '',
      adopted > 0 ? `${adopted} adopted and in no pack` : '',
      unplaced > 0 ? `${unplaced} without a team, to ${unplacedTo}` : '',
    ].filter((words) => words !== '');
    return `  ${list}: ${children} in ${workbooks} workbook(s)${more.length === 0 ? '' : `; ${more.join('; ')}`}`;
  });
  return [
    `Packs in ${folder}, as many children as the edition says:`,
    ...each,
    ...notDue.map(
      ({ list, frequency, last }) =>
        `  ${list}: not due, it is ${frequency.replace('_', '-')} and was written last for ${last}`,
    ),
    ...(deleted.length === 0 ? [] : [`Deleted by the rule pack_days_kept: ${deleted.join(', ')}`]),
  ];
}
