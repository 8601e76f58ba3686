/** What the trackers of the demo record, step by step of steps.csv, and when. */
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Procedure } from '../../rules/vocabulary.ts';
import { Complaints, readTableFile } from '../../table-file.ts';
import { type Day, weekday } from '../day.ts';
import type { Period } from '../life/life.ts';
import { Random } from '../prng.ts';
import type { Cell, Table } from './table.ts';

/** One thing that trackers record: whose procedure asks for it, from which day it runs, when it is due and how often it is done. */
const step = z.object({
  kind: z.enum([
    'milestone',
    'item',
    'escalation',
    'forum',
    'report',
    'sitting',
    'column',
    'word',
    'own',
    'application',
    'expecting',
  ]),
  code: z.string(),
  /** First letters of procedures, or `*`. */
  procedures: z.string(),
  anchor: z.string(),
  days: z.string().transform(Number),
  percent: z.string().transform(Number),
  words: z.string(),
});
export type Step = z.infer<typeof step>;

const letters: Readonly<Record<Procedure, string>> = {
  hertfordshire: 'h',
  warrington: 'w',
  cumbria: 'c',
  hillingdon: 'l',
  unnamed: 'u',
};

export function stepsOf(procedure: Procedure): Step[] {
  const found = new Complaints('demo', 'The steps of the demo cannot be used', 'Correct steps.csv.');
  const file = fileURLToPath(new URL('../steps.csv', import.meta.url));
  const rows = readTableFile(file, step, found);
  found.throwIfAny();
  return rows
    .map(({ row }) => row)
    .filter(({ procedures }) => procedures === '*' || procedures.includes(letters[procedure]));
}

/** How far back trackers are kept: milestones two years, what reviews looked at one, sittings with each child a quarter. */
export const kept = { lives: 1100, milestones: 730, items: 365, sittings: 95, registers: 460 } as const;

export const streamOf = (period: Period): Random =>
  Random.stream(17, period.person.number * 4 + period.course.number);

/** When a step is taken: mostly in time, at times on the very day of its limit, at times late or never. */
export function taken(random: Random, anchor: Day, { days, percent }: Step): Day | null {
  const roll = random.next() * 100;
  const limit = anchor + days;
  if (percent >= 100) return limit;
  if (roll < percent * 0.12) return limit;
  if (roll < percent)
    return days > 0 ? anchor + random.int(Math.ceil(days * 0.4), days) : limit - random.int(0, 14);
  return random.chance(0.5) ? null : limit + 1 + random.int(0, 25);
}

/** Days on which a forum is due to sit, or a report to go out: the last is less than its gap before the day of the extract. */
export function dueDays({ days }: Step, asAt: Day, back: number): Day[] {
  const last = weekday(asAt - (days > 28 ? 12 : 3));
  return Array.from({ length: Math.max(2, Math.floor(back / days)) }, (_, n) =>
    weekday(last - n * days),
  ).reverse();
}

export function weighed(choice: string): readonly [string, number] {
  const at = choice.lastIndexOf(':');
  return [choice.slice(0, at), Number(choice.slice(at + 1))];
}

export const tableOf = (file: string, columns: string, rows: Cell[][]): Table => ({
  file: `local/${file}.csv`,
  columns: columns.split(' '),
  rows,
});
