import type { MeasureMeta } from '../../pipeline/edition/format.ts';

/** The address of a measure's page, from the root of the site. */
export function measurePath({ measure_id }: MeasureMeta): string {
  return `/measures/${measure_id.toLowerCase()}`;
}
