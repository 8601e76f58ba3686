/** The sheets of the trackers that follow each child's life. */
import { openCodes } from '../../rules/open-codes.ts';
import { type Day, isoOf, ukOf, weekday } from '../day.ts';
import { type AnchorsOf, courtLives, storyOf } from '../life/anchor.ts';
import { type CourtFamily, courtFamilies, familiesExpecting } from '../life/court.ts';
import { Random } from '../prng.ts';
import { numbersNeverInCare, unborn } from './person.ts';
import { begun, type Cell, type Table, type World } from './table.ts';
import { kept, type Step, streamOf, tableOf, taken, weighed } from './tracker-step.ts';

/** Sheets that follow each child's life, made child by child: no more than one life is held. */
export function lifeTables(world: World, of: (kind: Step['kind']) => Step[]): Table[] {
  const sheets = [milestoneSheet(of('milestone'), world.asAt), escalationSheet(of('escalation'), world.asAt)];
  for (const [prefix, file] of Object.entries(ownFiles))
    sheets.push(ownSheet(prefix, file, of('own'), world.asAt));
  const applications = of('application');
  if (applications.length > 0) sheets.push(applicationSheet(applications, world.asAt));
  const expecting = of('expecting').length > 0;
  for (const life of livesOf(world, expecting)) for (const { add } of sheets) add(life);
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

/** Pre-proceedings of the children who are not born yet. */
export const expectingOf = (world: World): CourtFamily[] =>
  familiesExpecting(numbersNeverInCare(world).slice(0, unborn), world.asAt);

/** Children in care since the trackers are kept, and those before the court who never were; with `expecting` the unborn too. */
export function* livesOf(world: World, expecting = false): Generator<Life> {
  const others = numbersNeverInCare(world).slice(unborn);
  const courts = courtLives([
    ...courtFamilies({ ...world, others }),
    ...(expecting ? expectingOf(world) : []),
  ]);
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
