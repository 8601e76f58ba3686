/** Why a row is not accepted, with what the analyst can do about it. Stable codes: reports and pages show them. */
export const quarantineReasons = {
  impossible_date:
    'The row is placed by this date, and it is no day of the calendar as the rest of the column is written: correct it, or export the column as yyyy-mm-dd.',
  future_date:
    'Correct the date in the case system, or set extract_date in authority.yaml: this lies after the day the extract was made.',
  missing_value:
    'Fill in this value in the case system, or leave the row out of the extract: without it the row cannot be placed.',
  unknown_code: 'Correct the code in the case system, or add a line for it to your aliases file.',
  invalid_number: 'Correct the number in the case system.',
  invalid_value: 'Correct this value in the case system: the contract does not allow it.',
  end_before_start: 'Correct the dates in the case system: the row ends before it starts.',
  unreadable_id:
    'The id is written in scientific notation and its last figures are lost: format the column as text or number and export the file again.',
  header_again: 'Nothing to do: the line is the header once more, as where years were pasted together.',
  query_tool_line: 'Nothing to do: the query tool wrote dashes or a count of rows, which is no record.',
  ragged_row:
    'Export the file again with quotes around text: this row has more or fewer cells than the header.',
  placeholder_row: 'Nothing to do if the case system writes empty rows; otherwise export the file again.',
  duplicate_row: 'Nothing to do: the row repeats an earlier one exactly, which was kept.',
  duplicate_key: 'Decide in the case system which row is right: an earlier one with the same key was kept.',
  orphan_row:
    'Add the child (or the period of care) that this row belongs to to the extract, or correct the row.',
  before_birth:
    'The date lies before the child was born: correct the one that is wrong, or the code, if the step may be taken for an unborn child.',
  after_care:
    'The date lies after the child left care: correct the one that is wrong, or the code, if the step may be taken later.',
  unreadable_plan: 'Open the care plan in the case system and save it again: its answers are not valid JSON.',
} as const;
export type QuarantineReason = keyof typeof quarantineReasons;

/** Why a cell was taken as not recorded, in a row that was kept. Stable codes too. */
export const cellReasons = {
  impossible_date: 'The date is no day of the calendar as the rest of the column is written; correct it.',
  future_date:
    'The date lies after the day the extract was made; correct it, or set extract_date in authority.yaml.',
  unknown_code:
    'The code is not known; correct it in the case system, or add a line for it to your aliases file.',
  invalid_number: 'The number cannot be read; correct it in the case system.',
  conflicting_birth_date:
    'Decide in the case system which date of birth is right: the rows of this child disagree, so the age is taken as not known.',
  birth_after_care: 'The date of birth lies after care began; correct it. The age is taken as not known.',
  team_not_known:
    'The team is not in the team map, or looks like a person or a case number; correct it, or add it to the map.',
  same_child:
    'Another child has the same birth date, sex and day of entry: if both ids are one child, write a line into same_child.csv.',
} as const;
export type CellReason = keyof typeof cellReasons;

/** What was seen while a sheet was opened. */
export const remarkMeanings = {
  no_bytes: 'The file is empty (0 bytes).',
  lines_above_header: 'Title or blank lines stand above the header; they were passed over.',
  no_format: 'Files of this kind are not read; save it as CSV.',
  no_return: 'It is XML, but not the children looked after return: it has no element CHILD with a HEADER.',
  macros_not_run: 'The workbook holds macros; they were not run, and only what the cells say was read.',
  links_not_followed:
    'The workbook has links to other workbooks; none was followed, and cells say what they said when it was saved.',
  formula_without_value:
    'Cells hold a formula and no value, because the program that wrote the workbook did not calculate it; they are not recorded. Open it in Excel and save it.',
  cell_error: 'Cells hold an error of the spreadsheet (such as #N/A); they are not recorded.',
} as const;

/** What an accepted but noteworthy row means. */
export const qualityMeanings = {
  overlapping_episodes:
    'The episode starts before an earlier one of the same period of care ends; both were kept.',
  episode_gap: 'Days without an episode inside a period of care; the child is counted as in care throughout.',
  continues_without_next:
    'The last episode of the period says that care continues, but no next one is on file; the child stays in care.',
  overlapping_care_periods: 'The period of care starts while an earlier one of the same child is still open.',
  estimated_birth_date: 'The date of birth is an estimate; ages rest on it.',
  born_after_entry:
    'The date of birth lies after care began: one of the two is wrong; the age is taken as not known.',
  no_birth_date: 'There is no usable date of birth; the age is unknown.',
  open_past_18:
    'The period of care is open beyond the 18th birthday; the child is not counted from that day.',
  death_recorded_care_open:
    'A death is recorded but the period of care is open; a death date alone ends nothing.',
  superseded_row: 'A later collection year has the same record; that one was used.',
  birth_date_corrected: 'A later collection year gives another date of birth; that one was used.',
  closed_at_next_start:
    'The episode has no end but a later one follows; its status and placement were taken to end there.',
  absent_from_later_year:
    'An episode is open in one collection year and the child is missing from the next; it was left open, as authority.yaml says.',
  closed_at_year_end:
    'An episode is open in one collection year and the child is missing from the next return; the child counts as in care until the 31 March of the last return that lists it.',
  replaced_by_later_year:
    'An episode is open in one collection year, and the next return lists the child with another start in its place; the later return was used.',
  cell_not_recorded:
    'A cell could not be read and was taken as not recorded; its row and its child were kept.',
  two_ids:
    'Two ids have the same birth date, sex, day of entry and episodes: one child may count twice, or be a twin. same_child.csv settles it.',
  restarted_on_one_day:
    'Periods of care that end on one day and start again on it or the next, for many children at once, as at a change of case system; time in care starts anew with them.',
  episode_without_legal_status: 'The episode has no legal status; none is known for its days.',
  episode_without_placement: 'The episode has no placement; where the child lived on its days is unknown.',
  empty_file: 'The file has a header and no rows; what it feeds is not available.',
  placeholder_file: 'The file holds placeholder rows only; what it feeds is not available.',
  unknown_care_period: 'The row names a period of care that no episode has; it is placed by its date.',
  shared_care_period_id:
    'Children share one period-of-care id; the child was added to it to tell them apart.',
  role_not_mapped:
    'The role of the worker is not in the aliases; the allocation counts for no team breakdown.',
  manager_role_not_mapped:
    'A role in a panel record is not in the aliases; it was left out, so an alert to it does not count.',
  panel_text_not_kept:
    'A barrier or outcome in a panel record is no code and not in the aliases; the text was not kept.',
  child_not_in_case_files:
    'The row is about a child whom the case files do not hold; it was kept, for such a child need not be looked after. If the number is a slip, correct it.',
  proceedings_without_reference:
    'The row has no court reference; it counts as a case of its own, so siblings in one case are counted apart.',
  order_without_end:
    'A final order is recorded without the day on which the proceedings ended; they count as live until it is.',
  end_without_order:
    'The proceedings have ended and no final order is recorded; the order is shown as not recorded.',
  pre_proceedings_without_date:
    'The pre-proceedings record has no day of decision, as most systems write it; nothing was taken from it.',
  adopters_without_family:
    'The row has no family number; it counts as a household of its own, so two adopters of one household are counted apart.',
  adopters_dates_differ:
    'Adopters of one household have different dates for the same step; the earliest was used, of leaving the latest.',
  more_filled_than_approved:
    'The foster household has more children than it is approved for; its places count as filled, and the children beyond them in a line of their own.',
  places_not_recorded:
    'An approved foster household has no number of places, or of places filled; it is left out of the share filled.',
  siblings_together_not_recorded:
    'The permanence record names a sibling group and not how many are placed together; the child is left out of the share of siblings who live together.',
  conference_offer_not_dated:
    'A family group conference is recorded as offered, without the day of the referral or of the meeting; a family that nothing else speaks for is left out of the share offered one.',
  conference_offer_not_recorded:
    'A family was referred for a family group conference and neither an offer nor a meeting is recorded; a family that nothing else speaks for is left out of the share offered one.',
  conference_text_not_kept:
    'The outcome of a family group conference is no code and not in the aliases; the text was not kept.',
  code_outside_its_years:
    'The code belongs to other collection years than the date of the row; it was read as it stands.',
  repeated_placement_key:
    'Placements share one key (Eclipse uses the address); child and start were added to it.',
  file_not_recognised: 'The columns of the file fit no known table; nothing of it was read.',
} as const;
export type QualityCode = keyof typeof qualityMeanings;
