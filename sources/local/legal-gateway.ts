import * as codes from '../contract/codes.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, readersOf } from '../reading/adapter.ts';
import { declaredCells } from '../reading/declared.ts';
import type { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';
import { noteUnknownChild } from './any-child.ts';

/** Reads local_legal_gateway: sittings at which pre-proceedings start, go on and end. */
export function readLegalGateways(run: AdapterRun, population: Population, families: Numbering): void {
  for (const reader of readersOf(run, 'local_legal_gateway')) {
    const child_id = reader.requiredKey('lgat_person_id');
    const family = reader.key('lgat_family_id');
    const outcome = reader.code('lgat_outcome', codes.gatewayOutcome);
    // A sitting may be booked; one that has decided cannot lie ahead.
    const gateway_date =
      outcome === null ? reader.placingAnyDay('lgat_gateway_date') : reader.placingDay('lgat_gateway_date');
    if (gateway_date === null) reader.blame('missing_value', 'lgat_gateway_date');
    const accepted = run.collector.settle(reader, 'legal_gateway', [
      {
        row_key: reader.rowKey('lgat_table_id'),
        ...reader.trace,
        child_id,
        family_key: family === null ? null : families.keyOf(family),
        gateway_date: gateway_date ?? '',
        gateway_type: reader.code('lgat_gateway_type', codes.gatewayType),
        outcome,
        exception_report_date: reader.pastDay('lgat_exception_report_date'),
        extension_to_date: reader.anyDay('lgat_extension_to_date'),
        legal_planning_meeting_date: reader.anyDay('lgat_legal_planning_meeting_date'),
        ...declaredCells(run, reader, tracked.legal_gateway),
      },
    ]);
    if (accepted) noteUnknownChild(run, population, 'legal_gateway', child_id);
  }
}
