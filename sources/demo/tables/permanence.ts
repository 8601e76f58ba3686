import type { Day } from '../day.ts';
import type { Period } from '../life/life.ts';
import { orderTypes } from '../vocabulary.ts';
import { begun, type Cell, DateCells, type Table, table, type World, yesNo } from './table.ts';

const columns = [
  'perm_table_id',
  'perm_person_id',
  'perm_cla_id',
  'perm_adm_decision_date',
  'perm_part_of_sibling_group',
  'perm_siblings_placed_together',
  'perm_siblings_placed_apart',
  'perm_ffa_cp_decision_date',
  'perm_placement_order_date',
  'perm_matched_date',
  'perm_adopter_sex',
  'perm_adopter_legal_status',
  'perm_number_of_adopters',
  'perm_placed_for_adoption_date',
  'perm_adopted_by_carer_flag',
  'perm_placed_foster_carer_date',
  'perm_placed_ffa_cp_date',
  'perm_placement_provider_urn',
  'perm_decision_reversed_date',
  'perm_decision_reversed_reason',
  'perm_permanence_order_date',
  'perm_permanence_order_type',
  'perm_adoption_worker_id',
] as const;
type PermanenceRecord = Record<(typeof columns)[number], Cell>;

/** SystemC writes this day into `perm_placed_foster_carer_date` of every row: it means "no date". */
const magicDay = '1900-01-01 00:00:00.000';

/** Children with an adoption decision, and those who left care by a permanence order. Keyed by the legacy number. */
export function permanenceTable(world: World): Table {
  const siblings = groupSizes(world.periods);
  const records = begun(world).flatMap((period) => {
    const record = recordOf(period, world.asAt, siblings.get(period.course.group ?? '') ?? 1);
    return record === null ? [] : [record];
  });
  return table('ssd/ssd_permanence.csv', columns, records);
}

export function groupSizes(periods: readonly Period[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { course } of periods)
    if (course.group !== null) sizes.set(course.group, (sizes.get(course.group) ?? 0) + 1);
  return sizes;
}

function recordOf(period: Period, asAt: Day, siblings: number): PermanenceRecord | null {
  const { course, random } = period;
  const orderType = course.exit > asAt ? null : orderTypeOf(course.reason);
  const adoption = course.adoption !== null && course.adoption.decision <= asAt ? course.adoption : null;
  if (adoption === null && orderType === null) return null;
  const dates = new DateCells(asAt);
  const matched = adoption?.match != null && adoption.match <= asAt;
  const single = random.chance(0.15);
  const reversed = dates.stamp(adoption?.reversed);
  const apart = period.person.number % 5 === 0;
  return {
    perm_table_id: `M${period.id.slice(1)}`,
    perm_person_id: period.legacyId,
    perm_cla_id: period.id,
    perm_adm_decision_date: dates.stamp(adoption?.decision),
    perm_part_of_sibling_group: siblings > 1 ? '1' : '0',
    perm_siblings_placed_together: String(apart ? 1 : siblings),
    perm_siblings_placed_apart: String(apart ? siblings - 1 : 0),
    perm_ffa_cp_decision_date: adoption?.early ? dates.stamp(adoption.early - 7) : null,
    perm_placement_order_date: dates.stamp(adoption?.order),
    perm_matched_date: dates.stamp(adoption?.match),
    perm_adopter_sex: matched ? (single ? 'F1' : random.pick(['MF', 'MF', 'MM', 'FF'])) : null,
    perm_adopter_legal_status: matched ? (single ? 'L0' : 'L11') : null,
    perm_number_of_adopters: matched ? (single ? '1' : '2') : null,
    perm_placed_for_adoption_date: dates.stamp(adoption?.placed),
    perm_adopted_by_carer_flag: orderType === orderTypes.adoption ? yesNo(adoption?.byCarer ?? false) : null,
    perm_placed_foster_carer_date: magicDay,
    perm_placed_ffa_cp_date: dates.stamp(adoption?.early),
    perm_placement_provider_urn: null,
    perm_decision_reversed_date: reversed,
    perm_decision_reversed_reason: reversed === null ? null : random.pick(['RD1', 'RD3', 'RD3', 'RD4']),
    perm_permanence_order_date: orderType === null ? null : dates.stamp(course.exit),
    perm_permanence_order_type: orderType,
    perm_adoption_worker_id: adoption === null ? null : `W${random.int(4000, 4020)}`,
  };
}

function orderTypeOf(reason: string): string | null {
  if (reason === 'E11' || reason === 'E12') return orderTypes.adoption;
  if (/^E4[5-8]$/.test(reason)) return orderTypes.guardianship;
  return reason === 'E41' ? orderTypes.arrangements : null;
}
