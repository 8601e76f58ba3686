import { addMonths, addYears, type Day, ukOf } from '../day.ts';
import type { Period } from '../life/life.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const columns = [
  'panl_table_id',
  'panl_person_id',
  'panl_cla_id',
  'panl_panel',
  'panl_referred_date',
  'panl_heard_date',
  'panl_barrier',
  'panl_outcome',
  'panl_action',
  'panl_action_owner_role',
  'panl_action_due_date',
  'panl_action_done_date',
  'panl_rag',
  'panl_alerted_roles',
] as const;
type PanelRecord = Record<(typeof columns)[number], Cell>;

/** A referral before it has a number; what lies after the as-at date is left out by the writer. */
interface Referral {
  readonly panel: string;
  readonly referred: Day;
  readonly heard: Day;
  readonly barrier: string | null;
  readonly alerted: string | null;
}

/** Referrals to the permanence panel and to heads of service, with the alerts after a young child's third move. */
export function panelTable(world: World): Table {
  // the sheet goes back four years, save for alerts: they are asked for as long as the child is in care
  const keptFrom = addMonths(world.asAt, -48);
  const kept = ({ referred }: Referral) => referred >= keptFrom;
  const records = begun(world).flatMap((period) =>
    [...alertsOf(period), ...[...escalations(period), ...hearings(period)].filter(kept)]
      .filter(({ referred }) => referred <= world.asAt && referred < period.course.exit)
      .sort((a, b) => a.referred - b.referred)
      .map((referral, i) => panelRecord(period, referral, i, world.asAt)),
  );
  return table('local/local_panel_decisions.csv', columns, records);
}

/** The third move of a child under 12 is told to all who must know: mostly, and mostly in time. */
function alertsOf(period: Period): Referral[] {
  const { random, person } = period;
  const third = movesOf(period)[2];
  if (third === undefined || third >= addYears(person.birth, 12) || random.chance(0.1)) return [];
  const referred = third + random.skewed(0, 4, 30);
  const alerted = random.weighted([
    ['Service Manager; Head of Adoption and Fostering; Head of Family Safeguarding; IRO', 80],
    ['Service Manager; Head of Adoption and Fostering; Head of CLA; IRO', 40],
    ['service_manager head_of_service independent_reviewing_officer', 40],
    ['Service Manager; IRO', 12],
    ['Head of Service', 6],
    ['Service Manager; Virtual School; IRO; Head of Service', 3],
  ]);
  return [{ panel: 'PERMANENCE', referred, heard: nextPanel(referred), barrier: 'PLACEMENT', alerted }];
}

/** Days of a move to another home; temporary moves, and beds for some hours, are none. */
function movesOf({ placements }: Period): Day[] {
  const lived = placements.filter(({ type, from, to }) => !type.startsWith('T') && to > from);
  return lived.flatMap(({ from, home }, i) => {
    const before = lived[i - 1];
    return before === undefined || before.home.postcode === home.postcode ? [] : [from];
  });
}

/** Half a year on a placement order without a family: the plan goes to the head of service, most of the time. */
function escalations({ course, random }: Period): Referral[] {
  const { adoption, exit } = course;
  if (adoption === null || adoption.order === null) return [];
  const found = adoption.early ?? adoption.match ?? adoption.reversed ?? exit;
  const due = addMonths(adoption.order, 6);
  if (found <= due || random.chance(0.12)) return [];
  const referred = due + random.skewed(-20, 6, 60);
  const barrier = random.chance(0.3) ? 'SIBLINGS' : 'Family finding';
  return [
    { panel: 'HEAD_OF_SERVICE', referred, heard: referred + random.int(5, 25), barrier, alerted: 'HoS; ADM' },
  ];
}

/** Cases that the monthly panel looks at because something stands in the way. */
function hearings({ course, random }: Period): Referral[] {
  const { entry, exit, route, settled, destination, matched } = course;
  if (route === 'short_break' || route === 'brief') return [];
  const referrals: Referral[] = [];
  for (let day = entry + random.int(120, 240); day < exit; day += random.int(150, 420)) {
    if (!random.chance(0.3)) continue;
    const waiting = destination === 'LTF' && day > settled && (matched === null || day < matched);
    referrals.push({
      panel: waiting ? 'LT_MATCH' : 'PERMANENCE',
      referred: day,
      heard: nextPanel(day),
      barrier: random.weighted(barriers),
      alerted: null,
    });
  }
  return referrals;
}

const barriers = [
  ['FAMILY_FINDING', 8],
  ['ASSESSMENT', 7],
  ['Court delay', 6],
  ['PLACEMENT', 4],
  ['HEALTH', 3],
  ['IMMIGRATION', 2],
  ['STAFFING', 2],
  ['worker on leave, see notes', 1],
] as const;

/** The panel sits every four weeks. */
const nextPanel = (day: Day): Day => day + 7 + ((28 - ((day + 7) % 28)) % 28);

function panelRecord(period: Period, referral: Referral, index: number, asAt: Day): PanelRecord {
  const { random, course } = period;
  const dates = new DateCells(asAt);
  const heard = referral.heard <= asAt;
  const due = referral.heard + 28 * random.int(1, 3);
  const done = random.chance(0.78) ? Math.min(due + random.skewed(-20, -2, 50), course.exit) : null;
  return {
    panl_table_id: numbered('V', period, index),
    panl_person_id: period.personId,
    panl_cla_id: random.chance(0.9) ? period.id : null,
    panl_panel: referral.panel,
    panl_referred_date: dates.uk(referral.referred),
    panl_heard_date: dates.uk(referral.heard),
    panl_barrier: referral.barrier,
    panl_outcome: heard
      ? random.weighted([
          ['ACTION_SET', 6],
          ['AGREED', 3],
          ['Adjourned', 1],
        ])
      : null,
    panl_action: heard ? 'Invented action: the text is not kept' : null,
    panl_action_owner_role: heard
      ? random.weighted([
          ['Team Manager', 6],
          ['Service Manager', 3],
          ['Head of Service', 1],
        ])
      : null,
    panl_action_due_date: heard ? ukOf(due) : null,
    panl_action_done_date: heard ? dates.uk(done) : null,
    panl_rag: heard ? random.pick(['R', 'A', 'G']) : null,
    panl_alerted_roles: referral.alerted,
  };
}
