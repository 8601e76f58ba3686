import * as codes from '../contract/codes.ts';
import type { Row } from '../contract/tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { outsideItsYears } from '../reading/code-years.ts';
import { homeNumbers, keepsCarer, type Located, placementInputs } from '../reading/homes.ts';
import type { Population } from '../reading/population.ts';
import type { RowReader } from '../reading/row-reader.ts';
import { childOf, periodOf } from './owner.ts';

/** Reads ssd_cla_placement; postcode and URN number the child's homes and are not kept. */
export function readPlacements(run: AdapterRun, population: Population): void {
  const reading: Reading = {
    repeated: repeatedIds([...readersOf(run, 'cla_placement')]),
    sameCarer: carersByStart(run.collector.rows.episode),
    located: [],
  };
  for (const reader of readersOf(run, 'cla_placement')) readPlacement(run, population, reader, reading);
  const numbers = homeNumbers(reading.located);
  for (const row of run.collector.rows.placement) row.home_number = numbers.get(row.row_key) ?? null;
  for (const input of placementInputs(run.collector.rows)) run.inputs.add(input);
}

/** What reading a placement needs to know of the others. */
interface Reading {
  readonly repeated: ReadonlySet<string>;
  readonly sameCarer: ReadonlyMap<string, boolean>;
  readonly located: Located[];
}

const startKey = (child: string, start: string): string => `${child}|${start}`;

/** Whether the episode that starts on a day keeps the carer; a change of legal status alone says nothing. */
function carersByStart(episodes: readonly Row<'episode'>[]): Map<string, boolean> {
  const known = new Map<string, boolean>();
  for (const { child_id, start_date, start_reason } of episodes) {
    const same = keepsCarer(start_reason);
    if (same === null) continue;
    const key = startKey(child_id, start_date);
    known.set(key, same || known.get(key) === true);
  }
  return known;
}

/** Eclipse uses the address as placement id: an id on different starts or children names several placements. */
function repeatedIds(readers: readonly RowReader[]): Set<string> {
  const meaning = new Map<string, string>();
  const repeated = new Set<string>();
  for (const reader of readers) {
    const id = reader.key('clap_cla_placement_id');
    if (id === null) continue;
    const own = `${reader.key('clap_person_id')}|${reader.key('clap_cla_id')}|${reader.anyDay('clap_cla_placement_start_date')}`;
    if ((meaning.get(id) ?? own) !== own) repeated.add(id);
    meaning.set(id, own);
  }
  return repeated;
}

function readPlacement(
  run: AdapterRun,
  population: Population,
  reader: RowReader,
  { repeated, sameCarer, located }: Reading,
): void {
  const child_id = childOf(population, reader, 'clap_person_id', 'clap_cla_id', (id) =>
    population.childOfPeriod(id),
  );
  const start_date = reader.requiredDay('clap_cla_placement_start_date');
  const end = reader.placingAnyDay('clap_cla_placement_end_date');
  reader.checkOrder(start_date, end, 'clap_cla_placement_end_date');
  const id = reader.rowKey('clap_cla_placement_id');
  const distance = reader.decimal('clap_cla_placement_distance');
  const row_key = repeated.has(id) ? `${id}@${child_id}@${start_date}` : id;
  const placement_type = reader.requiredCode('clap_cla_placement_type', codes.placementType);
  const accepted = run.collector.settle(reader, 'placement', [
    {
      row_key,
      ...reader.trace,
      child_id,
      care_period_id: periodOf(run, population, reader, child_id, 'clap_cla_id', 'placement'),
      start_date,
      end_date: population.stateEnd(child_id, end),
      placement_type,
      provider: reader.code('clap_cla_placement_provider', codes.placementProvider),
      // SystemC's way of saying "not measurable".
      distance_miles: distance === 999.9 ? null : distance,
      change_reason: reader.code('clap_cla_placement_change_reason', codes.changeReason),
      home_number: null,
      same_carer: sameCarer.get(startKey(child_id, start_date)) ?? null,
    },
  ]);
  if (!accepted) return;
  if (outsideItsYears('placement_type', placement_type, start_date, end ?? run.context.snapshotDate))
    run.quality.note('code_outside_its_years', 'placement');
  const postcode = reader.text('clap_cla_placement_postcode');
  located.push({ row_key, child_id, start_date, postcode, urn: reader.text('clap_cla_placement_urn') });
  if (repeated.has(id)) run.quality.note('repeated_placement_key', 'placement');
}
