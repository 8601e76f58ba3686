/** Random rows of the trackers: most of their days lie at a limit of a line, counted from another day of the child. */
import type { z } from 'zod';
import { columnMeta } from '../../../sources/contract/column.ts';
import { contractTables, type Row, type TableName } from '../../../sources/contract/tables.ts';
import { type Day, toDay, toIso } from '../calendar.ts';
import { type RandomCohort, randomCohort } from '../cohort.ts';
import { Random } from '../random.ts';
import { type Happening, happeningsOf } from './events.ts';
import { type LineRow, moved } from './generics.ts';

/** Codes by set, e.g. of `milestone`. */
export type Codes = ReadonlyMap<string, readonly string[]>;

const ofTrackers = [
  'review',
  'permanence_meeting',
  'proceedings',
  'legal_gateway',
  'pre_proceedings',
  'family_group_conference',
  'panel_decision',
  'long_term_match',
  'milestone',
  'review_item',
  'escalation',
  'adoption_tracking',
  'special_guardianship',
  'supervision_order',
  'court_application',
] as const satisfies readonly TableName[];

const limits = [0, 0, 1, 2, 3, 5, 7, 10, 14, 21, 27, 28, 31, 42, 70, 84, 98, 112, 182, 189, 280, 364];
const several: { readonly [table: string]: number } = {
  milestone: 14,
  review_item: 8,
  review: 3,
  panel_decision: 4,
};
const holidays = { windows: new Map(), directions: new Map(), holidays: new Set<Day>() };

/** Codes that the lines name after `mile:` and the like. */
function namedCodes(lines: readonly LineRow[], prefix: string): string[] {
  const text = lines.map((line) => `${line.population} ${line.anchor} ${line.completion}`).join(' ');
  return [...text.matchAll(new RegExp(`\\b${prefix}:([A-Z0-9_]+)`, 'g'))].map((match) => match[1] as string);
}

interface Maker {
  readonly random: Random;
  readonly codes: Codes;
  readonly snapshot: Day;
  /** Days of the child so far. */
  readonly days: Day[];
}

function dayNear({ random, days, snapshot }: Maker, isAhead: boolean): Day {
  const unit = random.pick(['days', 'days', 'working_days'] as const);
  const n = random.pick(limits) * random.pick([1, 1, -1]);
  const day = moved(random.pick(days), unit === 'days' || Math.abs(n) > 20 ? n : 0, null, holidays);
  const found =
    (unit === 'working_days' && Math.abs(n) <= 20 ? moved(random.pick(days), n, unit, holidays) : day) +
    random.pick([-1, 0, 0, 0, 1]);
  const kept = isAhead && random.chance(0.3) ? found : Math.min(found, snapshot);
  days.push(kept);
  return kept;
}

function cell(maker: Maker, name: string, schema: z.ZodType): unknown {
  const { random, codes } = maker;
  const meta = columnMeta(schema);
  const isOptional = schema.safeParse(null).success;
  if (isOptional && random.chance(name === 'due_date' || name === 'end_date' ? 0.5 : 0.25)) return null;
  if (meta.sql === 'date')
    return toIso(dayNear(maker, meta.ahead === true || /review_date$|hearing|next_/.test(name)));
  if (meta.sql === 'boolean') return random.chance(0.6);
  if (meta.sql === 'integer') return random.between(name === 'siblings_together' ? 1 : 0, 2);
  const set = meta.codes === undefined ? undefined : codes.get(meta.codes);
  if (set !== undefined && meta.several === true)
    return [...new Set([random.pick(set), random.pick(set), random.pick(set), random.pick(set)])]
      .sort()
      .join(' ');
  if (set !== undefined) return random.pick(set);
  const inner = (schema as z.ZodType & { readonly unwrap?: () => z.ZodType }).unwrap?.() ?? schema;
  const { options } = inner as z.ZodType & { readonly options?: readonly string[] };
  return options === undefined ? null : random.pick(options);
}

function rowOf(maker: Maker, table: TableName, child: string, at: number): Record<string, unknown> {
  const shape = contractTables[table].shape as Readonly<Record<string, z.ZodType>>;
  const fixed: Record<string, unknown> = {
    child_id: child,
    row_key: `${table}-t-${child}-${at}`,
    source_file: `${table}.csv`,
    source_line: at + 2,
    care_period_id: null,
    case_key: `${child}-${at}`,
    cancelled: maker.random.chance(0.1),
    not_required: maker.random.chance(0.3),
    sibling_group_id: maker.random.chance(0.3) ? `g${maker.random.between(1, 3)}` : null,
  };
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [
      name,
      name in fixed ? fixed[name] : cell(maker, name, schema),
    ]),
  );
}

/** A day that ends something lies after the one that begins it; no more is done than was set. */
function inOrder(made: Record<string, unknown>, maker: Maker): Record<string, unknown> {
  const row: Record<string, unknown> =
    'actions_done' in made
      ? {
          ...made,
          actions_done:
            made['actions_set'] === null
              ? null
              : Math.min(Number(made['actions_done']), Number(made['actions_set'])),
        }
      : { ...made };
  const { snapshot } = maker;
  const isAhead = (day: unknown): boolean => typeof day === 'string' && toDay(day) > snapshot;
  // what was looked at or done lies behind; the next meeting lies after the one that sets it: the door sees to it
  if (isAhead(row['review_date']) && 'item' in row) row['review_date'] = toIso(snapshot);
  if (isAhead(row['milestone_date']) && row['status'] !== 'BOOKED') row['milestone_date'] = toIso(snapshot);
  const [held, next] = [row['meeting_date'], row['next_meeting_date']];
  if (typeof held === 'string' && typeof next === 'string' && next <= held) row['next_meeting_date'] = null;
  const sent = row['minutes_sent_legal_date'];
  if (typeof held === 'string' && typeof sent === 'string' && sent < held)
    row['minutes_sent_legal_date'] = held;
  const start = row['start_date'] ?? row['issue_date'];
  const end = row['end_date'];
  return typeof start === 'string' && typeof end === 'string' && end <= start
    ? { ...row, end_date: null }
    : row;
}

/** A random authority as `randomCohort` makes it, with rows of every tracker, and children who are in care no more or not yet. */
export function trackedCohort(
  seed: number,
  size: number,
  lines: readonly LineRow[],
  open: Codes,
): RandomCohort {
  const cohort = randomCohort(seed, size, seed % 4 === 0 ? 'history_and_answers' : 'history');
  const random = new Random(seed + 7_000_000);
  const snapshot = toDay(cohort.snapshotDate);
  const codes = new Map(open);
  for (const [set, prefix] of [
    ['milestone', '(?:mile|mile_due)'],
    ['review_item', 'rvit'],
    ['escalation', '(?:escl|escl_answered)'],
    ['panel', '(?:heard|referred)'],
    ['forum', 'frum'],
    ['report', 'rprt'],
  ] as const) {
    const named = namedCodes(lines, prefix);
    if (named.length > 0) codes.set(set, named);
  }
  const known = cohort.rows.child.map((row) => row.child_id);
  const children = [...known, ...Array.from({ length: Math.ceil(size / 2) }, (_, i) => `x${i}`)];
  for (const child of children) {
    const starts = cohort.rows.care_period
      .filter((row) => row.child_id === child)
      .map((row) => toDay(row.start_date));
    const plans = cohort.rows.care_plan
      .filter((row) => row.child_id === child)
      .map((row) => toDay(row.start_date));
    const maker: Maker = {
      random,
      codes,
      snapshot,
      days: [...starts, ...plans, snapshot, snapshot - random.between(0, 400)],
    };
    for (const table of ofTrackers) {
      const rows = random.chance(0.25) ? 0 : random.between(1, several[table] ?? 2);
      for (let at = 0; at < rows; at += 1)
        (cohort.rows[table] as Row<TableName>[]).push(
          inOrder(rowOf(maker, table, child, at), maker) as unknown as Row<TableName>,
        );
    }
  }
  const happenings = happeningsOf(cohort.rows);
  for (const child of children) {
    const maker = { random, codes, snapshot, days: [snapshot] };
    for (const line of lines)
      if (random.chance(0.15)) aim(cohort, maker, line, child, happenings.get(child) ?? []);
  }
  for (const row of cohort.rows.supervision_order)
    if (row.end_date !== null && random.chance(0.6)) {
      const day = moved(toDay(row.end_date), -3, 'months', holidays) + random.pick([-1, 0, 1]);
      if (day <= snapshot) row.gateway_review_date = toIso(day);
    }
  enterLongAgo(cohort, random, snapshot);
  addRegisters(cohort, { random, codes, snapshot, days: [snapshot] }, lines);
  // a reason that continues care would end none
  for (const row of cohort.rows.care_period)
    if (row.end_date !== null) row.end_reason = random.pick(['E4A', 'E4A', 'E4B', 'E11', 'E8', null]);
  for (const row of cohort.rows.care_plan)
    if (row.origin === 'history')
      completePlan(random, row, { random, codes, snapshot, days: [toDay(row.start_date), snapshot] });
  for (const row of cohort.rows.placement) {
    row.change_reason = row.end_date === null ? null : random.pick(['CREQB', 'CHILD', 'CARPL', 'OTHER']);
    row.provider = random.pick(['PR0', 'PR1', 'PR4', 'PR5', null]);
  }
  return { ...cohort, inputs: cohort.inputs };
}

/** Does what a line asks for ahead of its event, or again, a day before, on or a day after the last day in time. */
function aim(
  cohort: RandomCohort,
  maker: Maker,
  line: LineRow,
  child: string,
  happenings: readonly Happening[],
): void {
  const { random, snapshot } = maker;
  const kind = { recurs_every: 'every', seen_at_forum: 'every' }[line.generic] ?? 'before';
  if (line.limit_n === null || (kind === 'before' && !aheadOfIt.has(line.generic))) return;
  const events = happenings.filter(({ event }) => event === line.anchor.replace(/#.*/, ''));
  const from = kind === 'every' ? snapshot : events.at(-1)?.day;
  if (from === undefined) return;
  const day = moved(from, -line.limit_n, line.limit_unit, holidays) + random.pick([-1, 0, 1]);
  if (day > snapshot) return;
  const [prefix = '', code = ''] = line.completion.split(':');
  const made: { readonly [prefix: string]: readonly [TableName, object] } = {
    mile: ['milestone', { milestone: code, milestone_date: toIso(day), status: 'DONE' }],
    heard: ['panel_decision', { panel: code, heard_date: toIso(day) }],
    ppm: ['permanence_meeting', { meeting_date: toIso(day), meeting_status: 'HELD', meeting_type: null }],
  };
  const [table, fixed] = made[prefix] ?? [];
  if (table === undefined) return;
  const at = cohort.rows[table].length + 1_000;
  (cohort.rows[table] as Row<TableName>[]).push({
    ...inOrder(rowOf(maker, table, child, at), maker),
    ...fixed,
  } as unknown as Row<TableName>);
}

const aheadOfIt = new Set(['meeting_before', 'paper_before', 'done_before']);

const ofCare = ['care_period', 'episode', 'legal_status', 'placement', 'care_plan'] as const;
interface Dated {
  readonly child_id: string;
  start_date: string;
  readonly end_date: string | null;
}

/** Some came into care nine months ago to the day, or a day sooner or later: a state that has lasted for a limit. */
function enterLongAgo({ rows }: RandomCohort, random: Random, snapshot: Day): void {
  for (const { child_id: child, start_date: entry } of rows.care_period) {
    const day = toIso(moved(snapshot, -9, 'months', holidays) + random.pick([-1, 0, 1]));
    const own = ofCare.flatMap((table) =>
      (rows[table] as readonly Dated[]).filter((row) => row.child_id === child),
    );
    const birth = rows.child.find((row) => row.child_id === child)?.birth_date ?? null;
    const fits = own.every(({ start_date: start, end_date: end }) =>
      start === entry ? end === null || end > day : start >= day,
    );
    const isOnly = rows.care_period.filter((row) => row.child_id === child).length === 1;
    if (!isOnly || !fits || (birth !== null && birth > day)) continue;
    for (const row of own) if (row.start_date === entry) row.start_date = day;
  }
}

/** Sittings, reports and offers of carers, most of them a limit of their line ago. */
function addRegisters(cohort: RandomCohort, maker: Maker, lines: readonly LineRow[]): void {
  const { random, snapshot } = maker;
  const offs = new Map<string, number>();
  const ago = (code: string): string | null => {
    const line = lines.find(({ completion }) => completion === code);
    const back = moved(snapshot, -(line?.limit_n ?? 3), line?.limit_unit ?? 'months', holidays);
    const off = offs.get(code) ?? random.pick([-1, 0, 1, 20]);
    offs.set(code, off);
    const day = random.chance(0.6) ? back + off : back - random.between(2, 400);
    return random.chance(0.1) ? null : toIso(Math.min(day, snapshot));
  };
  const add = (table: 'forum_meeting' | 'report' | 'longterm_carer', fixed: (at: number) => object): void => {
    for (let at = 0; at < 40; at += 1)
      (cohort.rows[table] as Row<TableName>[]).push({
        ...rowOf(maker, table, '', at),
        ...fixed(at),
      } as unknown as Row<TableName>);
  };
  const code = (set: string) => random.pick(maker.codes.get(set) ?? ['NONE']);
  add('forum_meeting', () => {
    const forum = code('forum');
    return { forum, held_date: ago(`frum:${forum}`) };
  });
  add('report', () => {
    const report = code('report');
    return { report, presented_date: ago(`rprt:${report}`) };
  });
  add('longterm_carer', (at) => ({
    household_key: `h${at % 12}`,
    updated_date: ago('carer_offer_updated'),
  }));
}

function completePlan(random: Random, row: Row<'care_plan'>, maker: Maker): void {
  const maybe = (isAhead: boolean) => (random.chance(0.6) ? toIso(dayNear(maker, isAhead)) : null);
  row.ratified_date = maybe(false);
  row.timescale_date = maybe(true);
  row.implemented_date = random.chance(0.4) ? maybe(false) : null;
  row.next_review_date = maybe(true);
  row.way_back = random.pick([true, false, null]);
  row.contact_plan = random.pick([true, false, null]);
}
