/**
 * A page about one measure for analysts, made from what stands in the repository: its rules, its SQL, its tests, what it
 * rests on down to the field of the case system, and what else rests on the same. No figure and no child is on it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isScalar, parseDocument } from 'yaml';
import type { ZodType } from 'zod';
import { columnMeta } from '../../sources/contract/column.ts';
import { contractTables, type TableName } from '../../sources/contract/tables.ts';
import { localFiles } from '../../sources/local/contract.ts';
import { type FileContract, keptColumns } from '../../sources/reading/file-contract.ts';
import { ruleFileNames } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { ssdFiles } from '../../sources/ssd/contract.ts';
import { ssda903Files } from '../../sources/ssda903/contract.ts';
import { repositoryFile } from '../repository.ts';
import { escaped } from '../shelf/pages.ts';
import type { ModelLineage, RenderedModel } from './models.ts';
import { caseModels, makersOf, restsOn, statesOf } from './needs.ts';

/** What all pages are made from, read once. */
export interface AnalystBook {
  readonly rules: RuleBook;
  readonly models: readonly RenderedModel[];
  readonly lineage: readonly ModelLineage[];
  /** What each measure rests on, by its id. */
  readonly restsOn: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tests: readonly UnitTest[];
}

/** A unit test of a model as it is written. */
interface UnitTest {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/** Reads the tests and works out what every measure rests on. */
export function analystBook(
  rules: RuleBook,
  models: readonly RenderedModel[],
  lineage: readonly ModelLineage[],
): AnalystBook {
  const each = rules.measures.map(
    ({ measure_id }) => [measure_id, restsOn(models, rules, measure_id)] as const,
  );
  return { rules, models, lineage, restsOn: new Map(each), tests: unitTests() };
}

function unitTests(): UnitTest[] {
  const folder = repositoryFile('models/tests');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const { contents } = parseDocument(text, { merge: true });
      if (!isMap(contents)) return [];
      return contents.items.flatMap(({ key, value }) => {
        const end = (value as { range?: readonly number[] } | null)?.range?.[2];
        if (!isScalar(key) || end === undefined) return [];
        return [{ file, name: String(key.value), text: text.slice(key.range?.[0] ?? 0, end).trimEnd() }];
      });
    });
}

/** The page as HTML that needs nothing beside it. */
export function measurePage(book: AnalystBook, measureId: string): string {
  const { rules, models } = book;
  const measure = rules.measures.find((row) => row.measure_id === measureId);
  const makers = makersOf(models, rules, measureId);
  const rests = book.restsOn.get(measureId) ?? new Set();
  const title = `${measureId} ${measure?.name ?? ''}`;
  return [
    `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    `<p>${escaped(measure?.exact_definition ?? '')}</p>`,
    '<p>Made from the rules, models and tests of this checkout. No figure and no child is on this page.</p>',
    ...decides(rules, measureId),
    '<h2>Where it comes from</h2>',
    '<p>Every field of the case files that the models behind it look at, those too that only breakdowns and availability need. SSD, 903 and local sheets name a field each in their own way; the last column says which model to read. <code>tracker explain</code> names file and line of each row of one child.</p>',
    htmlTable(
      ['table and column', 'field of the case files', 'in the files', 'what it is', 'models that look at it'],
      fieldRows(book, rests),
    ),
    `<h2>Its columns</h2>${makers.map((name) => columnTable(book, name)).join('')}`,
    `<h2>Its rules</h2>${ruleTables(rules, measureId)}`,
    `<h2>Its SQL</h2>${[...caseModels(models, rules, measureId), ...makers].map(sql).join('')}`,
    `<h2>Its tests</h2>${testTexts(book.tests, measureId)}`,
    '<h2>Models it rests on, and what else uses them</h2>',
    htmlTable(['model', 'reads', 'other measures that rest on it'], modelRows(book, measureId, rests)),
    '<h2>What reads it</h2>',
    `<p>${escaped(readersOf(models, makers).join(', '))}</p>`,
    '</body></html>\n',
  ].join('\n');
}

/** Of a measure whose lines are rows of cases.csv: the states that decide each line, and what brings them. */
function decides({ cases, states }: RuleBook, measureId: string): string[] {
  const rows = cases
    .filter((row) => row.measure_id === measureId)
    .flatMap((row) =>
      statesOf(row).map(([asked, state]) => {
        const known = states.find(
          (each) => each.state === state || each.state === `${state.split(':')[0]}:*`,
        );
        return [row.line, asked, state, known?.name ?? '', known?.extract ?? ''];
      }),
    );
  return rows.length === 0
    ? []
    : [
        '<h2>What decides it</h2>',
        '<p>The states of a child that its lines ask for (cases.csv), and the files that bring them (states.csv); the model that says each stands first under Its SQL.</p>',
        htmlTable(['line', 'asked as', 'state', 'the child', 'brought by'], rows),
      ];
}

/** A list of all pages. */
export const indexPage = ({ rules }: AnalystBook): string =>
  `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Measures</title><style>${style}</style></head><body><h1>Measures</h1><ul>${rules.measures
    .map(({ measure_id, name }) => `<li>${link(measure_id)} ${escaped(name)}</li>`)
    .join('\n')}</ul></body></html>\n`;

const style =
  'body{font:16px/1.5 sans-serif;max-width:80rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;font-size:14px}th,td{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;vertical-align:top}pre{background:#f4f4f4;padding:.5rem;overflow:auto}';

/** HTML of a cell; text is escaped, HTML stays. */
type Html = { readonly html: string };

const link = (measureId: string): string =>
  `<a href="${encodeURIComponent(measureId)}.html">${escaped(measureId)}</a>`;

function htmlTable(header: readonly string[], rows: readonly (readonly (string | Html)[])[]): string {
  const cells = (row: readonly (string | Html)[], tag: 'th' | 'td'): string =>
    row.map((cell) => `<${tag}>${typeof cell === 'string' ? escaped(cell) : cell.html}</${tag}>`).join('');
  return `<table><thead><tr>${cells(header, 'th')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells(row, 'td')}</tr>`)
    .join('\n')}</tbody></table>`;
}

/** What is known of a column of a table that the case files fill; null for any other. */
function fieldOf(path: string): { readonly source: string; readonly description: string } | null {
  const [schema, table = '', column = ''] = path.split('.');
  if (schema !== 'raw') return null;
  const shape = contractTables[table as TableName]?.shape as Readonly<Record<string, ZodType>> | undefined;
  const found = shape?.[column];
  if (found === undefined) return null;
  const { source = 'made by the reader of the file', description } = columnMeta(found);
  return { source, description };
}

function fieldRows(book: AnalystBook, rests: ReadonlySet<string>): string[][] {
  const readers = new Map<string, string[]>();
  for (const { name, looks_at } of book.lineage)
    if (rests.has(name))
      for (const path of looks_at)
        if (fieldOf(path) !== null) readers.set(path, [...(readers.get(path) ?? []), name]);
  return [...readers].sort().map(([path, models]) => {
    const field = fieldOf(path);
    const { source = '', description = '' } = field ?? {};
    return [path.replace(/^raw\./, ''), source, filesOf(source).join(', '), description, models.join(', ')];
  });
}

/** Files of the sources that hold a field, by the names of their contracts. */
function filesOf(source: string): string[] {
  const words = source.split(/\W+/);
  const holds = (file: FileContract): boolean => keptColumns(file).some((column) => words.includes(column));
  return [ssdFiles, localFiles, ssda903Files].flatMap((files) =>
    Object.values<FileContract>(files)
      .filter(holds)
      .map(({ name }) => name),
  );
}

/** Each column of a model with the fields and rule columns that its values are made of. */
function columnTable({ lineage }: AnalystBook, model: string): string {
  const byName = new Map(lineage.map((each) => [each.name, each.made_of]));
  const roots = (path: string, seen: Set<string>): void => {
    const dot = path.lastIndexOf('.');
    const parents = byName.get(path.slice(0, dot))?.[path.slice(dot + 1)];
    if (seen.has(path)) return;
    seen.add(path);
    for (const parent of parents ?? []) roots(parent, seen);
  };
  const rows = Object.keys(byName.get(model) ?? {}).map((column) => {
    const seen = new Set<string>();
    roots(`${model}.${column}`, seen);
    const raw = [...seen].filter((path) => path.startsWith('raw.')).sort();
    return [column, raw.map((path) => path.slice(4)).join(', ') || 'the query itself, or its joins'];
  });
  return `<h3>${escaped(model)}</h3>${htmlTable(['column', 'its values are made of'], rows)}`;
}

const mentions = (text: string, measureId: string): boolean =>
  new RegExp(`(?<![A-Za-z0-9])${measureId}(?![A-Za-z0-9])`, 'i').test(text);

function ruleTables(rules: RuleBook, measureId: string): string {
  return ruleFileNames
    .map((file) => {
      const all: readonly Readonly<Record<string, unknown>>[] =
        file === 'settings' ? rules.settingRows : rules[file];
      const rows = all.filter((row) => Object.values(row).some((cell) => names(cell, measureId)));
      if (rows.length === 0) return '';
      const columns = Object.keys(rows[0] ?? {});
      const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
      return `<h3>${file}.csv</h3>${htmlTable(columns, cells)}`;
    })
    .join('');
}

/** A cell that is the measure, or a list in which it stands; its mention in a sentence makes no rule of it. */
const names = (cell: unknown, measureId: string): boolean =>
  Array.isArray(cell) ? cell.includes(measureId) : cell === measureId;
const cellText = (cell: unknown): string =>
  Array.isArray(cell) ? cell.join(' ') : cell === null || cell === undefined ? '' : String(cell);

const sql = (model: string): string =>
  `<h3>${escaped(model)}</h3><pre>${escaped(readFileSync(repositoryFile(`models/models/${model.replace('.', '/')}.sql`), 'utf8'))}</pre>`;

function testTexts(tests: readonly UnitTest[], measureId: string): string {
  const own = tests.filter(
    ({ name, text }) => mentions(name.replaceAll('_', ' '), measureId) || mentions(text, measureId),
  );
  const run = `<p>Run them with <code>npm test -- models/${escaped(measureId)}</code>.</p>`;
  if (own.length === 0) return '<p>No unit test of the models names it.</p>';
  return `${run}${own
    .map(
      ({ file, name, text }) =>
        `<details><summary>${escaped(name)} (models/tests/${file})</summary><pre>${escaped(text)}</pre></details>`,
    )
    .join('')}`;
}

function modelRows(book: AnalystBook, measureId: string, rests: ReadonlySet<string>): (string | Html)[][] {
  return book.models
    .filter(({ name }) => rests.has(name))
    .reverse()
    .map(({ name, reads }) => {
      const others = [...book.restsOn].filter(([id, tables]) => id !== measureId && tables.has(name));
      return [name, reads.join(', '), { html: others.map(([id]) => link(id)).join(' ') || 'none' }];
    });
}

/** Every model that reads what makes the measure, itself or through others. */
function readersOf(models: readonly RenderedModel[], makers: readonly string[]): string[] {
  const reading = new Set(makers);
  for (const { name, reads } of models) if (reads.some((each) => reading.has(each))) reading.add(name);
  return [...reading].filter((name) => !makers.includes(name));
}
