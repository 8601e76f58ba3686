/** Checks between the warehouse and an edition: a failed `stop` check prevents publication. No key of a child may stand in one. */
import { TrackerError } from '../../sources/error.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { type Database, quoted } from '../warehouse/database.ts';
import type { WarnedAudit } from '../warehouse/sqlmesh-output.ts';
import { type CheckResult, statuses } from './format.ts';
import { statistics } from './key-format.ts';
import { authoritiesOf, valueTable } from './values.ts';

type Severity = CheckResult['severity'];

const result = (check: string, severity: Severity, meaning: string, rows: number): CheckResult => ({
  check,
  meaning,
  severity,
  result: rows === 0 ? 'pass' : 'fail',
  rows,
});

/** All checks that need the figures, in a fixed order. `takeValues` must have been called. */
export async function runChecks(
  database: Database,
  snapshots: readonly StoredSnapshot[],
  warned: readonly WarnedAudit[],
): Promise<CheckResult[]> {
  // Every figure names its authority: one at a time, so that memory does not grow with their number.
  const live = snapshots.map(({ manifest }) => manifest.authority);
  const authorities = new Set([...live, ...(await authoritiesOf(database))]);
  const failed = ofFigures.map(() => 0);
  await database.forEach([...authorities], async (connection, authority) => {
    for (const [index, [, sql]] of ofFigures.entries()) {
      const [row] = await connection.rows(`
        WITH checked AS (SELECT * FROM ${valueTable} WHERE authority = ${quoted(authority)}),
        concerned AS (SELECT ${quoted(authority)} AS authority)
        SELECT COUNT(*) AS n FROM (${sql}) AS failed`);
      failed[index] = (failed[index] ?? 0) + Number(row?.['n'] ?? 0);
    }
  });
  return [
    rowsAccountedFor(snapshots),
    ...ofFigures.map(([check, , meaning], index) => result(check, 'stop', meaning, failed[index] ?? 0)),
    ...(await derivedChecks(database)),
    ...warned.map((audit) =>
      result(
        `audit ${audit.audit} of ${audit.model}`,
        'warn',
        'An audit of the models found rows to look at.',
        audit.rows,
      ),
    ),
  ];
}

/** Throws when a `stop` check failed. */
export function stopOnFailure(checks: readonly CheckResult[]): void {
  const failed = checks.filter((check) => check.severity === 'stop' && check.result === 'fail');
  if (failed.length === 0) return;
  const names = failed.map((check) => `${check.check} (${check.rows}): ${check.meaning}`);
  throw new TrackerError(
    'check_stopped',
    'check_stopped',
    `Checks stopped the publication:\n${names.join('\n')}`,
    'The published site is as it was. report.json in the run folder lists every check; correct the input or the models and run again.',
  );
}

function rowsAccountedFor(snapshots: readonly StoredSnapshot[]): CheckResult {
  const files = snapshots.flatMap(({ manifest }) => manifest.files);
  const lost = files.filter((file) => file.rows_read !== file.rows_accepted + file.rows_quarantined);
  return result(
    'rows_accounted_for',
    'stop',
    'Every row read was either accepted or quarantined, in every file.',
    lost.length,
  );
}

async function derivedChecks(database: Database): Promise<CheckResult[]> {
  const rows = await database.rows(
    `SELECT check_name, meaning, severity, SUM(failed_rows) AS failed_rows FROM warehouse.published.check_result
    GROUP BY check_name, meaning, severity ORDER BY check_name, meaning`,
  );
  return rows.map((row) =>
    result(
      String(row['check_name']),
      row['severity'] === 'warn' ? 'warn' : 'stop',
      String(row['meaning']),
      Number(row['failed_rows']),
    ),
  );
}

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const everyLine = `
  SELECT r.authority, r.measure_id, r.line
  FROM warehouse.raw.rule_line AS r
  JOIN concerned USING (authority)
  JOIN warehouse.raw.snapshot AS s ON s.authority = r.authority AND s.compared_with IS NULL
  LEFT JOIN checked AS v
    ON v.authority = r.authority AND v.measure_id = r.measure_id AND v.line = r.line AND v.breakdown = 'all'
    AND v.snapshot_date = CAST(s.snapshot_date AS VARCHAR) AND v.as_at_date = CAST(s.as_at_date AS VARCHAR)
  WHERE v.authority IS NULL`;

const keys = 'authority, measure_id, line, statistic, period, as_at_date, snapshot_date';
const oneValue = `SELECT 1 FROM checked GROUP BY ${keys}, breakdown, "group" HAVING COUNT(*) > 1`;

const knownWords = `SELECT 1 FROM checked
  WHERE status NOT IN (${list(statuses)}) OR statistic NOT IN (${list(statistics)}) OR status IS NULL OR "group" IS NULL`;

const breakdownTotals = `
  SELECT 1
  FROM (
    SELECT ${keys}, breakdown, SUM(numerator) AS numerator, SUM(denominator) AS denominator
    FROM checked WHERE breakdown <> 'all' AND statistic IN ('count', 'percentage') GROUP BY ALL
  ) AS parts
  JOIN (SELECT ${keys}, numerator, denominator FROM checked WHERE breakdown = 'all') AS whole USING (${keys})
  WHERE parts.numerator IS DISTINCT FROM whole.numerator OR parts.denominator IS DISTINCT FROM whole.denominator`;

const percentages = `SELECT 1 FROM checked
  WHERE statistic = 'percentage' AND denominator > 0
  AND ABS(value * denominator - 100 * numerator) > CAST(0.000001 AS DECIMAL(18, 6)) * denominator`;

const ofFigures: readonly (readonly [check: string, sql: string, meaning: string])[] = [
  [
    'every_line_published',
    everyLine,
    'Every line of every measure has a figure, or says that it is not available, at the as-at date.',
  ],
  ['one_value_per_key', oneValue, 'No figure is given twice.'],
  ['known_words', knownWords, 'Every status and statistic is one that readers know.'],
  ['breakdown_totals', breakdownTotals, 'The groups of every breakdown add up to the total.'],
  ['percentages_follow', percentages, 'Every percentage follows from its numerator and denominator.'],
];

/** Shorter keys also occur as ordinary numbers and words, so they say nothing. */
const shortest = 4;
const isoDay = /\d{4}-\d{2}-\d{2}/g;
const year = /^(?:19|20)\d\d$/;
const plainNumber = /^[\d.,]+$/;

/**
 * Counts keys of children among groups, lines and all other texts of an edition. A key that is also a year or a word of
 * the rule book says nothing in prose, nor does a text that is a number alone, which is a figure; as the name of a
 * group each does.
 *
 * @param own texts of the rule book
 * @see textsIn
 */
export async function scanForChildren(
  database: Database,
  texts: Iterable<string>,
  own: Iterable<string>,
): Promise<CheckResult> {
  const rows = await database.columns(
    `SELECT DISTINCT text FROM (SELECT "group" AS text FROM ${valueTable} UNION ALL SELECT line FROM ${valueTable})`,
  );
  const names = new Set(((rows['text'] ?? []) as string[]).flatMap(wordsOf));
  const words = new Set([...texts].filter((text) => !plainNumber.test(text)).flatMap(wordsOf));
  for (const text of own) for (const word of wordsOf(text)) words.delete(word);
  const children = await keysOf(
    database,
    'SELECT child_id AS key FROM warehouse.raw.child UNION SELECT legacy_id FROM warehouse.raw.child UNION SELECT care_period_id FROM warehouse.raw.care_period',
  );
  const found = [...children].filter(
    (key) => key.length >= shortest && (names.has(key) || (words.has(key) && !year.test(key))),
  );
  return result(
    'no_child_published',
    'stop',
    'No key of a child or of a period of care stands anywhere in the edition.',
    found.length,
  );
}

/** Adds every text in a content, however deep, to those found. */
export function textsIn(content: unknown, found = new Set<string>()): Set<string> {
  if (typeof content === 'string') found.add(content);
  else if (typeof content === 'object' && content !== null)
    for (const part of Object.values(content)) textsIn(part, found);
  return found;
}

async function keysOf(database: Database, sql: string): Promise<Set<string>> {
  const columns = await database.columns(`SELECT DISTINCT key FROM (${sql}) WHERE key IS NOT NULL`);
  return new Set((columns['key'] ?? []) as string[]);
}

/** The text itself and its words; dates are left out, for a year may look like a key. */
function wordsOf(text: string): string[] {
  return [text, ...text.replace(isoDay, ' ').split(/[^A-Za-z0-9_-]+/)].filter(
    (word) => word.length >= shortest,
  );
}
