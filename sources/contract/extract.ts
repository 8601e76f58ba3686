import type { ContractRows } from './tables.ts';

/**
 * What a source can give, named as the registry's `requires` names it. A measure whose inputs are not
 * all given is "not available from this source", never zero.
 */
export const inputNames = [
  'care_period',
  'legal_status',
  'placement',
  'review',
  /** The case system's own due dates of reviews. */
  'review_due',
  'review_participation',
  'officer_contact',
  /** Midway checks and escalations of the reviewing officer; no adapter can tell yet. */
  'officer_checks',
  'visit',
  'visit_alone',
  'care_plan',
  'care_plan_history',
  'care_plan_answers',
  'care_plan_category',
  'permanence_meeting',
  'adoption',
  'adoption_decision',
  'adoption_match',
  'adopted_by_carer',
  'end_reason',
  'long_term_match',
  'panel_decision',
  'distance',
  /** Whether a placement lies outside the authority's boundary; no adapter can tell yet. */
  'boundary',
  'home',
  /** Who provides the placement. */
  'provider',
  /** Whether a setting that must be registered is; no adapter can tell yet. */
  'registration',
  /** Which children in care are siblings and whether they live together; no adapter can tell yet. */
  'siblings',
  /** Siblings as the records of children with an adoption plan have them. */
  'adoption_siblings',
  'allocation',
  'team',
  'unaccompanied',
  'proceedings',
  'pre_proceedings',
  'family_group_conference',
  'adopter_household',
  'foster_household',
  /** How many places of each foster household are filled on the day of the extract. */
  'foster_places',
] as const;
export type InputName = (typeof inputNames)[number];

/** Rows of one file: `rows_read = rows_accepted + rows_quarantined`, always. */
export interface FileTally {
  /** Path relative to the folder it was found in, with forward slashes. */
  readonly file: string;
  /** Which file of which adapter it was recognised as, e.g. `ssd.cla_episodes`; null when not recognised. */
  readonly recognised_as: string | null;
  readonly sha256: string;
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'windows-1252';
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_quarantined: number;
}

/** A row that was not accepted. Holds no value of the row, so nothing identifying. */
export interface QuarantinedRow {
  readonly file: string;
  readonly line: number;
  /** Column at fault; null when the whole row is. */
  readonly column: string | null;
  /** Stable code, e.g. `orphan_row`. */
  readonly reason: string;
  /** What the analyst can do about it, in a sentence. */
  readonly advice: string;
}

/** Something accepted that an analyst should know of: counted, never changed. */
export interface QualityNote {
  readonly code: string;
  readonly table: string;
  readonly rows: number;
  readonly meaning: string;
}

/** Everything one authority's files say, after validation. */
export interface Extract {
  readonly rows: ContractRows;
  readonly inputs: readonly InputName[];
  readonly files: readonly FileTally[];
  readonly quarantine: readonly QuarantinedRow[];
  readonly quality: readonly QualityNote[];
  /** Day the extract was made (boundaries 35). */
  readonly snapshot_date: string;
}
