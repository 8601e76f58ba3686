/** Files that dirt is laid in, and small tools to lay it with. */
import { type Day, isoOf, stampOf } from './day.ts';
import type { Cell } from './tables/table.ts';

export const episodes = 'ssd/ssd_cla_episodes.csv';
export const placements = 'ssd/ssd_cla_placement.csv';
export const legal = 'ssd/ssd_legal_status.csv';
export const reviews = 'ssd/ssd_cla_reviews.csv';
export const documents = 'ssd/ssd_cla_care_plan.csv';
export const permanence = 'ssd/ssd_permanence.csv';
export const person = 'ssd/ssd_person.csv';
export const involvements = 'ssd/ssd_involvements.csv';
export const professionals = 'ssd/ssd_professionals.csv';
export const immigration = 'ssd/ssd_immigration_status.csv';
export const history = 'local/local_care_plan_history.csv';
export const meetings = 'local/local_permanence_meetings.csv';
export const fosterHouseholds = 'local/local_foster_households.csv';

export const any = () => true;
export const nobody = (index: number) => String(900_001 + index);

export const later = (stamp: string, days: number): string =>
  stampOf(Date.parse(`${stamp.slice(0, 10)}T00:00:00Z`) / 86_400_000 + days);
export const isoOfUk = (text: string): string => text.split('/').reverse().join('-');
export const isPast = (stamp: Cell, asAt: Day): boolean =>
  stamp !== null && stamp.slice(0, 10) <= isoOf(asAt);
