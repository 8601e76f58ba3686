import { type ContractRows, type Row, type TableName, tableNames } from '../../sources/contract/tables.ts';
import { tracked } from '../../sources/contract/tracking-tables.ts';
import { absentCells } from '../../sources/reading/declared.ts';

type Content<T extends TableName, Key extends keyof Row<T>> = Partial<Omit<Row<T>, Key>> & Pick<Row<T>, Key>;

/** Collects contract rows; columns that a caller leaves out are blank, row keys are given in order of entry. */
export class RowBook {
  readonly rows = Object.fromEntries(tableNames.map((name) => [name, []])) as unknown as ContractRows;
  #rowsAdded = 0;

  #trace(table: TableName) {
    this.#rowsAdded += 1;
    const row_key = `${table}-${String(this.#rowsAdded).padStart(6, '0')}`;
    return { row_key, source_file: `${table}.csv`, source_line: this.#rowsAdded + 1 };
  }

  child(row: Content<'child', 'child_id'>): void {
    this.rows.child.push({
      ...this.#trace('child'),
      legacy_id: null,
      birth_date: null,
      birth_date_estimated: false,
      sex: 'U',
      ethnicity: null,
      death_date: null,
      ...row,
    });
  }

  period(row: Content<'care_period', 'child_id' | 'care_period_id' | 'start_date'>): void {
    this.rows.care_period.push({ ...this.#trace('care_period'), end_date: null, end_reason: null, ...row });
  }

  episode(row: Content<'episode', 'child_id' | 'care_period_id' | 'start_date'>): void {
    this.rows.episode.push({
      ...this.#trace('episode'),
      end_date: null,
      start_reason: 'S',
      end_reason: null,
      legal_status: null,
      placement_type: null,
      need: 'N1',
      officer_contact_date: null,
      ...row,
    });
  }

  placement(row: Content<'placement', 'child_id' | 'start_date' | 'placement_type'>): void {
    this.rows.placement.push({
      ...this.#trace('placement'),
      care_period_id: null,
      end_date: null,
      provider: null,
      distance_miles: null,
      change_reason: null,
      home_number: null,
      same_carer: null,
      ...row,
    });
  }

  status(row: Content<'legal_status', 'child_id' | 'start_date' | 'legal_status'>): void {
    this.rows.legal_status.push({
      ...this.#trace('legal_status'),
      care_period_id: null,
      end_date: null,
      ...row,
    });
  }

  plan(row: Content<'care_plan', 'child_id' | 'start_date' | 'plan'>): void {
    this.rows.care_plan.push(this.planRow(row));
  }

  /** A care plan row that belongs to no table, for an older snapshot. */
  planRow(row: Content<'care_plan', 'child_id' | 'start_date' | 'plan'>): Row<'care_plan'> {
    const trace = this.#trace('care_plan');
    return {
      ...trace,
      ...absentCells(tracked.care_plan),
      care_period_id: null,
      document_id: trace.row_key,
      plan_rank: 'primary',
      origin: 'history',
      end_date: null,
      recorded_date: null,
      ratified_date: null,
      ...row,
    };
  }

  meeting(row: Content<'permanence_meeting', 'child_id'>): void {
    this.rows.permanence_meeting.push({
      ...this.#trace('permanence_meeting'),
      ...absentCells(tracked.permanence_meeting),
      care_period_id: null,
      meeting_date: null,
      meeting_type: null,
      meeting_status: null,
      referral_received_date: null,
      sibling_group_id: null,
      parallel_plan: null,
      minutes_sent_iro_date: null,
      summary_sent_parents_date: null,
      summary_sent_independent_review_date: null,
      adoption_advice_date: null,
      next_meeting_date: null,
      not_required: false,
      not_required_reason: null,
      not_required_agreed_date: null,
      not_required_agreed_role: null,
      specialist_discussion_date: null,
      ...row,
    });
  }

  adoption(row: Content<'adoption', 'child_id'>): void {
    this.rows.adoption.push({
      ...this.#trace('adoption'),
      care_period_id: null,
      matched_by: row.care_period_id ? 'care_period' : 'person',
      decision_date: null,
      decision_reversed_date: null,
      decision_reversed_reason: null,
      placement_order_date: null,
      link_date: null,
      matched_date: null,
      early_permanence_decision_date: null,
      early_permanence_placed_date: null,
      placed_date: null,
      order_date: null,
      order_type: null,
      adopted_by_carer: null,
      carer_placed_date: null,
      sibling_group: null,
      siblings_together: null,
      ...row,
    });
  }

  match(row: Content<'long_term_match', 'child_id'>): void {
    this.rows.long_term_match.push({
      ...this.#trace('long_term_match'),
      ...absentCells(tracked.long_term_match),
      care_period_id: null,
      plan_agreed_date: null,
      referral_date: null,
      carer_type: null,
      link_identified_date: null,
      panel_date: null,
      decision_date: null,
      match_ratified_date: null,
      ratification_route: null,
      closed_date: null,
      ...row,
    });
  }

  allocation(row: Content<'allocation', 'child_id' | 'team_id' | 'start_date'>): void {
    this.rows.allocation.push({ ...this.#trace('allocation'), role: 'case_worker', end_date: null, ...row });
  }

  team(row: Content<'team', 'team_id'>): void {
    this.rows.team.push({ ...this.#trace('team'), team_name: null, service: null, area: null, ...row });
  }
}
