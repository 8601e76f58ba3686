import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const columns = [
  'clap_cla_placement_id',
  'clap_cla_id',
  'clap_person_id',
  'clap_cla_placement_start_date',
  'clap_cla_placement_type',
  'clap_cla_placement_urn',
  'clap_cla_placement_distance',
  'clap_cla_placement_provider',
  'clap_cla_placement_postcode',
  'clap_cla_placement_end_date',
  'clap_cla_placement_change_reason',
] as const;

export function placementTable(world: World): Table {
  const dates = new DateCells(world.asAt);
  const records = begun(world).flatMap((period) =>
    period.placements.flatMap((placement, i): Record<(typeof columns)[number], Cell>[] => {
      if (placement.from > world.asAt) return [];
      const { home, type } = placement;
      return [
        {
          clap_cla_placement_id: numbered('P', period, i),
          clap_cla_id: period.id,
          clap_person_id: period.personId,
          clap_cla_placement_start_date: dates.stamp(placement.from),
          clap_cla_placement_type: type,
          clap_cla_placement_urn: home.urn || null,
          clap_cla_placement_distance: type.startsWith('A') ? null : home.miles.toFixed(1),
          clap_cla_placement_provider: home.provider || null,
          clap_cla_placement_postcode: type.startsWith('A') ? null : home.postcode,
          clap_cla_placement_end_date: dates.stamp(placement.to),
          clap_cla_placement_change_reason: (placement.to <= world.asAt && placement.reason) || null,
        },
      ];
    }),
  );
  return table('ssd/ssd_cla_placement.csv', columns, records);
}
