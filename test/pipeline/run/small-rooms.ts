/** Rooms that stand in for the slow ones, so that a whole run takes a second. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { panelFile } from '../../../pipeline/edition/panel-format.ts';
import type { Effects } from '../../../pipeline/effects.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { guardPaper } from '../../../pipeline/guard/guard.ts';
import { sha256 } from '../../../pipeline/hash.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { type Database, withDatabase } from '../../../pipeline/warehouse/database.ts';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { smallExtract, temporaryFolder } from '../small-extract.ts';

/** A folder with an authority.yaml, and beside it the number of children that the next extract will hold. */
export function smallAuthority(children = 12): {
  readonly yaml: string;
  readonly grow: (children: number) => void;
} {
  const folder = temporaryFolder();
  const yaml = join(folder, 'authority.yaml');
  const grow = (n: number): void => writeFileSync(join(folder, 'children'), String(n));
  writeFileSync(
    yaml,
    'authority: smalltown\nname: Smalltown\nprocedure: hertfordshire\nsources:\n  - adapter: ssd\n    folder: .\n',
  );
  grow(children);
  return { yaml, grow };
}

/** Another authority for a region, Othertown. */
export function otherAuthority(children = 9): { readonly yaml: string } {
  const { yaml } = smallAuthority(children);
  const text = readFileSync(yaml, 'utf8');
  writeFileSync(yaml, text.replace('smalltown', 'othertown').replace('Smalltown', 'Othertown'));
  return { yaml };
}

const childrenOf = (yaml: string): number => Number(readFileSync(join(yaml, '..', 'children'), 'utf8'));

/** Rooms whose derivation is a few statements and whose site is one page. */
export const smallRooms: Rooms = {
  rulesFolder: repositoryFile('sources/rules'),
  readAuthority,
  extractAuthority: async (config, { asAt }) => smallExtract(childrenOf(config.path), asAt),
  inputFingerprint: async (config) => sha256(readFileSync(config.path, 'utf8') + childrenOf(config.path)),
  prepare: () => undefined,
  derive: async ({ warehouse }) => {
    await withDatabase(warehouse, derivePublished);
    return [];
  },
  buildSite: async ({ editionFolder, outputFolder }) => {
    mkdirSync(outputFolder);
    const { edition_id } = JSON.parse(readFileSync(join(editionFolder, 'manifest.json'), 'utf8')) as {
      edition_id: string;
    };
    writeFileSync(join(outputFolder, 'index.html'), `<h1>${edition_id}</h1>${figuresOf(editionFolder)}`);
    return { pages: 1 };
  },
  guard: guardPaper,
};

/** The figures of a paper, each marked with its key; nothing of an edition of the Board. */
function figuresOf(editionFolder: string): string {
  const file = join(editionFolder, 'data', 'panel.json');
  if (!existsSync(file)) return '';
  const { figures } = panelFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  return figures
    .map(({ key, shown }) => `<p><data value="${key.replace('<', '&lt;')}">${shown}</data></p>`)
    .join('\n');
}

/** Every line has a count of all children, and B7 also by team. Where an edition before is loaded, the counts of both. */
export async function derivePublished(database: Database): Promise<void> {
  await database.run('CREATE SCHEMA published');
  const value = (breakdown: string, group: string, where: string): string => `
    SELECT l.authority, l.measure_id, l.line, 'count' AS statistic, 'as_at' AS period, a.as_at_date, a.snapshot_date,
      '${breakdown}' AS breakdown, '${group}' AS group_key, (SELECT COUNT(*) FROM raw.child WHERE authority = l.authority) AS numerator,
      CAST(NULL AS BIGINT) AS denominator, CAST((SELECT COUNT(*) FROM raw.child WHERE authority = l.authority) AS DECIMAL(18, 6)) AS value,
      'children' AS unit, 'No rating - context' AS status, a.is_provisional AS provisional
    FROM raw.rule_line AS l JOIN raw.as_at AS a
      ON a.authority = l.authority AND (a.is_month_end OR a.is_week OR a.is_current) ${where}`;
  await database.run(
    `CREATE TABLE published.measure_value AS ${value('all', 'all', '')} UNION ALL ${value('team', 'north', "WHERE l.measure_id = 'B7'")}`,
  );
  await database.run(
    "CREATE TABLE published.availability AS SELECT authority, CAST(NULL AS DATE) AS snapshot_date, measure_id, line, 'available' AS state, CAST(NULL AS TEXT) AS reason_code FROM raw.rule_line WHERE authority NOT LIKE '%@%'",
  );
  await database.run(
    "CREATE TABLE published.check_result AS SELECT 'sums' AS check_name, 'Sums agree.' AS meaning, 'stop' AS severity, 0 AS failed_rows",
  );
  await database.run(
    "CREATE TABLE published.data_quality AS SELECT authority, snapshot_date, 'gap' AS code, 'placement' AS table_name, 1 AS row_count, 'A gap.' AS meaning FROM raw.snapshot WHERE compared_with IS NULL",
  );
  await database.run(`CREATE TABLE published.comparison AS
    SELECT l.authority, l.measure_id, l.line, 'count' AS statistic, 'as_at' AS period, 'children' AS unit,
      CAST((SELECT COUNT(*) FROM raw.child AS c WHERE c.authority = b.authority) AS DECIMAL(18, 6)) AS value_before,
      CAST((SELECT COUNT(*) FROM raw.child AS c WHERE c.authority = l.authority) AS DECIMAL(18, 6)) AS value_since,
      CAST((SELECT COUNT(*) FROM raw.child AS c WHERE c.authority = l.authority) AS DECIMAL(18, 6)) AS value_now,
      0 AS late_recorded_children, 0 AS corrected_children
    FROM raw.rule_line AS l JOIN raw.snapshot AS b ON b.compared_with = l.authority AND b.compared_as = 'before'`);
  await deriveCharts(database);
  await derivePapers(database);
  for (const table of ['drift', 'deadline', 'escalation'])
    await database.run(`CREATE TABLE published.${table} (authority TEXT)`);
  // No line of a procedure is followed here.
  await database.run(`
    CREATE TABLE published.tracking_line (authority TEXT, position INTEGER, line_id TEXT, part TEXT);
    CREATE TABLE published.tracking_value (breakdown TEXT, as_at_date DATE);
    CREATE TABLE published.case_rating (as_at_date DATE)`);
  await database.run('CHECKPOINT');
}

/** B7 and, as the same children, B8 at every quarter-end on file; all of them are 10 to 15. */
async function derivePapers(database: Database): Promise<void> {
  const lines = `raw.rule_line AS l
    INNER JOIN raw.as_at AS a ON a.authority = l.authority AND a.is_month_end AND MONTH(a.as_at_date) % 3 = 0
    WHERE l.measure_id IN ('B7', 'B8') AND l.line = 'main'`;
  await database.run(`
    CREATE TABLE published.paper_line AS SELECT l.authority, a.snapshot_date, l.measure_id, l.line, 'as_at' AS period, a.as_at_date,
      10000 AS population, 'No rating - context' AS status, a.is_provisional AS provisional FROM ${lines};
    CREATE TABLE published.paper_unit AS SELECT p.authority, p.snapshot_date, p.as_at_date, p.measure_id, p.line, p.period,
      c.child_id AS unit_id, TRUE AS counted, CAST(NULL AS INTEGER) AS days, '10-15' AS age_band, 'unknown' AS sex,
      'unknown' AS ethnicity, 'unknown' AS placement_type, 'unknown' AS legal_status, 'unknown' AS unaccompanied
    FROM published.paper_line AS p INNER JOIN raw.child AS c USING (authority)`);
}

/** B7 has a chart of two months; no line has a word. */
async function deriveCharts(database: Database): Promise<void> {
  const b7 = "FROM raw.rule_line AS l WHERE l.measure_id = 'B7'";
  await database.run(`
    CREATE TABLE published.chart AS SELECT l.authority, l.measure_id, l.line, 'xmr' AS kind, 'count' AS statistic,
      'as_at' AS period, 'children' AS unit, 'none' AS polarity, FALSE AS screened, TRUE AS trial,
      TRUE AS limits_fit, 'common cause' AS variation, CAST(NULL AS TEXT) AS assurance, CAST(NULL AS DECIMAL(18, 6)) AS target ${b7};
    CREATE TABLE published.chart_point AS SELECT l.authority, l.measure_id, l.line, 'count' AS statistic, LAST_DAY(DATE '2026-04-01' + INTERVAL (n) MONTH) AS as_at_date,
      CAST(n AS INTEGER) AS sequence, CAST(n + 0.5 AS DECIMAL(18, 6)) AS value, CAST(n AS BIGINT) AS numerator,
      CAST(NULL AS BIGINT) AS denominator, CAST(NULL AS DECIMAL(18, 6)) AS mean, CAST(NULL AS DECIMAL(18, 6)) AS lower,
      CAST(NULL AS DECIMAL(18, 6)) AS upper, 'common cause' AS special_cause, 'common cause' AS sense, FALSE AS provisional
    FROM raw.rule_line AS l, range(1, 3) AS r(n) WHERE l.measure_id = 'B7';
    CREATE TABLE published.travel AS SELECT l.authority, l.measure_id, l.line, 'count' AS statistic, 'as_at' AS period,
      CAST(NULL AS TEXT) AS method, CAST(NULL AS TEXT) AS word, CAST(NULL AS TEXT) AS movement, 'not charted' AS reason,
      0 AS points, CAST(NULL AS DECIMAL(18, 6)) AS from_value, CAST(NULL AS DECIMAL(18, 6)) AS to_value, CAST(NULL AS DATE) AS year_end,
      CAST(NULL AS BIGINT) AS joined, CAST(NULL AS BIGINT) AS departed, CAST(NULL AS BIGINT) AS no_longer_counted,
      CAST(NULL AS BIGINT) AS left_care, CAST(NULL AS BIGINT) AS listed, CAST(NULL AS BIGINT) AS remained,
      CAST(NULL AS BIGINT) AS denominator, CAST(NULL AS BIGINT) AS denominator_before FROM raw.rule_line AS l;
    CREATE TABLE published.group_outlier (authority TEXT, measure_id TEXT, line TEXT, period TEXT, breakdown TEXT,
      group_key TEXT, side TEXT, beyond TEXT);
    CREATE TABLE published.movement AS SELECT l.authority, l.measure_id, l.line, DATE '2026-05-31' AS as_at_date,
      CAST(2 AS BIGINT) AS joined, CAST(1 AS BIGINT) AS departed, CAST(0 AS BIGINT) AS no_longer_counted,
      CAST(1 AS BIGINT) AS left_care, CAST(0 AS BIGINT) AS otherwise, FALSE AS provisional ${b7}`);
}

/** Effects that do something at a step. */
export const effectsAt = (step: string, act: () => void): Effects => ({
  ...silentEffects,
  step: (name) => (name === step ? act() : undefined),
});

/** sha256 over every file below the folders: equal when not a byte changed. */
export function treeHash(...folders: string[]): string {
  const lines = folders.flatMap((folder) =>
    (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as string[])
      .sort()
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => `${path} ${sha256(readFileSync(join(folder, path)))}`),
  );
  return sha256(lines.join('\n'));
}
