import type { Breakdown } from '../../pipeline/edition/format.ts';

/** Name of each breakdown, as the heading of a table's first column. */
export const breakdownNames: Record<Exclude<Breakdown, 'all'>, string> = {
  age_band: 'Age',
  sex: 'Sex',
  ethnicity: 'Ethnic group',
  placement_type: 'Placement type',
  legal_status: 'Legal status',
  unaccompanied: 'Unaccompanied asylum-seeking',
  plan: 'Plan for permanence',
  area: 'Area',
  service: 'Service',
  team: 'Team',
};

/** Every breakdown, in the order of the pages. */
export const breakdownOrder = Object.keys(breakdownNames) as readonly Exclude<Breakdown, 'all'>[];
