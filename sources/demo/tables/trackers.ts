import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openCodes } from '../../rules/open-codes.ts';
import type { Procedure } from '../../rules/vocabulary.ts';
import { Complaints, readTableFile } from '../../table-file.ts';
import { ageAt, type Day, dayOf, isoOf, ukOf, weekday } from '../day.ts';
import { type AnchorsOf, courtLives, storyOf } from '../life/anchor.ts';
import { courtFamilies } from '../life/court.ts';
import type { Period } from '../life/life.ts';
import { Random } from '../prng.ts';
import { numbersNeverInCare, unborn } from './person.ts';
import { begun, type Cell, type Table, type World } from './table.ts';

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
  ]),
  code: z.string(),
  /** First letters of procedures, or `*`. */
  procedures: z.string(),
  anchor: z.string(),
  days: z.string().transform(Number),
  percent: z.string().transform(Number),
  words: z.string(),
});
type Step = z.infer<typeof step>;

const letters: Readonly<Record<Procedure, string>> = {
  hertfordshire: 'h',
  warrington: 'w',
  cumbria: 'c',
  hillingdon: 'l',
  unnamed: 'u',
};

function stepsOf(procedure: Procedure): Step[] {
  const found = new Complaints('demo', 'The steps of the demo cannot be used', 'Correct steps.csv.');
  const file = fileURLToPath(new URL('../steps.csv', import.meta.url));
  const rows = readTableFile(file, step, found);
  found.throwIfAny();
  return rows
    .map(({ row }) => row)
    .filter(({ procedures }) => procedures === '*' || procedures.includes(letters[procedure]));
}

/** How far back trackers are kept: milestones two years, what reviews looked at one, sittings with each child a quarter. */
const kept = { lives: 1100, milestones: 730, items: 365, sittings: 95, registers: 460 } as const;

/** What an authority of a procedure records beside the common files: sheets of its own, and columns of other sheets. */
export function withTrackers(world: World, laid: readonly Table[], procedure: Procedure): Table[] {
  const steps = stepsOf(procedure);
  const of = (kind: Step['kind']) => steps.filter((each) => each.kind === kind);
  const widened = laid.map((table) => widen(table, [...of('column'), ...of('word')], world.asAt));
  return [
    ...widened.map((table) =>
      table.file === 'local/local_panel_decisions.csv' ? withSittings(table, world, of('sitting')) : table,
    ),
    ...lifeTables(world, of),
    items(world, of('item')),
    ...registers(of('forum'), of('report'), world),
    carers(world),
  ];
}

/** Sheets that follow each child's life, made child by child: no more than one life is held. */
function lifeTables(world: World, of: (kind: Step['kind']) => Step[]): Table[] {
  const sheets = [milestoneSheet(of('milestone'), world.asAt), escalationSheet(of('escalation'), world.asAt)];
  for (const [prefix, file] of Object.entries(ownFiles))
    sheets.push(ownSheet(prefix, file, of('own'), world.asAt));
  const applications = of('application');
  if (applications.length > 0) sheets.push(applicationSheet(applications, world.asAt));
  for (const life of livesOf(world)) for (const { add } of sheets) add(life);
  return sheets.map(({ table }) => table);
}

/** A sheet, and what a child's life adds to it. */
interface Sheet {
  readonly table: Table;
  readonly add: (life: Life) => void;
}

/** Reports to the court, discharges and deprivations of liberty: a list of its own beside that of care proceedings. */
function applicationSheet(steps: readonly Step[], asAt: Day): Sheet {
  const rows: Cell[][] = [];
  const add = ({ personId, anchors, random }: Life): void => {
    for (const { code, anchor, days, percent } of steps) {
      const [from] = anchors(anchor);
      if (from === undefined || !random.chance(percent / 100)) continue;
      const issue = weekday(from + random.int(0, 21));
      if (issue > asAt || issue < asAt - kept.milestones) continue;
      const due = issue + Math.abs(days);
      const filed = random.chance(0.85) ? due - random.int(0, 9) : due + random.int(1, 20);
      const isOrder = code === 'DOL';
      const done = filed <= asAt && !isOrder ? ukOf(filed) : null;
      rows.push([
        ...[`Y${rows.length + 1}`, personId, code, ukOf(issue), isOrder ? null : ukOf(due)],
        ...[done, done, isOrder ? ukOf(due) : null],
      ]);
    }
  };
  const columns =
    'proc_table_id proc_person_id proc_type proc_issue_date proc_final_hearing_date proc_evidence_sent_date proc_end_date proc_order_expiry_date';
  return { table: tableOf('local_other_applications', columns, rows), add };
}

/** A child's anchors, and a stream of random numbers of its own: what is told elsewhere stays as it is. */
interface Life {
  readonly personId: string;
  readonly careId: string | null;
  readonly birth: Day;
  readonly exit: Day;
  readonly anchors: AnchorsOf;
  readonly random: Random;
}

const streamOf = (period: Period): Random =>
  Random.stream(17, period.person.number * 4 + period.course.number);

/** Children in care since the trackers are kept, and those before the court who never were. */
function* livesOf(world: World): Generator<Life> {
  const others = numbersNeverInCare(world).slice(unborn);
  const courts = courtLives(courtFamilies({ ...world, others }));
  const known = new Set<string>();
  for (const period of begun(world)) {
    known.add(period.personId);
    if (period.course.exit < world.asAt - kept.lives) continue;
    yield {
      personId: period.personId,
      careId: period.id,
      birth: period.person.birth,
      exit: period.course.exit,
      anchors: storyOf(period, world.asAt, courts.get(period.personId)),
      random: streamOf(period),
    };
  }
  const atHome = [...courts].filter(([personId]) => !known.has(personId));
  for (const [index, [personId, court]] of atHome.entries())
    yield {
      ...{ personId, careId: null, birth: -Infinity, exit: Infinity },
      anchors: storyOf(null, world.asAt, court),
      random: Random.stream(18, index),
    };
}

/** When a step is taken: mostly in time, at times on the very day of its limit, at times late or never. */
function taken(random: Random, anchor: Day, { days, percent }: Step): Day | null {
  const roll = random.next() * 100;
  const limit = anchor + days;
  if (percent >= 100) return limit;
  if (roll < percent * 0.12) return limit;
  if (roll < percent)
    return days > 0 ? anchor + random.int(Math.ceil(days * 0.4), days) : limit - random.int(0, 14);
  return random.chance(0.5) ? null : limit + 1 + random.int(0, 25);
}

const tableOf = (file: string, columns: string, rows: Cell[][]): Table => ({
  file: `local/${file}.csv`,
  columns: columns.split(' '),
  rows,
});

function milestoneSheet(steps: readonly Step[], asAt: Day): Sheet {
  const { mayFollowCare, mayPrecedeBirth } = openCodes({
    authority: 'demo',
    procedure: 'unnamed',
    rules: null,
  });
  const rows: Cell[][] = [];
  const add = ({ personId, careId, birth, exit, anchors, random }: Life): void => {
    for (const each of steps)
      for (const anchor of anchors(each.anchor)) {
        const limit = anchor + each.days;
        if (limit < asAt - kept.milestones || limit > asAt + 30) continue;
        const day = taken(random, anchor, each);
        const done = day === null || day > asAt ? null : day;
        // What was ordered and is not done stands with the day it is due.
        if (done === null && (each.words !== 'ordered' || anchor > asAt || exit < asAt)) continue;
        if ((done ?? anchor) > exit && !mayFollowCare.has(each.code)) continue;
        if ((done ?? anchor) < birth && !mayPrecedeBirth.has(each.code)) continue;
        const [role = '', to = ''] = each.words === 'ordered' ? [] : each.words.split('>');
        rows.push([
          ...[`L${rows.length + 1}`, personId, careId, each.code, done === null ? null : ukOf(done)],
          ...[done === null ? null : ukOf(Math.min(asAt, done + 1)), each.days > 0 ? ukOf(limit) : null],
          ...[done === null ? null : 'DONE', role || null, to || null, null],
        ]);
      }
  };
  const columns =
    'mile_table_id mile_person_id mile_cla_id mile_milestone mile_date mile_recorded_at mile_due_date mile_status mile_role mile_to_roles mile_outcome';
  return { table: tableOf('local_milestones', columns, rows), add };
}

function items(world: World, steps: readonly Step[]): Table {
  const rows: Cell[][] = [];
  for (const period of steps.length === 0 ? [] : begun(world)) {
    const random = streamOf(period);
    for (const { held } of period.reviews) {
      if (held === null || held > world.asAt || held < world.asAt - kept.items || held >= period.course.exit)
        continue;
      for (const { code, percent } of steps) {
        const roll = random.next() * 100;
        if (roll > percent + 12) continue;
        const value = roll < percent ? 'Y' : roll < percent + 8 ? 'No' : 'NA';
        rows.push([`I${rows.length + 1}`, period.personId, period.id, null, ukOf(held), code, value]);
      }
    }
  }
  return tableOf(
    'local_review_items',
    'rvit_table_id rvit_person_id rvit_cla_id rvit_review_id rvit_review_date rvit_item rvit_value',
    rows,
  );
}

function escalationSheet(steps: readonly Step[], asAt: Day): Sheet {
  const rows: Cell[][] = [];
  const add = ({ personId, anchors, exit, random }: Life): void => {
    for (const { code, anchor, days, percent, words } of steps)
      for (const from of anchors(anchor)) {
        const raised = from + days + random.int(-5, 5);
        if (
          !random.chance(percent / 100) ||
          raised > asAt ||
          raised > exit ||
          raised < asAt - kept.milestones
        )
          continue;
        const answered = random.chance(0.85) ? raised + random.skewed(1, 9, 40) : null;
        const done = answered !== null && answered <= asAt;
        const [role = '', to = ''] = words.split('>');
        rows.push([
          ...[`S${rows.length + 1}`, personId, code, ukOf(raised), role, to],
          ...[done ? ukOf(answered) : null, done ? 'Settled' : null],
        ]);
      }
  };
  const columns =
    'escl_table_id escl_person_id escl_trigger escl_raised_date escl_from_role escl_to_roles escl_answered_date escl_outcome';
  return { table: tableOf('local_escalations', columns, rows), add };
}

/** Days on which a forum is due to sit, or a report to go out: the last is less than its gap before the day of the extract. */
function dueDays({ days }: Step, asAt: Day, back: number): Day[] {
  const last = weekday(asAt - (days > 28 ? 12 : 3));
  return Array.from({ length: Math.max(2, Math.floor(back / days)) }, (_, n) =>
    weekday(last - n * days),
  ).reverse();
}

function registers(forums: readonly Step[], reports: readonly Step[], { asAt }: World): Table[] {
  const random = Random.stream(17, 1);
  const sat = forums.flatMap((each) =>
    dueDays(each, asAt, kept.registers).map((due): Cell[] => {
      const held = random.chance(each.percent / 100)
        ? due
        : random.chance(0.6)
          ? due + random.int(1, 6)
          : null;
      const area = /_(EAST|WEST)$/.exec(each.code)?.[1] ?? null;
      return [
        each.code,
        area,
        ukOf(due),
        held === null || held > asAt ? null : ukOf(held),
        'SM; IRO; Head of CLA',
      ];
    }),
  );
  const sent = reports.flatMap((each) =>
    dueDays(each, asAt, kept.registers).map((due): Cell[] => {
      const day = random.chance(each.percent / 100)
        ? due
        : random.chance(0.6)
          ? due + random.int(1, 9)
          : null;
      return [each.code, ukOf(due - 1), each.anchor, day === null || day > asAt ? null : ukOf(day), '4', '3'];
    }),
  );
  const keyed = (letter: string, rows: Cell[][]) =>
    rows.map((row, index) => [`${letter}${index + 1}`, ...row]);
  return [
    tableOf(
      'local_forum_meetings',
      'frum_table_id frum_forum frum_area frum_due_date frum_held_date frum_attended_roles',
      keyed('U', sat),
    ),
    tableOf(
      'local_report_register',
      'rprt_table_id rprt_report rprt_period_end_date rprt_audience rprt_presented_date rprt_actions_set rprt_actions_done',
      keyed('O', sent),
    ),
  ];
}

/** Households that offer a child permanence: one for every twenty-five children in care. */
function carers({ periods, asAt }: World): Table {
  const random = Random.stream(17, 2);
  const inCare = periods.filter(({ course }) => course.entry <= asAt && course.exit > asAt).length;
  const rows = Array.from({ length: Math.ceil(inCare / 25) }, (_, index): Cell[] => {
    const updated = asAt - random.skewed(0, 45, 150);
    const status = random.pick(['AVAILABLE', 'AVAILABLE', 'LINKED', 'MATCHED']);
    return [`LH-${index + 1}`, ukOf(updated - random.int(0, 400)), ukOf(updated), status];
  });
  return tableOf(
    'local_longterm_carers',
    'ltca_household_id ltca_offered_date ltca_updated_date ltca_status',
    rows,
  );
}

/** Files whose every column is a step: one row a child who has any. */
const ownFiles = {
  adtr: 'local/local_adoption_tracking.csv',
  sgot: 'local/local_special_guardianship.csv',
  supo: 'local/local_supervision_orders.csv',
  prep: 'ssd/ssd_pre_proceedings.csv',
} as const;

function ownSheet(prefix: string, file: string, all: readonly Step[], asAt: Day): Sheet {
  const steps = all.filter(({ code }) => code.startsWith(prefix));
  const begins = prefix === 'adtr' ? 'decision' : (steps[0]?.anchor ?? '');
  // An order ends, and its reviews are listed, on days to come.
  const latest = prefix === 'supo' ? asAt + 400 : asAt;
  // The standard's own tables write days as ISO does.
  const written = file.startsWith('ssd/') ? isoOf : ukOf;
  const rows: Cell[][] = [];
  const add = ({ personId, careId, anchors, random }: Life): void => {
    const [first] = anchors(begins);
    if (first === undefined || first > asAt) return;
    const days = steps.map((each) => {
      const anchor = anchors(each.anchor)[0];
      if (anchor !== undefined && each.words !== '')
        return random.weighted(each.words.split('|').map(weighed));
      const day = anchor === undefined ? null : taken(random, anchor, each);
      return day === null || day > latest ? null : written(day);
    });
    rows.push([`${prefix.toUpperCase()}${rows.length + 1}`, personId, careId, ...days]);
  };
  const names = ['table_id', 'person_id', 'cla_id', ...steps.map(({ code }) => code.slice(5))];
  return { table: { file, columns: names.map((name) => `${prefix}_${name}`), rows }, add };
}

const fileOfPrefix: Readonly<Record<string, string>> = {
  ppmt: 'local/local_permanence_meetings.csv',
  lcph: 'local/local_care_plan_history.csv',
  lgat: 'local/local_legal_gateway.csv',
  proc: 'local/local_proceedings.csv',
  panl: 'local/local_panel_decisions.csv',
  ltmt: 'local/local_long_term_match.csv',
  fgcn: 'local/local_family_group_conference.csv',
  adop: 'local/local_adopters.csv',
};

const dayOfUk = (text: string): Day => dayOf(text.split('/').reverse().join('-'));

/** A sheet with further columns: days that run from one of its own, and words beside one that is filled. */
function widen(table: Table, all: readonly Step[], asAt: Day): Table {
  const steps = all.filter(({ code }) => fileOfPrefix[code.slice(0, 4)] === table.file);
  if (steps.length === 0) return table;
  const columns = [...table.columns, ...steps.map(({ code }) => code)];
  const places = steps.map(({ anchor }) => columns.indexOf(anchor));
  const choices = steps.map(({ words }) => words.split('|').map(weighed));
  const met = columns.indexOf('ppmt_meeting_status');
  const rows = table.rows.map((row, index) => {
    const random = Random.stream(19, index);
    const all = new Array<Cell>(columns.length).fill(null);
    row.forEach((cell, at) => {
      all[at] = cell;
    });
    if (met !== -1 && row[met] !== 'HELD') return all;
    steps.forEach((each, at) => {
      const from = all[places[at] ?? 0] ?? null;
      if (from === null) return;
      const place = row.length + at;
      if (each.kind === 'word') all[place] = random.weighted(choices[at] ?? []) || null;
      else {
        const day = taken(random, dayOfUk(from), each);
        all[place] = day === null || (day > asAt && !isAhead(each.code)) ? null : ukOf(day);
      }
    });
    return all;
  });
  return { file: table.file, columns, rows };
}

const isAhead = (column: string): boolean => /_(timescale|next_review)_date$/.test(column);

function weighed(choice: string): readonly [string, number] {
  const at = choice.lastIndexOf(':');
  return [choice.slice(0, at), Number(choice.slice(at + 1))];
}

/** Which children a forum looks at on a day. */
const onList: Readonly<Record<string, (period: Period, day: Day) => boolean>> = {
  all: () => true,
  unplaced: ({ course }, day) =>
    course.settled < day && (course.adoption?.placed ?? course.matched ?? Infinity) > day,
  fostered: ({ course }, day) => course.destination === 'LTF' && (course.matched ?? Infinity) <= day,
  unmatched: ({ course }, day) => day - course.entry > 274 && (course.matched ?? Infinity) > day,
  sixteen: ({ person }, day) => ageAt(person.birth, day) >= 16,
  adoption: ({ course }, day) => course.adoption !== null && (course.adoption.placed ?? Infinity) > day,
  matched: ({ course }, day) => (course.matched ?? Infinity) <= day,
  residential: ({ course }) => course.destination === 'RESIDENTIAL',
  new: ({ course }, day) => day - course.entry < 182,
};

/** The sittings of the last months with each child that was heard, and the colour it was given. */
function withSittings(table: Table, world: World, steps: readonly Step[]): Table {
  const days = steps.map((each) => dueDays(each, world.asAt, kept.sittings));
  const rows: Cell[][] = [];
  for (const period of begun(world)) {
    const random = streamOf(period);
    // Put on the list within weeks of coming into care, mostly.
    const referred = period.course.entry + random.skewed(0, 14, 60);
    steps.forEach((each, at) => {
      for (const day of days[at] ?? []) {
        const { entry, exit } = period.course;
        if (day < entry || day >= exit || onList[each.anchor]?.(period, day) !== true) continue;
        if (!random.chance(each.percent / 100)) continue;
        const said: Readonly<Record<string, Cell>> = {
          panl_table_id: `K${rows.length + 1}`,
          panl_person_id: period.personId,
          panl_cla_id: period.id,
          panl_panel: each.code,
          panl_referred_date: ukOf(Math.min(day, Math.max(entry, referred))),
          panl_heard_date: ukOf(day),
          panl_rag: random.weighted([['R', 15] as const, ['A', 30], ['G', 55]]),
          panl_iro_view: random.chance(0.85) ? random.pick(['GREEN', 'GREEN', 'AMBER', 'RED']) : null,
          panl_prefilled_date: ukOf(day - random.int(0, 5)),
        };
        rows.push(table.columns.map((column) => said[column] ?? null));
      }
    });
  }
  return { ...table, rows: [...table.rows, ...rows] };
}
