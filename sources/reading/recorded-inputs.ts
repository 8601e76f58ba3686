import { columnMeta } from '../contract/column.ts';
import { codedTables, type TrackingInput } from '../contract/extract.ts';
import { type ContractRows, contractTables, tableNames } from '../contract/tables.ts';
import { compare } from './ledger.ts';

/** Inputs that hang on a column being filled, whatever file it comes from. */
export type RecordedInput =
  | 'end_reason'
  | 'adoption_match'
  | 'adopted_by_carer'
  | 'adoption_siblings'
  | 'review_due'
  | 'review_participation'
  | 'officer_contact'
  | 'visit_alone'
  | 'provider'
  | 'pre_proceedings'
  | 'foster_places';

/**
 * What the accepted rows say beside their mere existence: some systems export permanence records without a
 * single date, or ends of care without a reason, and a measure of them would print zero. Where nobody has
 * left care yet, a missing reason says nothing and the input counts as given.
 */
export function recordedInputs(rows: ContractRows): RecordedInput[] {
  const ended = rows.care_period.filter((period) => period.end_date !== null);
  return [
    ...(ended.length === 0 || ended.some((period) => period.end_reason !== null)
      ? (['end_reason'] as const)
      : []),
    ...(rows.adoption.some((record) => record.matched_date !== null) ? (['adoption_match'] as const) : []),
    ...(rows.adoption.some((record) => record.adopted_by_carer !== null)
      ? (['adopted_by_carer'] as const)
      : []),
    ...given(
      'adoption_siblings',
      rows.adoption.some((record) => record.sibling_group === true && record.siblings_together !== null),
    ),
    ...given(
      'review_due',
      rows.review.some((review) => review.due_date !== null),
    ),
    ...given(
      'review_participation',
      rows.review.some((review) => review.participation !== null),
    ),
    ...given(
      'officer_contact',
      rows.episode.some((episode) => episode.officer_contact_date !== null),
    ),
    ...given(
      'visit_alone',
      rows.visit.some((visit) => visit.seen_alone !== null),
    ),
    // ssd_pre_proceedings is a shell in most systems; the local gateway file gives the input by itself.
    ...given('pre_proceedings', rows.pre_proceedings.length > 0),
    ...given(
      'foster_places',
      rows.foster_household.some(
        (household) => household.approved_places !== null && household.filled_places !== null,
      ),
    ),
    ...given(
      'provider',
      rows.placement.some((placement) => placement.provider !== null),
    ),
  ];
}

const given = (input: RecordedInput, isGiven: boolean): RecordedInput[] => (isGiven ? [input] : []);

/** Columns of extracts and codes in them that some accepted row holds, sorted: what lines of procedures ask for. */
export function trackingInputs(rows: ContractRows): TrackingInput[] {
  const found = new Set<TrackingInput>();
  for (const table of tableNames) {
    const some = rows[table] as readonly Readonly<Record<string, unknown>>[];
    if (some.length === 0) continue;
    for (const [name, schema] of Object.entries(contractTables[table].shape)) {
      const column = /(?:local|SSD) ([a-z]{4}_[a-z0-9_]+)(?: through aliases)?$/.exec(
        columnMeta(schema).source ?? '',
      );
      if (column === null || !some.some((row) => row[name] !== null && row[name] !== false)) continue;
      found.add(column[1] as TrackingInput);
    }
  }
  for (const [table, prefix] of Object.entries(codedTables) as [keyof typeof codedTables, 'mile'][])
    for (const row of rows[table]) found.add(`${prefix}:${codeOf(row)}`);
  return [...found].sort(compare);
}

type CodedRow = ContractRows[keyof typeof codedTables][number];

function codeOf(row: CodedRow): string {
  if ('milestone' in row) return row.milestone;
  if ('item' in row) return row.item;
  if ('trigger' in row) return row.trigger;
  return 'forum' in row ? row.forum : row.report;
}
