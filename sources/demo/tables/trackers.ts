import type { Procedure } from '../../rules/vocabulary.ts';
import { ageAt, type Day, dayOf, ukOf } from '../day.ts';
import type { Period } from '../life/life.ts';
import { Random } from '../prng.ts';
import { gatewayTable } from './court.ts';
import { begun, type Cell, type Table, type World } from './table.ts';
import { expectingOf, lifeTables, livesOf } from './tracker-lives.ts';
import { carers, registers } from './tracker-registers.ts';
import { dueDays, kept, type Step, stepsOf, streamOf, tableOf, taken, weighed } from './tracker-step.ts';

/** What an authority of a procedure records beside the common files: sheets of its own, and columns of other sheets. */
export function withTrackers(world: World, laid: readonly Table[], procedure: Procedure): Table[] {
  const steps = stepsOf(procedure);
  const of = (kind: Step['kind']) => steps.filter((each) => each.kind === kind);
  const expected = of('expecting').length === 0 ? [] : expectingOf(world);
  const told = laid.map((table) =>
    table.file === 'local/local_legal_gateway.csv'
      ? { ...table, rows: [...table.rows, ...gatewayTable(expected, world.asAt).rows] }
      : table,
  );
  const widened = told.map((table) => widen(table, [...of('column'), ...of('word')], world.asAt));
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
  const columns = [...new Set([...table.columns, ...steps.map(({ code }) => code)])];
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
      const place = columns.indexOf(each.code);
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
  rows.push(...ofPreProceedings(table, world, steps));
  return { ...table, rows: [...table.rows, ...rows] };
}

/** The sittings that look at children in pre-proceedings, most of whom are not in care. */
function ofPreProceedings(table: Table, world: World, steps: readonly Step[]): Cell[][] {
  const rows: Cell[][] = [];
  const looking = steps.filter(({ code }) => code === 'PRE_PROCEEDINGS');
  for (const { personId, anchors, random } of looking.length === 0 ? [] : livesOf(world)) {
    const [from] = anchors('gateway');
    const [to = Infinity] = anchors('gateway_end');
    for (const each of looking)
      for (const day of dueDays(each, world.asAt, kept.sittings)) {
        if (from === undefined || day < from || day >= to || !random.chance(each.percent / 100)) continue;
        const said: Readonly<Record<string, Cell>> = {
          panl_table_id: `KP${rows.length + 1}`,
          panl_person_id: personId,
          panl_panel: each.code,
          panl_referred_date: ukOf(from),
          panl_heard_date: ukOf(day),
        };
        rows.push(table.columns.map((column) => said[column] ?? null));
      }
  }
  return rows;
}
