import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Canary, canaryBook } from './canaries.ts';
import { type CsvStyle, encodeCsv } from './csv.ts';
import { addMonths, dayOf, isoOf } from './day.ts';
import { layDirt } from './dirt.ts';
import { liveLives } from './life/life.ts';
import { panelWordFiles } from './panel-words.ts';
import { canaryFields, plantCanaries } from './plant.ts';
import { monthsShown, populate } from './population.ts';
import { Random } from './prng.ts';
import { carePlanTable } from './tables/care-plan.ts';
import { courtTables } from './tables/court.ts';
import { episodeTable } from './tables/episode.ts';
import { householdTables } from './tables/household.ts';
import { legalStatusTable } from './tables/legal-status.ts';
import { longTermMatchTable, planHistoryTable, teamMapTable } from './tables/local.ts';
import { meetingTable } from './tables/meetings.ts';
import { panelTable } from './tables/panel.ts';
import { permanenceTable } from './tables/permanence.ts';
import { personTable } from './tables/person.ts';
import { placementTable } from './tables/placement.ts';
import { reviewTable } from './tables/review.ts';
import type { Table, World } from './tables/table.ts';
import { visitTable } from './tables/visit.ts';
import { departmentTable, immigrationTable, involvementTable, professionalTable } from './tables/workers.ts';
import { Workforce } from './teams.ts';

export interface DemoOptions {
  /** Children in care at the as-at date, roughly. */
  readonly children?: number;
  /** Day the extract is made, ISO. */
  readonly asAt?: string;
  readonly seed?: number;
  /** Whether rows are soiled as extracts are; a county of a few children has no room for every kind. */
  readonly soiled?: boolean;
}

/** What was written: each file with its rows, and the rows that each kind of dirt took. */
export interface DemoReport {
  readonly files: readonly { readonly file: string; readonly rows: number }[];
  readonly dirt: Readonly<Record<string, number>>;
}

interface Demo extends DemoReport {
  readonly contents: ReadonlyMap<string, Buffer>;
}

/**
 * Writes the files of an invented county, as its case system and its tracker spreadsheets would give them.
 * The same arguments give the same bytes.
 *
 * @example writeDemo('var/demo', { children: 1000, asAt: '2026-06-30', seed: 1 })
 */
export function writeDemo(folder: string, options: DemoOptions = {}): DemoReport {
  const { contents, files, dirt } = demoFiles(options);
  for (const [file, bytes] of contents) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return { files, dirt };
}

/** The same in memory, by path below the folder. */
export function demoFiles(options: DemoOptions = {}): Demo {
  const { children = 1000, asAt = '2026-06-30', seed = 1, soiled = true } = options;
  const world = inventWorld(children, asAt, seed);
  const laid = tablesOf(world);
  const dirt = soiled ? layDirt(laid, world, children, seed) : {};
  const book = canaryBook(seed, canaryFields(laid));
  const { tables, refused } = plantCanaries(laid, world, book, seed);
  const contents = new Map(
    tables.map((table) => [table.file, encodeCsv(table, styles[table.file] ?? plain)]),
  );
  contents.set('authority.yaml', Buffer.from(authority(asAt), 'utf8'));
  for (const [file, text] of panelWordFiles(asAt)) contents.set(file, Buffer.from(text, 'utf8'));
  contents.set('rules/population.csv', Buffer.from(population(children, asAt), 'utf8'));
  return {
    contents,
    dirt: { ...dirt, canary_row: refused },
    files: tables.map(({ file, rows }) => ({ file, rows: rows.length })),
  };
}

/**
 * Every value planted for a seed, whatever the size of the demo. A very small demo may lack the rows for some of them.
 *
 * @example plantedCanaries(1).filter(({ kind }) => kind === 'NHS number')
 */
export function plantedCanaries(seed: number): readonly Canary[] {
  const columns = tablesOf(inventWorld(4, '2026-06-30', 1));
  return canaryBook(seed, canaryFields(columns)).all;
}

function inventWorld(children: number, asAt: string, seed: number): World {
  const day = dayOf(asAt);
  const random = Random.stream(seed, 1);
  const { outlines, persons } = populate(children, day, seed);
  const workforce = new Workforce(children, random);
  const periods = liveLives(outlines, { asAt: day, seed, workforce });
  return { asAt: day, periods, persons, workforce, random };
}

const tablesOf = (world: World): Table[] => [
  personTable(world),
  episodeTable(world),
  placementTable(world),
  legalStatusTable(world),
  reviewTable(world),
  carePlanTable(world),
  permanenceTable(world),
  immigrationTable(world),
  involvementTable(world),
  professionalTable(world),
  departmentTable(),
  planHistoryTable(world),
  meetingTable(world),
  longTermMatchTable(world),
  panelTable(world),
  teamMapTable(),
  visitTable(world),
  ...courtTables(world),
  ...householdTables(world),
];

const plain: CsvStyle = { encoding: 'utf-8', blank: '' };

/** Each file came out of another tool. */
const styles: Readonly<Record<string, CsvStyle>> = {
  'ssd/ssd_cla_reviews.csv': { encoding: 'utf-8-bom', blank: '' },
  'ssd/ssd_legal_status.csv': { encoding: 'utf-8', blank: 'NULL' },
  'ssd/ssd_permanence.csv': { encoding: 'utf-8', blank: 'NULL' },
  'ssd/ssd_professionals.csv': { encoding: 'windows-1252', blank: '' },
};

const authority = (asAt: string): string => `authority: demo
name: Demo County (invented)
procedure: hertfordshire
extract_date: ${asAt}
extract_covers_from: ${isoOf(addMonths(dayOf(asAt), -monthsShown))}
benchmark_authority: Hertfordshire
benchmark_authority_is: another
rules: rules
panel_words: panel-words
sources:
  - adapter: ssd
    folder: ssd
  - adapter: local
    folder: local
`;

/** Resident children for each child in care: 45 in care for every 10,000. */
const residentsPerChild = 222;

/** Yearly estimates of the children who live in the county, growing a little, from before the first figure. */
function population(children: number, asAt: string): string {
  const rows = [7, 6, 5, 4, 3, 2, 1].map((years) => {
    const residents = Math.round(children * residentsPerChild * (1 - 0.005 * years));
    return `demo,${isoOf(addMonths(dayOf(asAt), -12 * years))},${residents},Invented for the demo`;
  });
  return ['authority,estimated_on,children,source', ...rows, ''].join('\n');
}
