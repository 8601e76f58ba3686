import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Procedure } from '../rules/vocabulary.ts';
import { changedRule, commentaryFiles, shortHistory } from './board-words.ts';
import { type Canary, canaryBook } from './canaries.ts';
import { type CsvStyle, encodeCsv } from './csv.ts';
import { addMonths, dayOf, isoOf, weekday } from './day.ts';
import { layDirt } from './dirt.ts';
import { standingOn } from './earlier.ts';
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
import { withTrackers } from './tables/trackers.ts';
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
  /** Its code and its name, where there is more than one. */
  readonly authority?: string;
  readonly name?: string;
  /** Whose procedure it follows: its trackers record what that procedure asks for. */
  readonly procedure?: Procedure;
  /** An earlier day: the same county as its files stood then, without what was recorded later. */
  readonly knownOn?: string;
  /** An earlier day on whose figures people have commented, and since when a rule has changed. */
  readonly commentedOn?: string;
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
  const { report, contents } = invented(options);
  for (const [file, bytes] of contents()) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return report;
}

/**
 * Writes a county twice: under `earlier/` as its files stood at the end of a month before, and as they stand now, with
 * what people said of the earlier figures in a meeting between, a rule changed since and records that came late.
 *
 * @returns the earlier day and the day of the meeting
 * @example writeDemoWithPast('var/demo', { children: 1000, asAt: '2026-06-30', seed: 1 }).earlier // '2026-05-31'
 */
export function writeDemoWithPast(
  folder: string,
  options: DemoOptions,
): { earlier: string; meeting: string } {
  const { asAt = '2026-06-30' } = options;
  const monthOf = isoOf(dayOf(asAt) - 20);
  const earlier = dayOf(`${monthOf.slice(0, 8)}01`) - 1;
  const past = { ...options, commentedOn: isoOf(earlier) };
  writeDemo(join(folder, 'earlier'), { ...past, knownOn: isoOf(earlier), soiled: false });
  writeDemo(folder, past);
  return { earlier: isoOf(earlier), meeting: isoOf(weekday(earlier + 16)) };
}

/**
 * Writes several counties, each in a folder of its own, one after the other: no more than one is ever held.
 *
 * @param options `children` are those of all counties together
 * @returns the folders, in order of authority code
 * @example writeRegion('var/demo', 153, { children: 82_000, asAt: '2026-06-30', seed: 1 })
 */
export function writeRegion(
  folder: string,
  authorities: number,
  options: DemoOptions,
  said: (folder: string, index: number) => void = () => undefined,
): string[] {
  const { children = 1000, seed = 1 } = options;
  const digits = String(authorities).length;
  return Array.from({ length: authorities }, (_, index) => {
    const number = String(index + 1).padStart(digits, '0');
    const place = join(folder, `demo-${number}`);
    // Shared out to the last child, the first counties taking one more where it does not come out even.
    const share = Math.floor(children / authorities) + (index < children % authorities ? 1 : 0);
    writeDemo(place, {
      ...options,
      ...{ children: Math.max(1, share), seed: seed + index },
      ...{ authority: `demo-${number}`, name: `Demo County ${number} (invented)` },
    });
    said(place, index);
    return place;
  });
}

/** The same in memory, by path below the folder. */
export function demoFiles(options: DemoOptions = {}): Demo {
  const { report, contents } = invented(options);
  return { ...report, contents: new Map(contents()) };
}

/** What is written is encoded file by file, as it is asked for. */
function invented(options: DemoOptions): {
  readonly report: DemoReport;
  readonly contents: () => Iterable<[string, Buffer]>;
} {
  const { children = 1000, asAt = '2026-06-30', seed = 1, soiled = true } = options;
  const world = inventWorld(children, asAt, seed);
  const { procedure = 'hertfordshire', knownOn, commentedOn } = options;
  const written = withTrackers(world, tablesOf(world), procedure);
  const laid = knownOn === undefined ? written : written.map((each) => standingOn(each, dayOf(knownOn)));
  const dirt = soiled ? layDirt(laid, world, children, seed) : {};
  const book = canaryBook(seed, canaryFields(laid));
  const { tables, refused } = plantCanaries(laid, world, book, seed);
  const { authority: code = 'demo', name = 'Demo County (invented)' } = options;
  const day = knownOn ?? asAt;
  const commented = commentedOn === undefined ? null : dayOf(commentedOn);
  const texts: readonly (readonly [string, string])[] = [
    ['authority.yaml', configuration(code, name, procedure, day, asAt, commented !== null)],
    ...panelWordFiles(day),
    ['rules/population.csv', population(code, children, asAt)],
    ...(commented === null ? [] : commentaryFiles(commented)),
    ...(commented === null
      ? []
      : day === commentedOn
        ? [['rules/settings.csv', shortHistory] as const]
        : [['rules/limits.csv', changedRule(code, commented)] as const]),
  ];
  return {
    report: {
      dirt: { ...dirt, canary_row: refused },
      files: tables.map(({ file, rows }) => ({ file, rows: rows.length })),
    },
    *contents() {
      for (const table of tables) yield [table.file, encodeCsv(table, styles[table.file] ?? plain)];
      for (const [file, text] of texts) yield [file, Buffer.from(text, 'utf8')];
    },
  };
}

/**
 * Every value planted for a seed, whatever the size of the demo. A very small demo may lack the rows for some of them.
 *
 * @example plantedCanaries(1).filter(({ kind }) => kind === 'NHS number')
 */
export function plantedCanaries(seed: number, procedure: Procedure = 'hertfordshire'): readonly Canary[] {
  const world = inventWorld(4, '2026-06-30', 1);
  const columns = withTrackers(world, tablesOf(world), procedure);
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

const configuration = (
  code: string,
  name: string,
  procedure: Procedure,
  day: string,
  asAt: string,
  isCommented: boolean,
): string => `authority: ${code}
name: ${name}
procedure: ${procedure}
extract_date: ${day}
extract_covers_from: ${isoOf(addMonths(dayOf(asAt), -monthsShown))}
benchmark_authority: Hertfordshire
benchmark_authority_is: another
rules: rules
panel_words: panel-words
${isCommented ? 'commentary: commentary\n' : ''}sources:
  - adapter: ssd
    folder: ssd
  - adapter: local
    folder: local
`;

/** Resident children for each child in care: 45 in care for every 10,000. */
const residentsPerChild = 222;

/** Yearly estimates of the children who live in the county, growing a little, from before the first figure. */
function population(authority: string, children: number, asAt: string): string {
  const rows = [7, 6, 5, 4, 3, 2, 1].map((years) => {
    const residents = Math.round(children * residentsPerChild * (1 - 0.005 * years));
    return `${authority},${isoOf(addMonths(dayOf(asAt), -12 * years))},${residents},Invented for the demo`;
  });
  return ['authority,estimated_on,children,source', ...rows, ''].join('\n');
}
