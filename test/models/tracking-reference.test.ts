/**
 * The lines of the procedures against a second implementation of their generics, written from the catalogue and its
 * boundaries by someone who had not seen the models: every child on every line that a generic works out, of random
 * authorities under each procedure whose dates lie at the limits.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repositoryFile } from '../../pipeline/repository.ts';
import { type Database, withDatabase } from '../../pipeline/warehouse/database.ts';
import { withWarehouse } from '../../pipeline/warehouse/warehouse.ts';
import { inputNames } from '../../sources/contract/extract.ts';
import { loadRules, type RuleBook } from '../../sources/rules/rules.ts';
import { proving, size } from '../proofs/sizes.ts';
import { asAtDates } from '../reference/as-at-dates.ts';
import { toDay } from '../reference/calendar.ts';
import { randomCohort } from '../reference/cohort.ts';
import { hertfordshireLimits } from '../reference/measures.ts';
import { type Calendar, type LineRow, type Standing, standings } from '../reference/tracking/generics.ts';
import { trackedCohort } from '../reference/tracking/scene.ts';
import { loadCohorts, type NamedCohort } from './cohort-warehouse.ts';
import { deriveInProcess, renderedModels } from './rendered-model.ts';

const procedures = ['warrington', 'hertfordshire', 'cumbria', 'hillingdon', 'unnamed'];
const folder = mkdtempSync(join(tmpdir(), 'tracker-lines-'));
const children = 12;

const books = new Map(
  procedures.map((procedure) => [
    procedure,
    loadRules(repositoryFile('sources/rules'), { authority: 'random', procedure, rules: null }),
  ]),
);
const bookOf = (procedure: string) => books.get(procedure) as RuleBook;

const words = (cell: unknown): string => (Array.isArray(cell) ? cell.join(' ') : String(cell ?? ''));

/** Lines of a procedure that a generic works out, but those of households of adopters. */
const linesOf = (book: RuleBook): LineRow[] =>
  book.tracking_lines
    .filter((row) => row.in_use && !row.measure_id && !row.not_measurable)
    .map((row) => ({
      ...row,
      population: words(row.population),
      anchor: words(row.anchor),
      completion: words(row.completion),
      parameters: words(row.parameters),
    }))
    .filter((row) => row.population !== 'household');

function calendarOf(book: RuleBook): Calendar {
  return {
    windows: new Map(book.events.map((row) => [row.event, row.days_before_entry])),
    directions: new Map(book.generics.map((row) => [row.generic, row.direction])),
    holidays: new Set(book.bank_holidays.map((row) => toDay(row.date))),
  };
}

/** Codes of a book by set. */
function codesOf(book: RuleBook): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { code_set, code } of book.codes) found.set(code_set, [...(found.get(code_set) ?? []), code]);
  return found;
}

/** Cohorts whose dates the documents cover: the lines of the latest hold from November 2024 on. */
function cohorts(count: number): (NamedCohort & { readonly procedure: string })[] {
  const seeds = Array.from({ length: 3 * count }, (_, index) => index + 1);
  const recent = seeds.filter((seed) => randomCohort(seed, 1).snapshotDate > '2025').slice(0, count);
  return recent.map((seed, index) => {
    const procedure = procedures[index % procedures.length] as string;
    const book = bookOf(procedure);
    const cohort = trackedCohort(seed, children, linesOf(book), codesOf(book));
    const inputs = inputNames.filter((name) => !/^care_plan_/.test(name) || cohort.inputs.includes(name));
    const authority = `random-${String(seed).padStart(4, '0')}`;
    return { authority, seed, procedure, cohort: { ...cohort, inputs } };
  });
}

const all = cohorts(size('trackedAuthorities'));
let warehouse = '';

beforeAll(async () => {
  warehouse = await loadCohorts(folder, all, {
    month_ends: 1,
    weeks: 0,
    provisional_months: 3,
    breakdown_month_ends: 0,
  });
  await deriveInProcess({ warehouse, last: ['published.tracking_line', 'measures.tracking_line'] });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the models say that each child stands, by line; `null`: the source cannot tell. */
async function derived(database: Database, authority: string, day: string) {
  const of = `WHERE authority = '${authority}' AND as_at_date = DATE '${day}'`;
  const lines = await database.rows(
    `SELECT line_id, part, state FROM warehouse.published.tracking_line ${of}`,
  );
  const facts = await database.rows(
    `SELECT line_id, part, subject_id, CASE WHEN is_in_aim THEN status || ' by the aim' ELSE status END AS status
     FROM warehouse.measures.tracking_line ${of}`,
  );
  const found = new Map<string, Map<string, string>>();
  for (const { line_id, part, state } of lines)
    if (state === 'available') found.set(`${line_id}.${part}`, new Map());
  for (const { line_id, part, subject_id, status } of facts)
    found.get(`${line_id}.${part}`)?.set(String(subject_id), String(status));
  return found;
}

/** Children one answer of whom gives several plans at once: no document says which of them it is that changed. */
const severalAtOnce = ({ rows }: NamedCohort['cohort']): ReadonlySet<string> => {
  const answers = rows.care_plan.filter(({ origin }) => origin === 'answers');
  return new Set(
    answers.flatMap((row) =>
      answers.some((each) => each.document_id === row.document_id && each.plan !== row.plan)
        ? [row.child_id]
        : [],
    ),
  );
};

/** How a limit is met: by which kind of generic, in which unit, and how many days from it. */
function edgeOf(line: LineRow, { due, done }: Standing, direction: string, day: number): string | null {
  if (due === null || line.limit_n === null) return null;
  const off = (direction === 'every' || direction === 'register' ? day : (done ?? day)) - due;
  return Math.abs(off) > 1 ? null : `${direction} in ${line.limit_unit}: ${off}`;
}

/** What differs on a line, in words. A child is left out that stands outside what the source covers. */
function differences(mine: readonly Standing[], theirs: ReadonlyMap<string, string>): string[] {
  const expected = new Map(
    mine.map(({ child, status, inAim }) => [child, `${status}${inAim ? ' by the aim' : ''}`]),
  );
  return [...new Set([...expected.keys(), ...theirs.keys()])].flatMap((child) => {
    const [own, other] = [expected.get(child), theirs.get(child)];
    if (own === other || other === 'not available') return [];
    return [`${child}: ${own ?? 'not on it'}, but the models say ${other ?? 'not on it'}`];
  });
}

/** What is done to the query of the generics: one comparison less or more strict, or every limit a day off. */
interface Mutant {
  readonly what: string;
  readonly query: string;
}

const turned: Readonly<Record<string, string>> = { '<=': '<', '<': '<=', '>=': '>', '>': '>=' };

function comparisonsOf(query: string): Mutant[] {
  return [...query.matchAll(/ (<=|>=|<|>) /g)].map(({ 0: found, 1: sign = '', index }) => ({
    what: query.slice(Math.max(0, index - 60), index + 60).replaceAll('"', ''),
    query: `${query.slice(0, index)} ${turned[sign]} ${query.slice(index + found.length)}`,
  }));
}

const dayOff = (query: string, days: 1 | -1): string =>
  query.replace(
    'FROM "dated" AS "d"',
    `FROM (SELECT * REPLACE (CAST("due_date" + ${days} * INTERVAL '1' DAY AS DATE) AS "due_date") FROM "dated") AS "d"`,
  );

/** Lines on which the mutant tells another status of some child: the second implementation, which tells the right one, differs. */
async function toldOn(database: Database, query: string, settled: ReadonlySet<string>): Promise<Set<string>> {
  await database.run(`CREATE OR REPLACE TABLE measures.mutant AS ${query}`);
  const rows = await database.rows(`
    SELECT DISTINCT l.line_id, l.part FROM staging.tracking_line AS l INNER JOIN (
      SELECT COALESCE(m.line_number, d.line_number) AS line_number FROM measures.mutant AS m
      FULL OUTER JOIN measures.tracking_dated AS d ON d.line_number = m.line_number AND d.child_day = m.child_day
      WHERE (m.status, m.is_in_aim) IS DISTINCT FROM (d.status, d.is_in_aim)
    ) AS t USING (line_number)`);
  const lines = rows.map((row) => `${row['line_id']}.${row['part']}`);
  return new Set(lines.filter((line) => settled.has(line)));
}

/** Comparisons that these authorities cannot tell apart, each by a piece of its words: what tells it, or why nothing can. */
const toldElsewhere: Readonly<Record<string, string>> = {
  'l.effective_from <= c.as_at_date': 'test_in_force_and_for_the_event_before',
  'COALESCE(l.effective_to': 'test_in_force_and_for_the_event_before',
  'e.event_date > m.date_before': 'test_in_force_and_for_the_event_before',
  'COALESCE(d.due_date <= d.as_at_date': 'test_plan_standing',
  'd.done_date <= d.aim_date': 'test_review_after_trigger',
  'k.steps < 0 AND NOT c.is_working': 'nothing: no limit is of no working days at all',
};

// once the two agree: whatever changes a status is a difference from the second implementation
it.runIf(proving)('every comparison of the generics turned, and every limit a day off, is told', async () => {
  const query = (await renderedModels()).find(({ name }) => name === 'measures.tracking_dated')?.query ?? '';
  const lines = [...books.values()].flatMap(linesOf).filter(({ population }) => population !== '');
  const settled = new Set(lines.map((line) => `${line.line_id}.${line.part}`));
  await withDatabase(warehouse, async (database) => {
    const comparisons = comparisonsOf(query);
    expect(comparisons.length).toBeGreaterThan(15);
    const untold: string[] = [];
    for (const { what, query: mutant } of comparisons)
      if ((await toldOn(database, mutant, settled)).size === 0) untold.push(what);
    expect(
      untold.filter((what) => !Object.keys(toldElsewhere).some((piece) => what.includes(piece))),
    ).toEqual([]);
    const [later, sooner] = [
      await toldOn(database, dayOff(query, 1), settled),
      await toldOn(database, dayOff(query, -1), settled),
    ];
    // the numbers themselves are held against the catalogue: test/sources/rules/tracking.test.ts
    const limited = lines.filter(({ limit_n }) => limit_n !== null);
    const told = limited.filter((line) =>
      [later, sooner].some((on) => on.has(`${line.line_id}.${line.part}`)),
    );
    const generics = (of: readonly LineRow[]) => [...new Set(of.map(({ generic }) => generic))].sort();
    // of records present, only what no source can give yet has a limit (C63)
    const byHand = ['record_present'];
    expect(generics(told)).toEqual(generics(limited).filter((generic) => !byHand.includes(generic)));
  });
});

it('every child stands on every line where the second implementation says', async () => {
  const found: string[] = [];
  const compared = new Set<string>();
  const edges = new Set<string>();
  await withWarehouse(warehouse, async (database) => {
    for (const { authority, procedure, cohort } of all) {
      const book = bookOf(procedure);
      const lines = linesOf(book);
      const calendar = calendarOf(book);
      const input = { ...cohort, asAtDates: asAtDates(cohort.snapshotDate), limits: hertfordshireLimits };
      for (const { date } of input.asAtDates.filter((each) => each.isCurrent)) {
        const theirs = await derived(database, authority, date);
        for (const [line, mine] of standings(input, lines, calendar, date)) {
          const of = theirs.get(`${line.line_id}.${line.part}`);
          if (of === undefined) continue;
          if (mine.length > 0) compared.add(`${procedure} ${line.line_id}.${line.part}`);
          const direction = calendar.directions.get(line.generic) ?? '';
          for (const each of mine) edges.add(edgeOf(line, each, direction, toDay(date)) ?? '');
          const unclear = /plan_changed/.test(line.anchor) ? severalAtOnce(cohort) : new Set();
          for (const difference of differences(mine, of).filter(
            (each) => !unclear.has(each.split(':')[0] ?? ''),
          ))
            found.push(`${authority} ${procedure} ${date} ${line.line_id}.${line.part} ${difference}`);
        }
      }
    }
  });
  expect(found).toEqual([]);
  expect(compared.size).toBeGreaterThan(150);
  // each kind of limit was met a day before, on and a day after its last day
  const kinds = new Set(
    [...books.values()].flatMap((book) => {
      const { directions } = calendarOf(book);
      return linesOf(book).flatMap((line) =>
        line.limit_n === null ? [] : [`${directions.get(line.generic)} in ${line.limit_unit}`],
      );
    }),
  );
  const wanted = [...kinds].flatMap((kind) => [-1, 0, 1].map((off) => `${kind}: ${off}`));
  const missing = wanted.filter((edge) => !edges.has(edge));
  // a few authorities do not meet them all
  if (proving) expect(missing).toEqual([]);
});
