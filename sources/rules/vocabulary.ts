/** The words that rule files may use. */

/** Procedures whose time limits the product ships; `unnamed` is the fifth, published without its authority's name. */
export const procedures = ['hertfordshire', 'warrington', 'cumbria', 'hillingdon', 'unnamed'] as const;
export type Procedure = (typeof procedures)[number];

/** What a source that quotes the published document of a procedure begins with; a section or page follows. */
export const procedureDocuments: Readonly<Record<string, string>> = {
  hertfordshire: 'Hertfordshire Permanence Planning, Placement Strategy and Guidance',
  warrington: 'Warrington permanence policy',
  cumbria: 'Cumbria permanence policy',
  hillingdon: 'Hillingdon permanence policy',
  unnamed: 'Unnamed authority permanence policy',
} satisfies Record<Procedure, string>;

/** `periods` and `statistics` of the edition format; a test holds them equal to it. */
export const rulePeriods = ['as_at', 'month', 'quarter', 'ytd', 'year', 'r12m', 'r36m'] as const;
export const ruleStatistics = [
  'count',
  'percentage',
  'rate',
  'median_days',
  'mean_days',
  'longest_days',
] as const;
/** Steps of the calendar (working days: Saturdays, Sundays and bank_holidays.csv are none), and `count` or `miles` where a limit is no time. */
export const limitUnits = ['days', 'working_days', 'weeks', 'months', 'years', 'count', 'miles'] as const;
/** Pages of the Board's site that list measures, in menu order. */
export const measurePages = [
  'countywide',
  'weekly',
  'children',
  'permanence',
  'adoption',
  'guardianship',
  'home',
  'proceedings',
  'reviews',
  'family',
  'carers',
] as const;
/** What a measure counts. */
export const countedThings = [
  'children',
  'households',
  'families',
  'cases',
  'reviews',
  'meetings',
  'orders',
  'places',
] as const;
/** How a line's movement is judged: control chart by month or between rare events, regression by quarter, or a year against the year before. */
export const chartKinds = ['monthly', 'rare', 'quarterly', 'annual'] as const;
/** Who set a target: the law, a national body or the authority itself. */
export const targetBases = ['statutory', 'national', 'local'] as const;
export const families = ['C', 'N', 'Z', 'X'] as const;

/** Code sets that have categories; some placements are told apart in several ways. */
export const categorisedSets = [
  'placement_type',
  'placement_carer',
  'placement_visits',
  'placement_setting',
  'placement_provider',
  'legal_status',
  'plan',
  'participation',
  'end_reason',
  'reversal_reason',
  'change_reason',
] as const;
