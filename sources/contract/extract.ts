import type { ContractRows, TableName } from './tables.ts';

/**
 * What a source can give, named as the registry's `requires` names it. A measure whose inputs are not
 * all given is "not available from this source", never zero.
 */
export const inputNames = [
  'care_period',
  'legal_status',
  'placement',
  /** The placements before the present one: without them nobody has moved. */
  'placement_history',
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
  'milestone',
  'review_item',
  'escalation',
  'forum_meeting',
  'report',
  'longterm_carer',
  'adoption_tracking',
  'special_guardianship',
  'supervision_order',
  'court_application',
] as const;
export type InputName = (typeof inputNames)[number];

/** Extracts of the trackers in which a code says what a row is about, by table of the contract. */
export const codedTables = {
  milestone: 'mile',
  review_item: 'rvit',
  escalation: 'escl',
  forum_meeting: 'frum',
  report: 'rprt',
} as const satisfies Partial<Record<TableName, string>>;

/**
 * What a line of a procedure asks for beside those: a code that some row has (`mile:PPN1`), or a column of an extract
 * that some row fills (`ppmt_booked_date`).
 */
export type TrackingInput =
  | `${(typeof codedTables)[keyof typeof codedTables]}:${string}`
  | `${string}_${string}`;

/** The contract table in which what an input says is written: its coverage is that of the files that feed the table. */
export const inputTables: Readonly<Record<InputName, TableName>> = {
  care_period: 'care_period',
  end_reason: 'care_period',
  legal_status: 'legal_status',
  placement: 'placement',
  placement_history: 'placement',
  distance: 'placement',
  boundary: 'placement',
  home: 'placement',
  provider: 'placement',
  registration: 'placement',
  review: 'review',
  review_due: 'review',
  review_participation: 'review',
  officer_contact: 'episode',
  officer_checks: 'episode',
  visit: 'visit',
  visit_alone: 'visit',
  care_plan: 'care_plan',
  care_plan_history: 'care_plan',
  care_plan_answers: 'care_plan',
  care_plan_category: 'care_plan',
  permanence_meeting: 'permanence_meeting',
  adoption: 'adoption',
  adoption_decision: 'adoption',
  adoption_match: 'adoption',
  adopted_by_carer: 'adoption',
  siblings: 'adoption',
  adoption_siblings: 'adoption',
  long_term_match: 'long_term_match',
  panel_decision: 'panel_decision',
  allocation: 'allocation',
  team: 'team',
  unaccompanied: 'unaccompanied',
  proceedings: 'proceedings',
  pre_proceedings: 'pre_proceedings',
  family_group_conference: 'family_group_conference',
  adopter_household: 'adopter_household',
  foster_household: 'foster_household',
  foster_places: 'foster_household',
  milestone: 'milestone',
  review_item: 'review_item',
  escalation: 'escalation',
  forum_meeting: 'forum_meeting',
  report: 'report',
  longterm_carer: 'longterm_carer',
  adoption_tracking: 'adoption_tracking',
  special_guardianship: 'special_guardianship',
  supervision_order: 'supervision_order',
  court_application: 'court_application',
};

/** How it is known from when a file is whole (coverage 2). */
export const coverageGrounds = [
  'years of the return',
  'authority.yaml',
  'survivorship test',
  "the list's own rule",
  'retention of the standard',
  'nobody has said',
] as const;

/**
 * From when to when every row that exists in the authority's records is in the files: of who is in it on a day (stock),
 * and of what happened in a period (event). Days are inclusive; null: as far back as anybody asks.
 */
export interface CoverageWindow {
  readonly stock_from: string | null;
  readonly event_from: string | null;
  readonly whole_to: string;
  readonly known_by: (typeof coverageGrounds)[number];
}

/** The window of one kind of file in one table of the contract, and what rests on it. */
export interface Coverage extends CoverageWindow {
  /** Kind of file, such as `ssda903.reviews`. */
  readonly source: string;
  readonly table: TableName;
  readonly inputs: readonly InputName[];
}

/** Rows of one file: `rows_read = rows_accepted + rows_quarantined`, always. */
export interface FileTally {
  /** Path relative to the folder it was found in, with forward slashes. */
  readonly file: string;
  /** Which file of which adapter it was recognised as, e.g. `ssd.cla_episodes`; null when not recognised. */
  readonly recognised_as: string | null;
  readonly sha256: string;
  /** Null where the format has none of its own. */
  readonly encoding: string | null;
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

/** What was seen of one file, or of one sheet of it. No value of a row is in it. */
export interface SeenFile {
  readonly path: string;
  readonly recognised_as: string | null;
  readonly kind: string;
  readonly encoding: string | null;
  readonly separator: string | null;
  /** 0 where the columns have names without a line. */
  readonly header_line: number;
  readonly rows: number;
  readonly accepted: number;
  readonly refused: number;
  /** Required and optional columns that are absent. */
  readonly columns_missing: readonly string[];
  /** How the dates of each column are written. */
  readonly date_notation: Readonly<Record<string, string>>;
  /** Cells that could not be read, by column; their rows were kept. */
  readonly cells_not_recorded: Readonly<Record<string, number>>;
}

/** How much a problem weighs: `refused` ends the run, `gate` stops it until accepted, the rest is told. */
export const severities = ['refused', 'gate', 'warning', 'note'] as const;

/** Something to know or to mend before a run. */
export interface Problem {
  readonly severity: (typeof severities)[number];
  readonly code: string;
  readonly file: string | null;
  readonly column: string | null;
  readonly count: number;
  readonly sentence: string;
}

/** A file that was found and not read. */
export interface NotRead {
  readonly path: string;
  readonly why: string;
}

/** Everything one authority's files say, after validation. */
export interface Extract {
  readonly rows: ContractRows;
  readonly inputs: readonly InputName[];
  readonly files: readonly FileTally[];
  readonly quarantine: readonly QuarantinedRow[];
  /** Cells that were taken as not recorded, in rows that were accepted. */
  readonly cells: readonly QuarantinedRow[];
  readonly quality: readonly QualityNote[];
  readonly seen: readonly SeenFile[];
  readonly not_read: readonly NotRead[];
  /** In the order of sources and tables. */
  readonly coverage: readonly Coverage[];
  /** Causes before what follows from them. */
  readonly problems: readonly Problem[];
  /** Day the extract was made (boundaries 35). */
  readonly snapshot_date: string;
}
