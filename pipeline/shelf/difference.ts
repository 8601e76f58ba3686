/** What two editions say differently: figures, rules in force, what is available. */
import type { MeasureMeta } from '../edition/format.ts';
import { publishedValues, valuesFile } from '../edition/values.ts';
import { type Database, withDatabase } from '../warehouse/database.ts';
import { measuresOf, type ShelvedEdition } from './shelf.ts';

/** A rule or availability that only one of the two has, or has otherwise. */
export interface WordDifference {
  readonly authority: string;
  readonly measure_id: string;
  /** Line, limit or target. */
  readonly what: string;
  readonly a: string | null;
  readonly b: string | null;
}

export interface EditionDifference extends FigureDifferences {
  readonly rules: readonly WordDifference[];
  readonly availability: readonly WordDifference[];
}

/** Compares two editions. */
export async function compareEditions(a: ShelvedEdition, b: ShelvedEdition): Promise<EditionDifference> {
  const [of, other] = [measuresOf(a), measuresOf(b)];
  return {
    ...(await compareTotals(a.folder, b.folder)),
    rules: compareWords(of.flatMap(ruleWords), other.flatMap(ruleWords)),
    availability: compareWords(of.flatMap(availabilityWords), other.flatMap(availabilityWords)),
  };
}

interface Words {
  readonly authority: string;
  readonly measure_id: string;
  readonly what: string;
  readonly words: string;
}

const agreement = (rule: { readonly agreed: boolean }): string => (rule.agreed ? 'agreed' : 'proposed');

function ruleWords({ measure_id, limits, targets }: MeasureMeta): Words[] {
  return [
    ...limits.map((rule) => ({
      authority: rule.authority,
      measure_id,
      what: `limit ${rule.limit_key} from ${rule.effective_from}`,
      words: `${rule.n} ${rule.unit} to ${rule.effective_to ?? 'further notice'}, ${agreement(rule)}`,
    })),
    ...targets.map((rule) => ({
      authority: rule.authority,
      measure_id,
      what: `target ${rule.line} from ${rule.effective_from}`,
      words: `${rule.in_words} (${rule.statistic}, ${rule.basis}) to ${rule.effective_to ?? 'further notice'}, ${agreement(rule)}`,
    })),
  ];
}

const availabilityWords = ({ measure_id, availability }: MeasureMeta): Words[] =>
  availability.map((each) => ({
    authority: each.authority,
    measure_id,
    what: `line ${each.line}`,
    words: each.reason === '' ? each.state : `${each.state}: ${each.reason}`,
  }));

function compareWords(a: readonly Words[], b: readonly Words[]): WordDifference[] {
  const keyOf = (words: Words): string => JSON.stringify([words.measure_id, words.authority, words.what]);
  const [of, other] = [
    new Map(a.map((each) => [keyOf(each), each])),
    new Map(b.map((each) => [keyOf(each), each])),
  ];
  return [...new Set([...of.keys(), ...other.keys()])].sort().flatMap((key) => {
    const [one, two] = [of.get(key), other.get(key)];
    const known = one ?? two;
    if (known === undefined || one?.words === two?.words) return [];
    const { authority, measure_id, what } = known;
    return [{ authority, measure_id, what, a: one?.words ?? null, b: two?.words ?? null }];
  });
}

/** Totals of an edition folder. */
const totalsOf = (editionFolder: string): string =>
  `(SELECT * FROM ${publishedValues(valuesFile(editionFolder))} WHERE breakdown = 'all')`;

/** A total that two editions give differently; a side is null where the edition has no such figure. */
interface Difference {
  readonly measure_id: string;
  readonly line: string;
  readonly authority: string;
  readonly statistic: string;
  readonly period: string;
  readonly as_at_date: string;
  readonly a: string | null;
  readonly b: string | null;
}

/** What two editions say differently on the days that both describe, and the days that only one describes. */
interface FigureDifferences {
  readonly differences: readonly Difference[];
  readonly onlyA: readonly string[];
  readonly onlyB: readonly string[];
}

const key = 'authority, measure_id, line, statistic, period, as_at_date';
/** A figure in words: value, what it is made of, status. */
const said = (side: string): string =>
  `CASE WHEN ${side}.status IS NULL THEN NULL ELSE CONCAT_WS(' ', COALESCE(${side}.value, '-'),
   CASE WHEN ${side}.denominator IS NOT NULL THEN CONCAT('(', COALESCE(${side}.numerator, '-'), ' of ', ${side}.denominator, ')') END,
   CONCAT('[', ${side}.status, ']')) END`;

/** Compares the totals of two edition folders. */
async function compareTotals(a: string, b: string): Promise<FigureDifferences> {
  return withDatabase(':memory:', async (database) => {
    await database.run(`CREATE TABLE a AS SELECT * FROM ${totalsOf(a)}`);
    await database.run(`CREATE TABLE b AS SELECT * FROM ${totalsOf(b)}`);
    const differences = await rowsOf<Difference>(
      database,
      `SELECT ${key}, ${said('a')} AS a, ${said('b')} AS b
       FROM a FULL OUTER JOIN b USING (${key})
       WHERE as_at_date IN (SELECT as_at_date FROM a) AND as_at_date IN (SELECT as_at_date FROM b)
         AND (a.status IS DISTINCT FROM b.status OR a.value IS DISTINCT FROM b.value
           OR a.numerator IS DISTINCT FROM b.numerator OR a.denominator IS DISTINCT FROM b.denominator)
       ORDER BY ${key}`,
    );
    return {
      differences,
      onlyA: await daysOnly(database, 'a', 'b'),
      onlyB: await daysOnly(database, 'b', 'a'),
    };
  });
}

async function daysOnly(database: Database, one: string, other: string): Promise<string[]> {
  const rows = await rowsOf<{ day: string }>(
    database,
    `SELECT DISTINCT as_at_date AS day FROM ${one} WHERE as_at_date NOT IN (SELECT as_at_date FROM ${other}) ORDER BY 1`,
  );
  return rows.map((row) => row.day);
}

const rowsOf = async <T>(database: Database, sql: string): Promise<T[]> =>
  (await database.rows(sql)) as unknown as T[];
