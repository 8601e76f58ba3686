import * as codes from '../contract/codes.ts';
import { tracked } from '../contract/tracking-tables.ts';
import { type AdapterRun, give, plainEnd, readersOf } from '../reading/adapter.ts';
import { declaredCells } from '../reading/declared.ts';
import { Numbering } from '../reading/numbering.ts';
import type { Population } from '../reading/population.ts';
import { readAdopters } from './adopters.ts';
import { readFamilyGroupConferences } from './family-group-conference.ts';
import { readFosterHouseholds } from './foster-households.ts';
import { readLegalGateways } from './legal-gateway.ts';
import { readMeetings } from './meetings.ts';
import { readPanelDecisions } from './panel-decisions.ts';
import { placeRow } from './place.ts';
import { readProceedings } from './proceedings.ts';
import { readTrackers } from './trackers.ts';

/** Reads the extracts that an authority keeps beside its case system. */
export function extractLocal(run: AdapterRun, population: Population): void {
  readPlanHistory(run, population);
  readMeetings(run, population);
  readLongTermMatches(run, population);
  readPanelDecisions(run, population);
  readTrackers(run, population);
  readCourt(run, population);
  readAdopters(run);
  readFosterHouseholds(run);
  readTeamMap(run);
  give(run, 'local_care_plan_history', 'care_plan', 'care_plan_history');
  give(run, 'local_permanence_meetings', 'permanence_meeting');
  give(run, 'local_long_term_match', 'long_term_match');
  give(run, 'local_panel_decisions', 'panel_decision');
  give(run, 'local_proceedings', 'proceedings');
  give(run, 'local_legal_gateway', 'pre_proceedings');
  give(run, 'local_family_group_conference', 'family_group_conference');
  give(run, 'local_adopters', 'adopter_household');
  give(run, 'local_foster_households', 'foster_household');
  give(run, 'local_team_map', 'team');
}

/** The court and what comes before it; gateway and conferences number families together. */
function readCourt(run: AdapterRun, population: Population): void {
  const families = new Numbering('family');
  readProceedings(run, population);
  readLegalGateways(run, population, families);
  readFamilyGroupConferences(run, population, families);
}

function readPlanHistory(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'local_care_plan_history')) {
    const place = placeRow(run, population, reader, 'lcph', 'care_plan');
    const document_id = reader.rowKey('lcph_table_id');
    const start_date = reader.requiredDay('lcph_plan_start_date');
    const end = reader.placingAnyDay('lcph_plan_end_date');
    reader.checkOrder(start_date, end, 'lcph_plan_end_date');
    const written = reader.text('lcph_plan_code');
    run.collector.settle(reader, 'care_plan', [
      {
        row_key: `history:${document_id}`,
        ...reader.trace,
        ...place,
        document_id,
        plan: written === null ? 'NO_PLAN' : reader.requiredCode('lcph_plan_code', codes.plan),
        plan_rank: reader.code('lcph_plan_rank', codes.planRank) ?? 'primary',
        origin: 'history',
        start_date,
        end_date: plainEnd(run, end),
        recorded_date: reader.pastDay('lcph_recorded_date'),
        ratified_date: reader.pastDay('lcph_ratified_review_date'),
        ...declaredCells(run, reader, tracked.care_plan),
      },
    ]);
  }
}

function readLongTermMatches(run: AdapterRun, population: Population): void {
  for (const reader of readersOf(run, 'local_long_term_match')) {
    run.collector.settle(reader, 'long_term_match', [
      {
        row_key: reader.rowKey('ltmt_table_id'),
        ...reader.trace,
        ...placeRow(run, population, reader, 'ltmt', 'long_term_match'),
        plan_agreed_date: reader.pastDay('ltmt_plan_agreed_date'),
        referral_date: reader.pastDay('ltmt_referral_date'),
        carer_type: reader.code('ltmt_carer_type', codes.carerType),
        link_identified_date: reader.pastDay('ltmt_link_identified_date'),
        // A panel is a meeting and may be booked.
        panel_date: reader.anyDay('ltmt_panel_date'),
        decision_date: reader.pastDay('ltmt_adm_decision_date'),
        match_ratified_date: reader.placingDay('ltmt_match_ratified_date'),
        ratification_route: reader.code('ltmt_ratification_route', codes.ratificationRoute),
        closed_date: reader.pastDay('ltmt_closed_date'),
        ...declaredCells(run, reader, tracked.long_term_match),
      },
    ]);
  }
}

/** The authority's own team map; it stands over the case system's department of the same id. */
function readTeamMap(run: AdapterRun): void {
  for (const reader of readersOf(run, 'local_team_map')) {
    const team_id = reader.requiredKey('team_id');
    if (run.collector.claim('local_team_map', team_id)) run.collector.withdraw('team', team_id);
    run.collector.settle(reader, 'team', [
      {
        row_key: team_id,
        ...reader.trace,
        team_id,
        team_name: reader.text('team_name'),
        service: reader.text('team_service'),
        area: reader.text('team_area'),
      },
    ]);
  }
}
