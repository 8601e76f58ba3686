/** Looks for children in what is about to be published: no key of a child may stand in an edition. */
import type { Database } from '../warehouse/database.ts';
import type { CheckResult } from './format.ts';
import { valueTable } from './values.ts';

/** Shorter keys also occur as ordinary numbers and words, so they say nothing. */
const shortest = 4;
const isoDay = /\d{4}-\d{2}-\d{2}/g;

/** A plain number so short also occurs as a year or a count in a sentence: it is looked for among groups alone. */
const longestCommonNumber = 4;

/** Counts keys of children among the groups and lines of the figures, and among every other text of an edition. */
export async function scanForChildren(database: Database, texts: readonly string[]): Promise<CheckResult> {
  const rows = await database.columns(
    `SELECT DISTINCT text FROM (SELECT "group" AS text FROM ${valueTable} UNION ALL SELECT line FROM ${valueTable})`,
  );
  const groups = new Set(((rows['text'] ?? []) as string[]).flatMap(wordsOf));
  const words = new Set(texts.flatMap(wordsOf));
  const isCommon = (key: string): boolean => key.length <= longestCommonNumber && /^\d+$/.test(key);
  const children = await keys(
    database,
    'SELECT child_id AS key FROM warehouse.raw.child UNION SELECT legacy_id FROM warehouse.raw.child UNION SELECT care_period_id FROM warehouse.raw.care_period',
  );
  const found = [...children].filter(
    (key) => key.length >= shortest && (groups.has(key) || (words.has(key) && !isCommon(key))),
  );
  return {
    check: 'no_child_published',
    meaning: 'No key of a child or of a period of care stands anywhere in the edition.',
    severity: 'stop',
    result: found.length === 0 ? 'pass' : 'fail',
    rows: found.length,
  };
}

async function keys(database: Database, sql: string): Promise<Set<string>> {
  const columns = await database.columns(`SELECT DISTINCT key FROM (${sql}) WHERE key IS NOT NULL`);
  return new Set((columns['key'] ?? []) as string[]);
}

/** The text itself and its words; dates are left out, for a year may look like a key. */
function wordsOf(text: string): string[] {
  return [text, ...text.replace(isoDay, ' ').split(/[^A-Za-z0-9_-]+/)].filter(
    (word) => word.length >= shortest,
  );
}
