import { addMonths, type Day, ukOf, weekday } from '../day.ts';
import { type CourtFamily, courtFamilies, courtReference } from '../life/court.ts';
import { numbersNeverInCare, unborn } from './person.ts';
import { type Cell, DateCells, type Table, table, type World, yesNo } from './table.ts';

const proceedingsColumns = [
  'proc_table_id',
  'proc_person_id',
  'proc_court_reference',
  'proc_issue_date',
  'proc_final_evidence_due_date',
  'proc_final_hearing_date',
  'proc_end_date',
  'proc_final_order',
  'proc_order_expiry_date',
  'proc_in_care_flag',
] as const;

const gatewayColumns = [
  'lgat_table_id',
  'lgat_person_id',
  'lgat_family_id',
  'lgat_gateway_date',
  'lgat_gateway_type',
  'lgat_outcome',
  'lgat_exception_report_date',
  'lgat_extension_to_date',
  'lgat_legal_planning_meeting_date',
] as const;

const conferenceColumns = [
  'fgcn_table_id',
  'fgcn_person_id',
  'fgcn_family_id',
  'fgcn_referral_date',
  'fgcn_offered_flag',
  'fgcn_declined_reason',
  'fgcn_held_date',
  'fgcn_outcome',
  'fgcn_review_date',
] as const;

type Rows<C extends readonly string[]> = Record<C[number], Cell>[];

const familyNumber = (family: CourtFamily): string => `FAM-${family.number}`;
const rowKey = (letter: string, family: CourtFamily, index: number): string =>
  `${letter}${family.number}-${String(index + 1).padStart(2, '0')}`;

/** The sheets of the court officer, of the gateway panel and of the family group conference service: four years and more. */
export function courtTables(world: World): Table[] {
  const { asAt, periods } = world;
  const keptFrom = addMonths(asAt, -54);
  const families = courtFamilies({ asAt, periods, others: numbersNeverInCare(world).slice(unborn) }).filter(
    ({ gateway, proceedings }) => (proceedings?.issue ?? gateway?.start ?? asAt) > keptFrom,
  );
  const known = families.filter(({ gateway }) => gateway !== null && gateway.start <= asAt);
  return [
    table(
      'local/local_proceedings.csv',
      proceedingsColumns,
      families.flatMap((each) => applications(each, asAt)),
    ),
    gatewayTable(known, asAt),
    table(
      'local/local_family_group_conference.csv',
      conferenceColumns,
      known.flatMap((each) => conferences(each, asAt)),
    ),
  ];
}

export const gatewayTable = (families: readonly CourtFamily[], asAt: Day): Table =>
  table(
    'local/local_legal_gateway.csv',
    gatewayColumns,
    families.flatMap((each) => sittings(each, asAt)),
  );

function applications(family: CourtFamily, asAt: Day): Rows<typeof proceedingsColumns> {
  const { proceedings } = family;
  if (proceedings === null || proceedings.issue > asAt) return [];
  const { issue } = proceedings;
  const dates = new DateCells(asAt);
  return proceedings.children.map(({ personId, inCare, end, order }, i) => ({
    proc_table_id: rowKey('A', family, i),
    proc_person_id: personId,
    proc_court_reference: courtReference(family, issue),
    proc_issue_date: ukOf(issue),
    proc_final_evidence_due_date: ukOf(issue + 112),
    // listed some three months ahead
    proc_final_hearing_date: end <= asAt + 90 ? ukOf(end) : null,
    proc_end_date: dates.uk(end),
    proc_final_order: end <= asAt ? order : null,
    proc_order_expiry_date: end <= asAt && order === 'SO' ? ukOf(addMonths(end, 12)) : null,
    proc_in_care_flag: yesNo(inCare),
  }));
}

interface Sitting {
  readonly day: Day;
  readonly type: string;
  readonly outcome: string;
  readonly extended: Day | null;
}

function sittings(family: CourtFamily, asAt: Day): Rows<typeof gatewayColumns> {
  const { gateway } = family;
  if (gateway === null) return [];
  const { start, end, outcome } = gateway;
  const review = weekday(start + 110);
  const held: Sitting[] = [{ day: start, type: 'INITIAL', outcome: 'B', extended: null }];
  if (review < end)
    held.push({ day: review, type: 'WEEK16', outcome: 'Extension agreed', extended: start + 182 });
  held.push({
    day: end,
    type: 'REVIEW',
    outcome: outcome === 'ISSUE' ? 'C' : 'Decision to step down',
    extended: null,
  });
  const past = held.filter(({ day }) => day <= asAt);
  return past.flatMap(({ day, type, outcome, extended }, sitting) =>
    family.children.map(({ personId }, child) => ({
      lgat_table_id: rowKey('G', family, sitting * 10 + child),
      lgat_person_id: personId,
      lgat_family_id: familyNumber(family),
      lgat_gateway_date: ukOf(day),
      lgat_gateway_type: type,
      lgat_outcome: outcome,
      lgat_exception_report_date: extended === null ? null : ukOf(day),
      lgat_extension_to_date: extended === null ? null : ukOf(extended),
      lgat_legal_planning_meeting_date: type === 'INITIAL' && day + 3 <= asAt ? ukOf(day + 3) : null,
    })),
  );
}

/** The service has grown: nine in ten families are asked now, seven in ten four years ago. */
function conferences(family: CourtFamily, asAt: Day): Rows<typeof conferenceColumns> {
  const { gateway, random } = family;
  if (gateway === null) return [];
  const years = (asAt - gateway.start) / 365.25;
  const offered = random.chance(0.93 - 0.05 * years);
  const referral = weekday(gateway.start + random.skewed(-60, 8, 45));
  const held = offered && random.chance(0.66) ? weekday(referral + random.skewed(9, 31, 120)) : null;
  const listed = offered || random.chance(0.4);
  if (!listed || referral > asAt) return [];
  const dates = new DateCells(asAt);
  const past = held !== null && held <= asAt;
  return family.children.map(({ personId }, i) => ({
    fgcn_table_id: rowKey('F', family, i),
    fgcn_person_id: personId,
    fgcn_family_id: familyNumber(family),
    fgcn_referral_date: ukOf(referral),
    fgcn_offered_flag: yesNo(offered),
    fgcn_declined_reason: offered && held === null ? 'Invented reason: the text is not kept' : null,
    fgcn_held_date: dates.uk(held),
    fgcn_outcome: past
      ? random.weighted([
          ['Plan agreed', 8],
          ['No plan', 1],
          ['see notes', 0.3],
        ])
      : null,
    fgcn_review_date: past ? ukOf(weekday(held + 84)) : null,
  }));
}
