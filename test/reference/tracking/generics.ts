/** The generic measures of a procedure's lines: where a child stands on a line, on a day. */
import { addMonths, type Day, toDay } from '../calendar.ts';
import type { ReferenceInput } from '../measures.ts';
import { ageAt, countingOf, daysOf, type Subject, since, subjectsOn, type Windows } from './subject.ts';

/** A row of tracking_lines.csv, as far as it counts here. */
export interface LineRow {
  readonly line_id: string;
  readonly part: string;
  readonly generic: string;
  readonly family: string;
  readonly population: string;
  readonly anchor: string;
  readonly completion: string;
  readonly limit_n: number | null;
  readonly limit_unit: string | null;
  readonly aim_n: number | null;
  readonly parameters: string;
}

export type Status = 'met' | 'late' | 'overdue' | 'not yet due' | 'listed';
export interface Standing {
  readonly child: string;
  readonly status: Status;
  readonly inAim: boolean;
  readonly anchor: Day | null;
  readonly due: Day | null;
  readonly done: Day | null;
}

/** What the lines of every authority share: windows of events, directions of generics, days off. */
export interface Calendar {
  readonly windows: Windows;
  readonly directions: ReadonlyMap<string, string>;
  readonly holidays: ReadonlySet<Day>;
}

const words = (text: string | null): string[] => (text ?? '').split(' ').filter((word) => word !== '');

function parameter(line: LineRow, name: string): string | undefined {
  return words(line.parameters)
    .find((word) => word.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
const number = (line: LineRow, name: string): number | undefined => {
  const text = parameter(line, name);
  return text === undefined ? undefined : Number(text);
};

const isWorkingDay = (day: Day, { holidays }: Calendar) => ((day + 4) % 7) % 6 !== 0 && !holidays.has(day);

/** So many of a unit after a day, or before it when negative. */
export function moved(day: Day, n: number, unit: string | null, calendar: Calendar): Day {
  if (unit === 'months') return addMonths(day, n);
  if (unit === 'years') return addMonths(day, 12 * n);
  if (unit !== 'working_days') return day + (unit === 'weeks' ? 7 * n : n);
  let at = day;
  for (let left = Math.abs(n); left > 0; left -= isWorkingDay(at, calendar) ? 1 : 0) at += Math.sign(n);
  return at;
}

function isInPopulation(subject: Subject, line: LineRow, { windows }: Calendar): boolean {
  return words(line.population).every((word) =>
    word
      .split('/')
      .some((state) =>
        state.startsWith('!')
          ? since(subject, windows, state.slice(1)) === undefined
          : since(subject, windows, state) !== undefined,
      ),
  );
}

const isOwnDate = (direction: string, line: LineRow) =>
  direction === 'before' || (line.limit_n === 0 && direction === 'after');

/** Day that the line runs from; undefined where there is none. */
function anchorOf(subject: Subject, line: LineRow, calendar: Calendar, direction: string): Day | undefined {
  const { windows } = calendar;
  const days = line.anchor.split('/').flatMap((word) => {
    if (word.startsWith('since:')) return since(subject, windows, word.slice(6)) ?? [];
    const [event = '', n] = word.split('#');
    if (event === 'care') return subject.moment?.entry ?? subject.leftCare?.start ?? [];
    const all = daysOf(subject, windows, event);
    if (n !== undefined)
      return all.filter((day) => day <= subject.day || isOwnDate(direction, line))[Number(n) - 1] ?? [];
    const past = all.filter((day) => day <= subject.day);
    const ahead = isOwnDate(direction, line) ? all.filter((day) => day > subject.day) : [];
    return (direction === 'before' ? (ahead.at(0) ?? past.at(-1)) : (past.at(-1) ?? ahead.at(0))) ?? [];
  });
  if (days.length === 0) return undefined;
  return line.anchor.startsWith('since:') ? Math.min(...days) : Math.max(...days);
}

/** Day on which all that the line asks for was done, counted from a day on; undefined where some of it was not. */
function doneOf(
  subject: Subject,
  line: LineRow,
  { windows }: Calendar,
  from: Day,
  own: ReadonlySet<string> | undefined,
): Day | undefined {
  // without a limit the line asks whether a day is set, which may lie ahead
  const isKnown = (day: Day) => line.limit_n === null || day <= subject.day;
  const done = words(line.completion).map((word) => {
    const days = word.split('/').flatMap((each): Day[] => {
      if (each.startsWith('since:')) {
        const start = since(subject, windows, each.slice(6));
        return start === undefined ? [] : [start ?? from];
      }
      const [event = '', n] = each.split('#');
      if (own !== undefined)
        return countingOf(subject, windows, event)
          .filter(({ row, day }) => own.has(row) && isKnown(day))
          .map(({ day }) => day);
      const all = daysOf(subject, windows, event);
      const days = n === undefined ? all : all.slice(Number(n) - 1, Number(n));
      return days.filter((day) => day >= from && isKnown(day));
    });
    return days.length === 0 ? undefined : Math.min(...days);
  });
  return done.some((day) => day === undefined) ? undefined : Math.max(...(done as Day[]));
}

const isOfAge = (line: LineRow, age: number): boolean =>
  age < (number(line, 'age_below') ?? Number.POSITIVE_INFINITY) &&
  age >= (number(line, 'age_from') ?? Number.NEGATIVE_INFINITY);

/** Where a child stands on a line; undefined when it is not on it. */
function standingOf(subject: Subject, line: LineRow, calendar: Calendar): Standing | undefined {
  if (!isInPopulation(subject, line, calendar)) return undefined;
  const { day, child } = subject;
  const direction = calendar.directions.get(line.generic) ?? 'after';
  const anchor = line.anchor === '' ? null : anchorOf(subject, line, calendar, direction);
  if (anchor === undefined) return undefined;
  const over = number(line, 'over_days');
  if (over !== undefined && anchor !== null && anchor + over >= day) return undefined;
  const within = number(line, 'anchor_days');
  if (within !== undefined && anchor !== null && anchor < day - within) return undefined;
  const ageDay =
    { anchor: anchor ?? day, entry: subject.moment?.entry ?? day }[parameter(line, 'age_on') ?? ''] ?? day;
  if (/age_/.test(line.parameters)) {
    const age = ageAt(subject, ageDay);
    if (age === null || !isOfAge(line, age)) return undefined;
  }
  return { child, ...judged(subject, line, calendar, direction, anchor) };
}

type Judged = Omit<Standing, 'child'>;

function judged(
  subject: Subject,
  line: LineRow,
  calendar: Calendar,
  direction: string,
  anchor: Day | null,
): Judged {
  const { day } = subject;
  const limit = line.limit_n ?? 0;
  if (direction === 'list') return { status: 'listed', inAim: false, anchor, due: null, done: null };
  if (direction === 'standing') {
    const due = moved(anchor ?? day, limit, line.limit_unit, calendar);
    return { status: due <= day ? 'overdue' : 'not yet due', inAim: false, anchor, due, done: null };
  }
  if (direction === 'every') {
    // owed from the day the child came on the line, be it by age
    const age = number(line, 'age_from');
    const ofAge = age === undefined || subject.birth === null ? null : addMonths(subject.birth, 12 * age);
    const since = (anchor ?? day) + (number(line, 'over_days') ?? 0);
    return recurring(subject, line, calendar, anchor ?? day, Math.max(since, ofAge ?? since));
  }
  const from =
    anchor === null
      ? Number.NEGATIVE_INFINITY
      : direction === 'before'
        ? previousAnchor(subject, line, calendar, anchor) + 1
        : anchor - (number(line, 'early_days') ?? 0);
  const own = parameter(line, 'same_row') === undefined ? undefined : rowsOf(subject, line, calendar, anchor);
  const done = doneOf(subject, line, calendar, from, own);
  if (anchor === null || line.limit_n === null)
    return {
      status: done === undefined ? 'overdue' : 'met',
      inAim: false,
      anchor,
      due: anchor,
      done: done ?? null,
    };
  const due = dueOf(subject, line, calendar, direction, anchor, limit);
  const aim = line.aim_n === null ? null : dueOf(subject, line, calendar, direction, anchor, line.aim_n);
  return {
    status: done !== undefined ? (done <= due ? 'met' : 'late') : day > due ? 'overdue' : 'not yet due',
    inAim: done !== undefined && aim !== null && done <= aim,
    anchor,
    due,
    done: done ?? null,
  };
}

/** Source rows that say what the line runs from. */
const rowsOf = (subject: Subject, line: LineRow, { windows }: Calendar, anchor: Day | null): Set<string> =>
  new Set(
    countingOf(subject, windows, line.anchor)
      .filter(({ day }) => day === anchor)
      .map(({ row }) => row),
  );

/** Anchor before this one: what was done for it was not done for this one. */
function previousAnchor(subject: Subject, line: LineRow, { windows }: Calendar, anchor: Day): Day {
  const days = line.anchor
    .split('/')
    .flatMap((word) => (/#|^since:/.test(word) ? [] : daysOf(subject, windows, word)));
  return Math.max(Number.NEGATIVE_INFINITY, ...days.filter((day) => day < anchor));
}

function dueOf(
  subject: Subject,
  line: LineRow,
  calendar: Calendar,
  direction: string,
  anchor: Day,
  n: number,
): Day {
  const due = moved(anchor, direction === 'before' ? -n : n, line.limit_unit, calendar);
  const to = parameter(line, 'half_way_to');
  if (to === undefined) return due;
  const own = rowsOf(subject, line, calendar, anchor);
  const end = countingOf(subject, calendar.windows, to).find(({ row }) => own.has(row))?.day;
  return end === undefined ? due : Math.min(due, anchor + Math.floor((end - anchor) / 2));
}

/** While the state lasts: the last time, or the anchor, is no longer ago than the limit. */
function recurring(subject: Subject, line: LineRow, calendar: Calendar, anchor: Day, from: Day): Judged {
  const times = words(line.completion)
    .flatMap((word) => word.split('/'))
    .flatMap((event) => daysOf(subject, calendar.windows, event))
    .filter((time) => time >= anchor && time <= subject.day);
  const last = times.length === 0 ? null : Math.max(...times);
  const due = moved(Math.max(last ?? from, from), line.limit_n ?? 0, line.limit_unit, calendar);
  const status = subject.day > due ? 'overdue' : last === null ? 'not yet due' : 'met';
  return { status, inAim: false, anchor, due, done: last };
}

/** What sat, went out or was brought up to date: by whom or what, and when. */
function registered({ rows }: ReferenceInput, event: string): readonly (readonly [string, Day])[] {
  const [kind, code] = event.split(':');
  const dated: readonly (readonly [string, string | null])[] =
    kind === 'frum'
      ? rows.forum_meeting.flatMap((row) => (row.forum === code ? [[row.forum, row.held_date]] : []))
      : kind === 'rprt'
        ? rows.report.flatMap((row) => (row.report === code ? [[row.report, row.presented_date]] : []))
        : rows.longterm_carer.map((row) => [row.household_key, row.updated_date]);
  return dated.flatMap(([subject, day]) => (day === null ? [] : [[subject, toDay(day)] as const]));
}

/** Generics 24 and 25: the last time, or the last but so many as a year asks for, is no longer ago than the limit. */
function registerStandings(input: ReferenceInput, line: LineRow, calendar: Calendar, day: Day): Standing[] {
  const days = new Map<string, Set<Day>>();
  for (const [subject, at] of registered(input, line.completion))
    if (at <= day) days.set(subject, (days.get(subject) ?? new Set()).add(at));
  const enough = number(line, 'enough') ?? 1;
  return [...days].flatMap(([child, all]) => {
    const done = [...all].sort((a, b) => b - a)[enough - 1];
    if (done === undefined) return [];
    const due = moved(done, line.limit_n ?? 0, line.limit_unit, calendar);
    const status = day <= due ? ('met' as const) : ('overdue' as const);
    return [{ child, status, inAim: false, anchor: done, due, done }];
  });
}

/** Every child on every line, on a day; of a register every forum, report or household. */
export function standings(
  input: ReferenceInput,
  lines: readonly LineRow[],
  calendar: Calendar,
  day: string,
): Map<LineRow, Standing[]> {
  const subjects = subjectsOn(input, toDay(day));
  return new Map(
    lines.map((line) => [
      line,
      calendar.directions.get(line.generic) === 'register'
        ? registerStandings(input, line, calendar, toDay(day))
        : subjects.flatMap((subject) => standingOf(subject, line, calendar) ?? []),
    ]),
  );
}
