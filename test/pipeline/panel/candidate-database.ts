/** A warehouse with nothing in it but candidates, for tests of the writer. */
import type { Candidate } from '../../../pipeline/panel/candidate.ts';
import { type Database, quoted, withDatabase } from '../../../pipeline/warehouse/database.ts';

const literal = (cell: string | number | boolean | null): string =>
  cell === null ? 'NULL' : typeof cell === 'string' ? quoted(cell) : String(cell);

/** Opens the warehouse, hands it to `work` and closes it. */
export function withCandidates<T>(
  authority: string,
  rows: readonly Candidate[],
  work: (database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(':memory:', async (database) => {
    await database.run(`
      ATTACH ':memory:' AS warehouse;
      CREATE SCHEMA warehouse.published;
      CREATE TABLE warehouse.published.availability (authority TEXT, measure_id TEXT, line TEXT, state TEXT, reason_code TEXT);
      CREATE TABLE warehouse.published.candidate (
        authority TEXT, measure_id TEXT, line TEXT, period TEXT, as_at_date DATE, breakdown TEXT, group_key TEXT,
        numerator BIGINT, denominator BIGINT, sum_days BIGINT, timed BIGINT, median_days DECIMAL(18, 6),
        population INT, status TEXT, provisional BOOLEAN)`);
    for (let start = 0; start < rows.length; start += 500) {
      const values = rows.slice(start, start + 500).map((row) => {
        const { measure_id, line, period, as_at_date, breakdown, group } = row;
        const { numerator, denominator, sum_days, timed, median_days, population, status, provisional } = row;
        const cells = [
          authority,
          measure_id,
          line,
          period,
          as_at_date,
          breakdown,
          group,
          numerator,
          denominator,
          sum_days,
          timed,
          median_days,
          population,
          status,
          provisional,
        ];
        return `(${cells.map(literal).join(', ')})`;
      });
      await database.run(`INSERT INTO warehouse.published.candidate VALUES ${values.join(', ')}`);
    }
    return work(database);
  });
}
