/** Looks for children in what is about to be published: no key of a child may stand in an edition. */
import type { Database } from '../warehouse/database.ts';
import type { CheckResult } from './format.ts';
import { valueTable } from './values.ts';

/** Shorter keys also occur as ordinary numbers and words, so they say nothing. */
const shortest = 4;
const isoDay = /\d{4}-\d{2}-\d{2}/g;

/**
 * Counts keys of children among the texts that come from the case files: groups and labels of the figures,
 * quality notes. Team keys are left out of the comparison, for they are published and may look alike.
 */
export async function scanForChildren(database: Database, texts: readonly string[]): Promise<CheckResult> {
  const rows = await database.columns(
    `SELECT DISTINCT text FROM (SELECT "group" AS text FROM ${valueTable} UNION ALL SELECT line FROM ${valueTable})`,
  );
  const words = new Set([...((rows['text'] ?? []) as string[]), ...texts].flatMap(wordsOf));
  const teams = await keys(
    database,
    `SELECT team_id AS key FROM warehouse.raw.team UNION SELECT team_id FROM warehouse.raw.allocation`,
  );
  const children = await keys(
    database,
    'SELECT child_id AS key FROM warehouse.raw.child UNION SELECT legacy_id FROM warehouse.raw.child UNION SELECT care_period_id FROM warehouse.raw.care_period',
  );
  const found = [...children].filter((key) => key.length >= shortest && !teams.has(key) && words.has(key));
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
