import type { AuthorityConfig } from './authority/authority.ts';
import { daysBetween } from './days.ts';
import { TrackerError } from './error.ts';
import type { DateRules } from './reading/date-notation.ts';
import { compare } from './reading/ledger.ts';
import type { FormatLimits } from './reading/sheet.ts';
import type { TableLimits } from './reading/source-table.ts';

/** Settings of the rule book that decide how files are read, and when an extract is evidently later or older than the as-at date. */
export interface ExtractSettings extends DateRules, TableLimits, FormatLimits, LossLimits, CoverageRules {
  readonly late_extract_share: number;
  readonly late_extract_rows: number;
  readonly busy_days: number;
  readonly busy_window_days: number;
  readonly stale_days: number;
  readonly join_minimum_periods: number;
  readonly join_minimum_percent: number;
  readonly restart_children: number;
}

/** Numbers by which the coverage of files is worked out (coverage 2); settings.csv says what each means. */
export interface CoverageRules {
  readonly retention_months: number;
  readonly survivors_children: number;
  readonly survivors_grown_children: number;
  readonly survivors_share_percent: number;
  readonly survivors_leavers_percent: number;
  readonly survivors_mean_percent: number;
  readonly annex_a_list_8_months: number;
  readonly annex_a_list_10_months: number;
  readonly annex_a_list_11_months: number;
}

/** Limits of loss beyond which a run stops (gates.ts). */
export interface LossLimits {
  readonly refused_rows_percent: number;
  readonly fall_percent: number;
  readonly without_episode_percent: number;
  readonly absent_children_percent: number;
  readonly gate_rows: number;
}

/**
 * The settings of an extract out of those of the rule book.
 *
 * @example extractAuthority(config, { asAt, settings: extractSettings(ruleBook.settings) })
 */
export function extractSettings(settings: Readonly<Record<string, number>>): ExtractSettings {
  const value = (key: string): number => {
    const number = settings[key];
    if (number === undefined)
      throw new TrackerError(
        'usage',
        'setting_missing',
        `the setting ${key} is missing`,
        'Add it to settings.csv of the rules.',
      );
    return number;
  };
  return {
    late_extract_share: value('late_extract_percent') / 100,
    late_extract_rows: value('late_extract_rows'),
    busy_days: value('busy_days'),
    busy_window_days: value('busy_window_days'),
    stale_days: value('stale_days'),
    join_minimum_periods: value('join_minimum_periods'),
    join_minimum_percent: value('join_minimum_percent'),
    short_years_from: value('short_years_from'),
    stray_dates_percent: value('stray_dates_percent'),
    most_rows: value('most_rows'),
    input_zip_files: value('input_zip_files'),
    input_zip_megabytes: value('input_zip_megabytes'),
    input_zip_ratio: value('input_zip_ratio'),
    input_document_megabytes: value('input_document_megabytes'),
    input_columns: value('input_columns'),
    input_rows: value('input_rows'),
    restart_children: value('restart_children'),
    refused_rows_percent: value('refused_rows_percent'),
    fall_percent: value('fall_percent'),
    without_episode_percent: value('without_episode_percent'),
    absent_children_percent: value('absent_children_percent'),
    gate_rows: value('gate_rows'),
    retention_months: value('retention_months'),
    survivors_children: value('survivors_children'),
    survivors_grown_children: value('survivors_grown_children'),
    survivors_share_percent: value('survivors_share_percent'),
    survivors_leavers_percent: value('survivors_leavers_percent'),
    survivors_mean_percent: value('survivors_mean_percent'),
    annex_a_list_8_months: value('annex_a_list_8_months'),
    annex_a_list_10_months: value('annex_a_list_10_months'),
    annex_a_list_11_months: value('annex_a_list_11_months'),
  };
}

/**
 * The day the extract was made (boundaries 35): as the authority says; else the as-at date, unless the
 * files go on after it (then their newest plausible day) or evidently stop long before it (then refused:
 * weeks that nobody recorded would look like weeks in which nothing happened).
 *
 * `evidence` gives the newest past-facing day of each dated row.
 */
export function snapshotDate(
  config: AuthorityConfig,
  asAt: string,
  evidence: () => readonly string[],
  settings: ExtractSettings,
): string {
  if (config.extract_date !== null) {
    if (asAt > config.extract_date)
      throw tooLate(asAt, config.extract_date, 'extract_date in authority.yaml');
    return config.extract_date;
  }
  const days = evidence();
  const later = latestAfter(asAt, days, settings);
  if (later !== null) return later;
  refuseStale(
    asAt,
    days.filter((day) => day <= asAt),
    settings,
  );
  return asAt;
}

/**
 * The newest day after the as-at date on which the files plausibly end: any within the window after it (an extract
 * made days later), or further on a day around which records were made as usual. A lone mistyped year is neither.
 */
function latestAfter(asAt: string, days: readonly string[], settings: ExtractSettings): string | null {
  const distinct = newestFirst(days);
  const near =
    distinct.find((day) => day > asAt && daysBetween(asAt, day) <= settings.busy_window_days) ?? null;
  const after = days.filter((day) => day > asAt).length;
  if (after < settings.late_extract_rows || after < settings.late_extract_share * days.length) return near;
  const busy = distinct.find((day, at) => day > asAt && isBusy(day, distinct.slice(at), settings));
  return busy ?? near;
}

const newestFirst = (days: readonly string[]): string[] => [...new Set(days)].sort((a, b) => compare(b, a));

function isBusy(newest: string, newestFirstDays: readonly string[], settings: ExtractSettings): boolean {
  const end = newestFirstDays.findIndex((day) => daysBetween(day, newest) > settings.busy_window_days);
  return (end === -1 ? newestFirstDays.length : end) >= settings.busy_days;
}

function refuseStale(asAt: string, days: readonly string[], settings: ExtractSettings): void {
  const distinct = newestFirst(days);
  const [newest] = distinct;
  if (newest === undefined || daysBetween(newest, asAt) <= settings.stale_days) return;
  if (isBusy(newest, distinct, settings)) throw tooLate(asAt, newest, 'the newest date in the files');
}

function tooLate(asAt: string, extract: string, source: string): TrackerError {
  return new TrackerError(
    'input_refused',
    'as_at_after_extract',
    `the as-at date ${asAt} lies after the day the extract was made (${extract}, ${source})`,
    'Use a newer extract or an earlier --as-at; if the extract is newer than it looks, set extract_date in authority.yaml.',
  );
}
