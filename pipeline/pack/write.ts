/** RESTRICTED: the Monday pack, one workbook for each recipient of each list. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { addDays } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import type { LiveEdition } from '../children/live-warehouse.ts';
import { moveInto } from '../durable.ts';
import type { DataFolders } from '../folders.ts';
import { canonicalJson, fileSha256, sha256 } from '../hash.ts';
import { carriedOf, packFolder, readAnswers } from './answers.ts';
import { changesOf, dropHeld, type Gone, goneOf, heldBefore, heldDays, keepHeld } from './changes.ts';
import { openOf } from './columns.ts';
import { type ListedChild, type PackContent, type PackList, readContent } from './content.ts';
import { log } from './log.ts';
import { type Recipient, workbookOf } from './workbook.ts';

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
  /** Days whose packs were deleted by the rule. */
  readonly deleted: readonly string[];
}

export interface PackRequest {
  readonly folders: DataFolders;
  readonly config: AuthorityConfig;
  readonly to: string;
  readonly byRole: string;
  readonly at: string;
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
  const lists = content.lists.map((list) => split(list, withheld));
  const before = heldBefore(own, content.asAt);
  const answers = readAnswers(own);
  const files = new Map<string, Uint8Array>();
  const written: WrittenList[] = [];
  for (const each of lists) {
    const unnamed = new Set([...withheld, ...each.adopted]);
    const gone = goneOf(each.list, before, content, unnamed);
    const recipients = recipientsOf(each, content, gone, before?.as_at ?? null);
    reconcile(each, recipients, content);
    const changes = changesOf(each.list, before);
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
  return { folder, asAt: content.asAt, lists: written, deleted };
}

/** The list with those who may be listed, and how many may not. */
interface Split {
  readonly list: PackList;
  readonly withheld: readonly ListedChild[];
  readonly adopted: ReadonlySet<string>;
  readonly all: readonly ListedChild[];
}

/** Who of a list may be listed: nobody who is adopted, and nobody whose record is restricted. */
export function mayBeListed(list: PackList, restricted: ReadonlySet<string>) {
  const others = list.children.filter((child) => !child.adopted);
  return {
    listed: others.filter((child) => !restricted.has(child.subject)),
    withheld: others.filter((child) => restricted.has(child.subject)),
  };
}

function split(list: PackList, restricted: ReadonlySet<string>): Split {
  const { listed, withheld } = mayBeListed(list, restricted);
  const adopted = list.children.flatMap((child) => (child.adopted ? [child.subject] : []));
  return { list: { ...list, children: listed }, withheld, adopted: new Set(adopted), all: list.children };
}

/** Case numbers of restricted records. */
export function restrictedOf({ restricted_records: file }: AuthorityConfig): Set<string> {
  if (file === null) return new Set();
  try {
    const rows = parse(readFileSync(file), { bom: true, columns: true, trim: true }) as Record<
      string,
      string
    >[];
    const ids = rows.map((row) => row['child_id']);
    if (ids.every((id) => id !== undefined && id !== '')) return new Set(ids as string[]);
  } catch (cause) {
    throw unreadable(cause);
  }
  throw unreadable();
}

const unreadable = (cause?: unknown): TrackerError =>
  new TrackerError(
    'usage',
    'restricted_invalid',
    'The file of restricted records cannot be read: no pack is written, since it would list those children.',
    'Write the column child_id with one case number a line; authority.yaml names the file in restricted_records.',
    cause,
  );

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
  since: string | null,
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
  }));
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

/** What lies in the folder of a day: by this the program knows its own files, and whether people have changed one. */
const packManifest = z.object({
  authority: z.string(),
  as_at: z.string(),
  files: z.record(z.string(), z.string()),
});
const manifestName = 'pack.json';

/** The manifest of a folder that a pack was written into; null for any other folder. */
function manifestOf(folder: string): z.infer<typeof packManifest> | null {
  try {
    return packManifest.safeParse(JSON.parse(readFileSync(join(folder, manifestName), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** Puts the folder of the day in place: written aside whole, then renamed. The same pack again changes nothing. */
function place(
  folder: string,
  { authority, asAt }: PackContent,
  files: ReadonlyMap<string, Uint8Array>,
): void {
  const sums = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  const manifest = canonicalJson({ authority, as_at: asAt, files: sums });
  if (existsSync(folder)) refuseInUse(folder, authority);
  if (existsSync(folder) && readFileSync(join(folder, manifestName), 'utf8') === manifest) return;
  const aside = `${folder}.next`;
  rmSync(aside, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    mkdirSync(join(aside, name, '..'), { recursive: true });
    writeFileSync(join(aside, name), bytes);
  }
  mkdirSync(aside, { recursive: true });
  writeFileSync(join(aside, manifestName), manifest);
  openAs(dirname(folder), aside);
  const old = `${folder}.old`;
  if (existsSync(folder)) renameSync(folder, old);
  moveInto(aside, folder);
  rmSync(old, { recursive: true, force: true });
}

/** Whoever may enter the folder that the authority has restricted may read what lies in it. */
export function openAs(above: string, path: string): void {
  const { mode } = statSync(above);
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, mode & (isFolder ? 0o777 : 0o666));
  if (isFolder) for (const name of readdirSync(path)) openAs(above, join(path, name));
}

function refuseInUse(folder: string, authority: string): void {
  const known = manifestOf(folder);
  const changed = Object.entries(known?.files ?? {}).filter(
    ([name, sum]) => existsSync(join(folder, name)) && fileSha256(join(folder, name)) !== sum,
  );
  if (known?.authority === authority && changed.length === 0) return;
  throw new TrackerError(
    'usage',
    'pack_in_use',
    known?.authority === authority
      ? `${folder} holds workbooks that people have changed since they were written (${changed
          .map(([name]) => name)
          .slice(0, 5)
          .join(', ')}): they are left as they are.`
      : `${folder} is not a pack of ${authority}: it is left as it is.`,
    'Read it with `tracker pack read`, then move it away and write again, or give another folder with --to.',
  );
}

/** Deletes packs older than the rule says: of each the files that its manifest names, and the folder when it is empty then. */
function deleteOld(to: string, own: string, content: PackContent): string[] {
  const first = addDays(content.asAt, -content.daysKept);
  for (const day of heldDays(own)) if (day < first) dropHeld(own, day);
  const old = readdirSync(to).filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name) && name < first);
  return old.filter((day) => {
    const folder = join(to, day);
    const known = manifestOf(folder);
    if (known === null || known.authority !== content.authority) return false;
    for (const name of [...Object.keys(known.files), manifestName])
      rmSync(join(folder, name), { force: true });
    const inner = [...new Set(Object.keys(known.files).map((name) => join(folder, name, '..')))];
    for (const each of [...inner, folder])
      if (existsSync(each) && readdirSync(each).length === 0) rmdirSync(each);
    return true;
  });
}

/** The workbooks of a pack folder that hold the case number, for whoever must forget a child. */
export function packFiles(to: string, authority: string): string[] {
  if (!existsSync(to)) return [];
  return readdirSync(to).flatMap((day) => {
    const known = manifestOf(join(to, day));
    return known?.authority === authority ? Object.keys(known.files).map((name) => join(to, day, name)) : [];
  });
}

/** Tells what was written, in lines for a person. */
export function writtenLines({ folder, lists, deleted }: WrittenPack): string[] {
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
    ...(deleted.length === 0 ? [] : [`Deleted by the rule pack_days_kept: ${deleted.join(', ')}`]),
  ];
}
