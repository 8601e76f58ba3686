/** The procedures' lines as rows: none of the catalogue is missing, and what is misspelt is refused. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { TrackerError } from '../../../sources/error.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { procedures } from '../../../sources/rules/vocabulary.ts';

const base = repositoryFile('sources/rules');

const bookOf = (procedure: string, rules: string | null = null, folder = base): RuleBook =>
  loadRules(folder, { authority: 'smalltown', procedure, rules });

/** The product's rules with one text of one file replaced: the folder, and the line it stands in. */
function spoilt(file: string, was: string, is: string): { readonly folder: string; readonly line: number } {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-rules-'));
  for (const name of readdirSync(base).filter((each) => each.endsWith('.csv')))
    cpSync(join(base, name), join(folder, name));
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(was);
  writeFileSync(join(folder, file), text.replace(was, is));
  return { folder, line: text.slice(0, text.indexOf(was)).split('\n').length };
}

function complaint(folder: string, procedure = 'warrington'): TrackerError {
  try {
    bookOf(procedure, null, folder);
  } catch (error) {
    if (error instanceof TrackerError) return error;
    throw error;
  }
  throw new Error('the rules were accepted');
}

/** How many lines each procedure has in the catalogue, by the letter of their ids. */
const inTheCatalogue = { hertfordshire: 86, warrington: 161, cumbria: 68, hillingdon: 28, unnamed: 17 };

describe('the lines of the procedures', () => {
  const books = procedures.map((procedure) => bookOf(procedure));

  it('are all 360 of the catalogue, each with a source, a role and a reason where it is not measured', () => {
    for (const book of books) {
      const numbered = book.tracking_lines.filter((row) => /^[TWCLU]\d+$/.test(row.line_id));
      const ids = new Set(numbered.map((row) => row.line_id));
      expect([book.procedure, ids.size]).toEqual([
        book.procedure,
        inTheCatalogue[book.procedure as keyof typeof inTheCatalogue],
      ]);
      const roles = new Map(book.recipients.map((row) => [row.recipient, row.role]));
      for (const row of book.tracking_lines) {
        expect(row.source).toMatch(/permanence policy|Permanence Planning/);
        expect(row.role ?? roles.get(row.goes_to[0] ?? '')).toBeDefined();
        const worked = row.measure_id !== '' || row.completion !== '' || row.generic === 'pipeline';
        expect([
          row.line_id,
          row.part,
          worked || row.not_measurable !== '' || row.generic === 'plan_standing',
        ]).toEqual([row.line_id, row.part, true]);
      }
    }
  });

  it('have the limits of the catalogue, to the day', () => {
    const text = readFileSync(join(import.meta.dirname, 'catalogue-limits.csv'), 'utf8');
    const rows = parseCsv(text, { columns: true }) as { line_id: string; limit: string }[];
    expect(rows).toHaveLength(360);
    const limits = new Map(rows.map(({ line_id, limit }) => [line_id, limitsIn(limit)]));
    const found = books.flatMap((book) =>
      book.tracking_lines.flatMap((row) =>
        [row.limit_n, row.aim_n].flatMap((n) => {
          const said = n === null || n === 0 ? null : `${n}${letters[row.limit_unit]}`;
          return said === null || limits.get(row.line_id)?.has(said) === true
            ? []
            : [`${row.line_id}.${row.part} ${said}`];
        }),
      ),
    );
    expect(found.sort()).toEqual(Object.keys(readings).sort());
  });

  it('give a proposed limit no rating until it is adopted, and say so in their source', () => {
    for (const row of books.flatMap((book) => book.tracking_lines))
      expect([row.line_id, row.source.endsWith('(P)')]).toEqual([row.line_id, row.grade === 'proposed']);
  });

  it('stand in one table: what works each out, from which inputs, and which test proves it', async () => {
    await expect(tableOf(books)).toMatchFileSnapshot('snapshots/tracking-lines.csv');
  });
});

const letters: Readonly<Record<string, string>> = {
  ...{ days: 'd', working_days: 'wd', weeks: 'w', months: 'm', years: 'y' },
};

/** Limits where the catalogue gives none in days, weeks, months or years, and what they stand for. */
const readings: Readonly<Record<string, string>> = {
  'C42.main 28d': 'the first review',
  'L10.main 2w': 'as L9',
  'T20.recorded 28d': 'proposed: that adoption is unlikely was put down',
  'T76.main 12m': 'three a year: the third from the end lies within the year',
  'W10.viability 6w': "proposed: the assessment's own due date is not in the files",
  'W117.escalated 10wd': 'proposed: late ones escalated',
  'W2.circulated 7d': 'Thursday of the week of the sitting',
  'W6.main 1m': 'the next sitting',
  'W82.main 1m': 'the next meeting',
  'W84.main 1m': 'the next meeting',
};

/** `14w in court, 16w else` gives 14w and 16w; 24h are a day; the weeks of a pathway are weeks. */
function limitsIn(text: string): ReadonlySet<string> {
  if (text.startsWith('weeks')) return new Set([...text.matchAll(/\d+/g)].map(([n]) => `${n}w`));
  const found = [...text.matchAll(/(\d+)\s*(wd|[wdmhy])\b/g)];
  return new Set(found.map(([, n, unit]) => (unit === 'h' ? `${Number(n) / 24}d` : `${n}${unit}`)));
}

/** One line of the table for each row; the tests are found by the generic that they name. */
function tableOf(books: readonly RuleBook[]): string {
  const proofs = testsByGeneric();
  const rows = books.flatMap((book) =>
    book.tracking_lines.map((row) => {
      const inputs = inputsOf(book, row);
      if (row.not_measurable !== '') return [row.line_id, row.part, 'not measurable', '', row.not_measurable];
      if (row.measure_id !== '')
        return [
          row.line_id,
          row.part,
          `measure ${row.measure_id} ${row.line}`,
          '',
          `unit tests of ${row.measure_id}`,
        ];
      const proof = proofs.get(row.generic);
      expect([row.generic, proof]).not.toEqual([row.generic, undefined]);
      const how = inputs.includes('none yet') ? 'no source can give it yet' : row.generic;
      return [row.line_id, row.part, how, inputs.join(' '), proof ?? ''];
    }),
  );
  const cell = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${[['line_id', 'part', 'worked out by', 'inputs', 'proved by'], ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

/** Inputs of the contract that the terms of a line need. */
function inputsOf(book: RuleBook, row: RuleBook['tracking_lines'][number]): string[] {
  const find = (word: string): readonly string[] => {
    const isState = word.startsWith('since:');
    const name = (isState ? word.slice(6) : word).split('#')[0] ?? '';
    const kind = `${name.split(':')[0]}:*`;
    const found = isState
      ? (book.states.find((each) => each.state === name) ?? book.states.find((each) => each.state === kind))
      : (book.events.find((each) => each.event === name) ?? book.events.find((each) => each.event === kind));
    return found?.input.length === 0 ? ['none yet'] : (found?.input ?? []);
  };
  const population = row.population
    .split(' ')
    .flatMap((group) => group.replace(/^!/, '').split('/'))
    .map((word) => (word.startsWith('has:') ? word.slice(4) : `since:${word}`));
  const others = [row.anchor, row.completion]
    .flatMap((text) => text.split(' '))
    .flatMap((group) => group.split('/'));
  return [
    ...new Set([...population, ...others].filter((word) => !['', 'since:'].includes(word)).flatMap(find)),
  ].sort();
}

function testsByGeneric(): ReadonlyMap<string, string> {
  const file = (name: string) =>
    Object.entries(
      parse(readFileSync(repositoryFile(`models/tests/${name}.yaml`), 'utf8')) as Record<string, unknown>,
    );
  const dated = file('test_tracking_dated').map(([test, body]) => {
    const { inputs } = body as { inputs: { 'staging.tracking_line': { rows: { generic: string }[] } } };
    return [inputs['staging.tracking_line'].rows[0]?.generic ?? '', test] as const;
  });
  const registers = 'test_tracking_line_forums_and_measures';
  return new Map([...dated, ['forum_sits', registers], ['report_given', registers]]);
}

describe('a row that names what nobody declares', () => {
  const cases = [
    [
      'a state of a line',
      'tracking_lines.csv',
      'pre_proceedings has:gateway_review',
      'pre_procedings has:gateway_review',
      'rule_unknown_state',
      'pre_proceedings',
    ],
    [
      'an event',
      'tracking_lines.csv',
      'tracked_year,gateway_met,letter_sent',
      'tracked_year,gateway_met,leter_sent',
      'rule_unknown_event',
      'letter_sent',
    ],
    [
      'a milestone',
      'tracking_lines.csv',
      'mile:PARALLEL_EXPLAINED',
      'mile:PARALEL_EXPLAINED',
      'rule_unknown_event',
      'mile:PARALLEL_EXPLAINED',
    ],
    [
      'a parameter',
      'tracking_lines.csv',
      'age_below=9',
      'age_bellow=9',
      'rule_unknown_parameter',
      'age_below',
    ],
    [
      'a role',
      'recipients.csv',
      'regional_adoption_agency,monthly',
      'regional_adoption_agancy,monthly',
      'rule_unknown_role',
      'regional_adoption_agency',
    ],
    [
      'a state of a case',
      'cases.csv',
      'T2,main,plan:RETURN_HOME',
      'T2,main,plan:RETURN_HOM',
      'rule_unknown_state',
      'plan:RETURN_HOME',
    ],
    [
      'a state of a deadline',
      'deadlines.csv',
      'no_plan,care,T1',
      'no_plann,care,T1',
      'rule_unknown_state',
      'no_plan',
    ],
  ] as const;
  it.each(cases)(
    '%s: refused with file, line and the nearest known one',
    (_, file, was, is, code, nearest) => {
      const { folder, line } = spoilt(file, was, is);
      const error = complaint(folder);
      expect(error.code).toBe(code);
      expect(error.message).toContain(`${file}:${line}: `);
      expect(error.message).toContain(`the nearest is "${nearest}"`);
    },
  );

  it('cites a limit and gives none', () => {
    const { folder } = spoilt('tracking_lines.csv', 'care,ppm#1,ppm,6,weeks', 'care,ppm#1,ppm,,');
    const error = complaint(folder);
    expect(error.code).toBe('rule_limit_missing');
    expect(error.message).toContain('line W37 main cites a limit and gives none');
  });

  it('makes one line belong to two procedures', () => {
    const { folder } = spoilt('tracking_lines.csv', '\nunnamed,U1,', '\nunnamed,L1,');
    const error = complaint(folder);
    expect(error.code).toBe('rule_line_of_two_procedures');
    expect(error.message).toContain('line L1 is of hillingdon and of unnamed');
  });
});

describe("an authority's own rows", () => {
  const header = readFileSync(join(base, 'tracking_lines.csv'), 'utf8').split('\n')[0] ?? '';
  const own = (...lines: string[]): string => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-own-'));
    writeFileSync(join(folder, 'tracking_lines.csv'), `${[header, ...lines].join('\n')}\n`);
    return folder;
  };
  const rest = 'PT,,,,,seed,2024-01-01,,Resolution of the management team,,';

  it('add a line, leave one out and give another limit', () => {
    const book = bookOf(
      'warrington',
      own(
        `smalltown,X1,main,900,Health plan within a month,,Y,C,step_after,care,care,mile:FULL_ASSESSMENT,1,months,,,95,85,,${rest}`,
        `smalltown,W12,main,1,Letter drafted,,Y,C,paper_after,tracked,gateway_met,letter_drafted,2,working_days,,,95,85,,${rest}`,
        `smalltown,W13,main,1,Letter sent,,N,C,paper_after,tracked_year,gateway_met,letter_sent,5,working_days,,,95,85,,${rest}`,
      ),
    );
    const of = (id: string, day: string) =>
      book.tracking_lines.find(
        (row) => row.line_id === id && row.effective_from <= day && (row.effective_to ?? '9999') > day,
      );
    expect(of('X1', '2025-01-01')?.limit_n).toBe(1);
    expect([of('W12', '2023-12-31')?.limit_n, of('W12', '2025-01-01')?.limit_n]).toEqual([3, 2]);
    expect([of('W13', '2023-12-31')?.in_use, of('W13', '2025-01-01')?.in_use]).toEqual([true, false]);
  });
});
