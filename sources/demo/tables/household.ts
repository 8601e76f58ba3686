import { addMonths, type Day } from '../day.ts';
import {
  type AdopterHousehold,
  adopterHouseholds,
  type FosterHousehold,
  fosterHouseholds,
} from '../life/household.ts';
import { type Cell, DateCells, type Table, table, type World, yesNo } from './table.ts';

const adopterColumns = [
  'adop_table_id',
  'adop_family_id',
  'adop_enquiry_date',
  'adop_stage1_start_date',
  'adop_stage1_end_date',
  'adop_stage2_start_date',
  'adop_stage2_end_date',
  'adop_application_date',
  'adop_approved_date',
  'adop_ffa_flag',
  'adop_matched_date',
  'adop_placed_date',
  'adop_children_placed',
  'adop_order_date',
  'adop_left_date',
  'adop_left_reason',
] as const;

const fosterColumns = [
  'fost_household_id',
  'fost_approved_date',
  'fost_ended_date',
  'fost_ended_reason',
  'fost_approved_places',
  'fost_filled_places',
  'fost_kind',
] as const;

/** The list of the adoption agency, one row an adopter, and that of the fostering service, one row a household. */
export function householdTables(world: World): Table[] {
  const { asAt } = world;
  const children = world.periods.filter(
    ({ course }) => course.entry <= asAt && course.exit > asAt && course.route !== 'short_break',
  ).length;
  const keptFrom = addMonths(asAt, -52);
  return [
    table(
      'local/local_adopters.csv',
      adopterColumns,
      adopterHouseholds(children, asAt)
        .filter(({ enquiry }) => enquiry <= asAt)
        .flatMap((family) => adopterRows(family, asAt)),
    ),
    table(
      'local/local_foster_households.csv',
      fosterColumns,
      fosterHouseholds(children, asAt)
        .filter(({ ended }) => ended > keptFrom)
        .map((household) => fosterRow(household, asAt)),
    ),
  ];
}

function adopterRows(family: AdopterHousehold, asAt: Day): Record<(typeof adopterColumns)[number], Cell>[] {
  const dates = new DateCells(asAt);
  const happened = (day: Day | null): boolean => day !== null && day <= asAt;
  return Array.from({ length: family.adults }, (_, adult) => ({
    adop_table_id: `AD-${family.number}-${adult + 1}`,
    adop_family_id: `AF-${family.number}`,
    adop_enquiry_date: dates.uk(family.enquiry),
    adop_stage1_start_date: dates.uk(family.stage1),
    adop_stage1_end_date: dates.uk(family.stage2 === null ? null : family.stage2 - 3),
    adop_stage2_start_date: dates.uk(family.stage2),
    adop_stage2_end_date: dates.uk(family.approved === null ? null : family.approved - 14),
    adop_application_date: dates.uk(family.stage1),
    adop_approved_date: dates.uk(family.approved),
    adop_ffa_flag: yesNo(family.fostersFirst),
    adop_matched_date: dates.uk(family.matched),
    adop_placed_date: dates.uk(family.placed),
    adop_children_placed: happened(family.placed) ? String(family.children) : null,
    adop_order_date: dates.uk(family.order),
    adop_left_date: dates.uk(family.left),
    adop_left_reason: happened(family.left) ? family.reason : null,
  }));
}

function fosterRow(household: FosterHousehold, asAt: Day): Record<(typeof fosterColumns)[number], Cell> {
  const dates = new DateCells(asAt);
  const ended = household.ended <= asAt;
  return {
    fost_household_id: `FH-${household.number}`,
    fost_approved_date: dates.uk(household.approved),
    fost_ended_date: dates.uk(household.ended),
    fost_ended_reason: ended ? household.reason : null,
    fost_approved_places: String(household.places),
    fost_filled_places: ended || household.filled === null ? null : String(household.filled),
    fost_kind: household.connected ? 'Connected persons' : 'In-house',
  };
}
