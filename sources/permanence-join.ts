import type { ContractRows } from './contract/tables.ts';
import { TrackerError } from './error.ts';
import type { ExtractSettings } from './snapshot-date.ts';

/**
 * Stops when too few of the periods of care with a placement order open find a permanence record,
 * given enough of them (the rule book's settings: half, of ten): the table then holds the wrong person key, and every adoption figure would be wrong
 * (trap 2; boundaries 37 and 43).
 */
export function checkPermanenceJoin(
  rows: ContractRows,
  snapshotDate: string,
  settings: ExtractSettings,
): void {
  const periods = periodsOnOrder(rows, snapshotDate);
  if (periods.length < settings.join_minimum_periods) return;
  const named = new Set(rows.adoption.map((row) => `${row.child_id}|${row.care_period_id ?? ''}`));
  const found = periods.filter(
    ({ child, period }) => named.has(`${child}|${period}`) || named.has(`${child}|`),
  ).length;
  if (found * 100 >= periods.length * settings.join_minimum_percent) return;
  throw new TrackerError(
    'check_stopped',
    'permanence_join',
    `only ${found} of the ${periods.length} periods of care on a placement order find a row in ssd_permanence`,
    'Check that perm_cla_id or perm_person_id of the extract hold the keys of ssd_cla_episodes and ssd_person (SystemC writes the legacy id), or take the file out of the folder: its measures are then not available.',
  );
}

const openOn = (row: { start_date: string; end_date: string | null }, day: string): boolean =>
  row.start_date <= day && (row.end_date === null || row.end_date > day);

function periodsOnOrder(rows: ContractRows, day: string): { child: string; period: string }[] {
  const onOrder = new Set(
    rows.legal_status
      .filter((row) => row.legal_status === 'E1' && openOn(row, day))
      .map((row) => row.child_id),
  );
  return rows.care_period
    .filter((period) => openOn(period, day) && onOrder.has(period.child_id))
    .map((period) => ({ child: period.child_id, period: period.care_period_id }));
}
