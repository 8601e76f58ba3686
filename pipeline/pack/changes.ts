/** What changed since the pack of the week before: from what the lists held then, as its snapshot had it. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { addDays, daysBetween } from '../../sources/days.ts';
import { replaceFile } from '../durable.ts';
import { canonicalJson } from '../hash.ts';
import { openOf, short } from './columns.ts';
import type { PackContent, PackList } from './content.ts';

/** Whom each list held on a day, with team and open lines: kept, so that the next pack can say what is new and gone. */
const held = z.object({
  as_at: z.string(),
  snapshot_id: z.string(),
  lists: z.record(
    z.string(),
    z.record(z.string(), z.object({ team: z.string(), open: z.array(z.string()) })),
  ),
});
export type Held = z.infer<typeof held>;

/** Who has left a list, and why; `team` is the one that had the child. */
export interface Gone {
  readonly subject: string;
  readonly team: string;
  readonly why: string;
}

const fileOf = (folder: string, asAt: string): string => join(folder, 'held', `${asAt}.json`);

export function heldOn(folder: string, asAt: string): Held | null {
  const file = fileOf(folder, asAt);
  return existsSync(file) ? held.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** The days for which packs were written and are still known. */
export const heldDays = (folder: string): string[] =>
  existsSync(join(folder, 'held'))
    ? readdirSync(join(folder, 'held'))
        .flatMap((name) => /^(\d{4}-\d{2}-\d{2})\.json$/.exec(name)?.[1] ?? [])
        .sort()
    : [];

export const dropHeld = (folder: string, asAt: string): void => rmSync(fileOf(folder, asAt), { force: true });

export function keepHeld(folder: string, content: PackContent, listed: readonly PackList[]): void {
  const lists = listed.map(({ id, children }) => [
    id,
    Object.fromEntries(children.map((child) => [child.subject, { team: child.team, open: openOf(child) }])),
  ]);
  const kept = { as_at: content.asAt, snapshot_id: content.snapshotId, lists: Object.fromEntries(lists) };
  replaceFile(fileOf(folder, content.asAt), canonicalJson(kept));
}

/** Takes a child out of every day that is kept. */
export function forgetHeld(folder: string, subject: string): void {
  for (const day of heldDays(folder)) {
    const known = heldOn(folder, day);
    if (known === null) continue;
    for (const children of Object.values(known.lists)) delete children[subject];
    replaceFile(fileOf(folder, day), canonicalJson(known));
  }
}

const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** The days of earlier weeks, the newest first: a pack of the same week is the same Monday's, made again. */
export const heldBefore = (folder: string, asAt: string): Held[] =>
  heldDays(folder)
    .filter((day) => day < mondayOf(asAt))
    .reverse()
    .flatMap((day) => heldOn(folder, day) ?? []);

/** When a list was last written before, and whom it held then. */
export interface LastTime {
  readonly day: string;
  readonly children: Held['lists'][string];
}

export function lastTimeOf(list: string, before: readonly Held[]): LastTime | null {
  const last = before.find(({ lists }) => lists[list] !== undefined);
  const children = last?.lists[list];
  return last === undefined || children === undefined ? null : { day: last.as_at, children };
}

const weeksOf: Readonly<Record<string, number>> = { fortnightly: 2, three_weekly: 3, four_weekly: 4 };
const monthsOf: Readonly<Record<string, number>> = { monthly: 1, quarterly: 3, yearly: 12 };

/** Whether a list is due again: so many Mondays later, or in the next month, quarter or year; any other with each pack. */
export function isDue(frequency: string, last: string | null, asAt: string): boolean {
  if (last === null) return true;
  const months = monthsOf[frequency];
  if (months === undefined)
    return daysBetween(mondayOf(last), mondayOf(asAt)) >= 7 * (weeksOf[frequency] ?? 1);
  const periodOf = (day: string): number =>
    Math.floor((Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1) / months);
  return periodOf(asAt) > periodOf(last);
}

/** By case number what is new of a child on the list. Without a pack before, nothing is. */
export function changesOf(list: PackList, before: LastTime | null): Map<string, string> {
  if (before === null) return new Map();
  return new Map(
    list.children.flatMap((child) => {
      const known = before.children[child.subject];
      const fresh = openOf(child).filter((line) => known?.open.includes(line) !== true);
      const moved = known !== undefined && known.team !== child.team && list.oneForEach === 'team';
      const words = [
        known === undefined ? 'New on this list' : moved ? 'New in this team' : '',
        known === undefined || fresh.length === 0 ? '' : `Newly overdue: ${fresh.join(', ')}`,
      ].filter((word) => word !== '');
      return words.length === 0 ? [] : [[child.subject, words.join('; ')] as const];
    }),
  );
}

/** Who was on the list and is no more, or is another team's now. Nobody who is withheld or adopted is named. */
export function goneOf(
  list: PackList,
  before: LastTime | null,
  content: PackContent,
  unnamed: ReadonlySet<string>,
): Gone[] {
  const now = new Map(list.children.map((child) => [child.subject, child]));
  return Object.entries(before?.children ?? {}).flatMap(([subject, { team, open }]) => {
    const child = now.get(subject);
    if (unnamed.has(subject) || (child !== undefined && (list.oneForEach !== 'team' || child.team === team)))
      return [];
    const moved = child === undefined ? null : `Moved to ${content.teams.get(child.team) ?? child.team}`;
    return [{ subject, team, why: moved ?? reasonOf(list, content, subject, open) }];
  });
}

function reasonOf(list: PackList, content: PackContent, subject: string, open: readonly string[]): string {
  const isInCare = content.lists.some(({ children }) =>
    children.some((child) => child.subject === subject && child.facts['entry_date'] !== null),
  );
  const left = content.left.get(subject);
  const lines = content.standing.get(subject) ?? [];
  if (left !== undefined && !isInCare)
    return left.reason === 'turned 18'
      ? `Turned 18 on ${short(left.day)}`
      : `Left care on ${short(left.day)}: ${left.reason}`;
  const done = lines.filter(
    ({ line, done: day }) => day !== null && (open.includes(line) || list.members.includes(line)),
  );
  if (done.length > 0)
    return done
      .map(({ line, done: day }) => `${content.lines.get(line)?.name ?? line}: done ${short(day ?? '')}`)
      .join('; ');
  const ended = open.filter((line) => list.members.includes(line));
  return ended.length > 0
    ? `No longer on ${ended.map((line) => content.lines.get(line)?.name ?? line).join('; ')}`
    : 'No longer among those whom the list is about';
}
