import { checkPermanenceJoin } from '../permanence-join.ts';
import { type AdapterRun, give } from '../reading/adapter.ts';
import type { Population } from '../reading/population.ts';
import { readCarePlans } from './care-plan.ts';
import {
  readDepartments,
  readImmigration,
  readInvolvements,
  readLegalStatuses,
  readLinkedIdentifiers,
  readProfessionals,
  readReviews,
} from './case-tables.ts';
import { readEpisodes } from './episodes.ts';
import { readPermanence } from './permanence.ts';
import { readPersons } from './person.ts';
import { readPlacements } from './placement.ts';
import { readPreProceedings } from './pre-proceedings.ts';
import { readVisits } from './visits.ts';

/** Reads the tables of the Standard Safeguarding Dataset that were found; persons and episodes first, on which all else hangs. */
export function extractSsd(run: AdapterRun): Population {
  readPersons(run);
  const population = readEpisodes(run);
  readPlacements(run, population);
  readLegalStatuses(run, population);
  readReviews(run, population);
  readVisits(run, population);
  readCarePlans(run, population);
  readPermanence(run, population);
  readImmigration(run, population);
  readPreProceedings(run, population);
  readInvolvements(run, population);
  readDepartments(run);
  readProfessionals(run);
  readLinkedIdentifiers(run, population);
  if (run.tables.has('permanence')) {
    checkPermanenceJoin(run.collector.rows, run.context.snapshotDate, run.settings);
  }
  giveInputs(run);
  return population;
}

function giveInputs(run: AdapterRun): void {
  give(run, 'person');
  give(run, 'cla_episodes', 'care_period');
  give(run, 'cla_placement', 'placement', 'placement_history');
  give(run, 'legal_status', 'legal_status');
  give(run, 'cla_reviews', 'review');
  give(run, 'cla_visits', 'visit');
  give(run, 'cla_care_plan', 'care_plan');
  give(run, 'permanence', 'adoption', 'adoption_decision');
  give(run, 'immigration_status', 'unaccompanied');
  give(run, 'pre_proceedings');
  give(run, 'involvements', 'allocation');
  give(run, 'department', 'team');
  give(run, 'linked_identifiers');
}
