/**
 * Through the real door: extracts of a few invented children, worked by hand. What moved is said to be recorded late,
 * corrected, real, or a changed limit, and the parts are exact.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ChangesFile, changesFile } from '../../../pipeline/edition/change-format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { type Rooms, realRooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { deriveInProcess } from '../../models/rendered-model.ts';
import { editionCsv } from '../../support/edition-csv.ts';
import { folderOf, scratchFolder } from '../../support/source-folder.ts';

const { beginSite: _, buildPages: __, ...withoutPages } = realRooms;
/** Everything is real but the site, which says nothing of figures, and the process in which the models run. */
const rooms: Rooms = {
  ...withoutPages,
  derive: deriveInProcess,
  buildSite: async ({ outputFolder }) => {
    mkdirSync(outputFolder);
    writeFileSync(join(outputFolder, 'index.html'), '<h1>Site</h1>');
    return { pages: 1 };
  },
};

/** A child in care: entry, end, and the start of a plan to return home; null where there is none. */
interface Child {
  readonly id: string;
  readonly entry: string;
  readonly end?: string;
  readonly plan?: string;
}

const steady: Child = { id: 'steady', entry: '2024-01-10', plan: '2025-01-01' };
const planLate: Child = { id: 'planlate', entry: '2024-02-10' };
const corrected: Child = { id: 'corrected', entry: '2024-02-11', plan: '2025-12-15' };
/** Six months on 10 May. */
const grown: Child = { id: 'grown', entry: '2024-02-12', plan: '2025-11-10' };
const gone: Child = { id: 'gone', entry: '2024-03-01', plan: '2025-02-01' };
const leaves: Child = { id: 'leaves', entry: '2023-01-01', plan: '2025-03-01' };

const april: readonly Child[] = [steady, planLate, corrected, grown, gone, leaves];
const may: readonly Child[] = [
  steady,
  { ...planLate, plan: '2025-06-01' },
  { ...corrected, plan: '2025-10-15' },
  grown,
  { ...leaves, end: '2026-05-15' },
  { id: 'childlate', entry: '2026-04-20' },
  { id: 'enters', entry: '2026-05-20' },
  { id: 'enterstoo', entry: '2026-05-21' },
];
/** The extract of May made again: the corrected plan is put right once more, to less than six months. */
const mayAgain = may.map((child) => (child.id === 'corrected' ? { ...child, plan: '2025-12-20' } : child));

const table = (header: string, rows: readonly (readonly string[])[]): string =>
  `${[header, ...rows.map((row) => row.join(','))].join('\n')}\n`;

function files(children: readonly Child[]): Record<string, string> {
  return {
    'person.csv': table(
      'pers_person_id,pers_sex,pers_ethnicity,pers_dob',
      children.map(({ id }) => [id, 'F', 'WBRI', '2014-02-03']),
    ),
    'episodes.csv': table(
      'clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_entered_care_date',
      children.map(({ id, entry, end }) => [
        `e-${id}`,
        id,
        `p-${id}`,
        entry,
        'S',
        end ?? '',
        end ? 'E4A' : '',
        entry,
      ]),
    ),
    'status.csv': table(
      'lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date',
      children.map(({ id, entry, end }) => [`s-${id}`, id, 'C2', entry, end ?? '']),
    ),
    'placement.csv': table(
      'clap_cla_placement_id,clap_person_id,clap_cla_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_placement_end_date',
      children.map(({ id, entry, end }) => [`h-${id}`, id, `p-${id}`, entry, 'U6', end ?? '']),
    ),
    'plans.csv': table(
      'lcph_table_id,lcph_person_id,lcph_cla_id,lcph_plan_code,lcph_plan_rank,lcph_plan_start_date,lcph_plan_end_date,lcph_recorded_date',
      children.flatMap(({ id, plan }) =>
        plan === undefined ? [] : [[`l-${id}`, id, `p-${id}`, 'RETURNEV', '1', plan, '', plan]],
      ),
    ),
  };
}

const shorterLimit = table(
  'authority,measure_id,limit_key,meaning,n,unit,effective_from,effective_to,source,approved_by_role,approved_on',
  [
    [
      'pair',
      'T2',
      'standing',
      'Counted from this long on',
      '4',
      'months',
      '2026-05-15',
      '',
      'Invented',
      '',
      '',
    ],
  ],
);

function authority(children: readonly Child[], extractDate: string, limits?: string): string {
  const yaml = [
    'authority: pair',
    'name: Pair (invented)',
    'procedure: unnamed',
    `extract_date: ${extractDate}`,
    ...(limits === undefined ? [] : ['rules: rules']),
    'sources:',
    '  - adapter: ssd',
    '    folder: files',
    '  - adapter: local',
    '    folder: files',
    '',
  ].join('\n');
  const content = Object.entries(files(children)).map(([name, text]) => [`files/${name}`, text]);
  const rules = limits === undefined ? {} : { 'rules/limits.csv': limits };
  return join(
    folderOf({ 'authority.yaml': yaml, ...rules, ...Object.fromEntries(content) }),
    'authority.yaml',
  );
}

interface Made {
  /** Where the edition's data lies. */
  readonly folder: string;
  readonly id: string;
  readonly told: ChangesFile;
  readonly values: readonly string[];
}

async function made(data: string, yaml: string, asAt: string): Promise<Made> {
  const report = await run({ authorities: [yaml], asAt, data }, silentEffects, rooms);
  expect(report.error).toBeNull();
  const id = report.edition_id ?? '';
  const folder = join(dataFolders(data).editions, id, 'data');
  const told = changesFile.parse(JSON.parse(readFileSync(join(folder, 'changes.json'), 'utf8')));
  return {
    folder,
    id,
    told,
    values: readFileSync(await editionCsv(dirname(folder)), 'utf8')
      .trimEnd()
      .split('\n'),
  };
}

const data = scratchFolder();
const withLimit = scratchFolder();
let first: Made;
let second: Made;
let third: Made;
let limited: Made;

beforeAll(async () => {
  first = await made(data, authority(april, '2026-04-30'), '2026-04-30');
  cpSync(data, withLimit, { recursive: true });
  second = await made(data, authority(may, '2026-06-02'), '2026-05-31');
  third = await made(data, authority(mayAgain, '2026-06-02'), '2026-06-01');
  limited = await made(withLimit, authority(may, '2026-06-02', shorterLimit), '2026-05-31');
}, 1_800_000);

/** `before definition recorded_since real after, late/corrected` of a main line. */
function parts({ told }: Made, measure: string, statistic = 'count', line = 'main'): string | undefined {
  const found = told.changes.find(
    (each) => each.measure_id === measure && each.line === line && each.statistic === statistic,
  );
  if (found === undefined) return undefined;
  const { before, definition, recorded_since, real, after } = found;
  return `${[before, definition, recorded_since, real, after].join(' ')}, ${found.late_recorded_children}/${found.corrected_children}`;
}

describe('from April to May', () => {
  it.each([
    // Six in April; childlate came to light and gone went: six; leaves left, two entered: seven.
    ['B7', 'count', '6 0 0 1 7, 1/1'],
    // steady, gone, leaves; then planlate and corrected instead of gone; then grown instead of leaves.
    ['T2', 'count', '3 0 1 0 4, 1/2'],
    // 3 of 5 plans; 4 of 5; 4 of 4.
    ['T2', 'percentage', '60 0 20 20 100, 1/2'],
    // steady waits since 1 January 2025: 484 days, then 515.
    ['T2', 'longest_days', '484 0 0 31 515, 1/2'],
    // planlate had no plan and has; childlate has none; then the two who entered.
    ['T1', 'count', '1 0 0 2 3, 2/1'],
  ])('%s %s', (measure, statistic, expected) => expect(parts(second, measure, statistic)).toBe(expected));

  it('names the edition before and no changed rule', () => {
    expect(second.told.before).toMatchObject({
      edition_id: first.id,
      as_at_date: '2026-04-30',
      kind: 'working',
    });
    expect([second.told.reason, second.told.rules_changed]).toEqual([null, []]);
  });

  it('tells how the edition before rated every line, as it was published', () => {
    expect(first.told.ratings_before).toEqual([]);
    const rating = second.told.ratings_before.find(
      ({ measure_id, line }) => measure_id === 'T2' && line === 'main',
    );
    const published = first.values.filter(
      (row) => row.includes(',T2,main,') && row.includes(',all,') && row.includes('2026-04-30'),
    );
    expect(rating?.status).toMatch(/^(Red|Amber|Green|Too few)/);
    expect(published.some((row) => row.includes(rating?.status ?? 'none'))).toBe(true);
    const keys = second.told.ratings_before.map((each) => `${each.measure_id} ${each.line}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('says of a line without data, or without a number, why it is not split', () => {
    const reasonOf = (measure: string, line = 'main') =>
      second.told.not_split.find((each) => each.measure_id === measure && each.line === line)?.reason;
    expect(reasonOf('T9')).toBe('It had no value in the edition before.');
    // nobody is on a placement order: a count of nought, but no share of nobody
    expect(parts(second, 'T3')).toBe('0 0 0 0 0, 0/0');
    expect(parts(second, 'T3', 'percentage')).toBeUndefined();
  });

  it.each([
    ['second', () => second],
    ['limited', () => limited],
  ])('the %s edition publishes nothing of what is only compared', (_, edition) => {
    const names = readdirSync(edition().folder);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names)
      expect([name, readFileSync(join(edition().folder, name), 'latin1').includes('pair@')]).toEqual([
        name,
        false,
      ]);
    expect(edition().values.length).toBeGreaterThan(1000);
  });
});

describe('from May to June, with the same extract made again', () => {
  it('a corrected plan is a correction', () => {
    expect(third.told.before?.edition_id).toBe(second.id);
    expect(parts(third, 'T2')).toBe('4 0 -1 0 3, 0/1');
    expect(parts(third, 'B7')).toBe('7 0 0 0 7, 0/0');
    expect(parts(third, 'T2', 'percentage')).toBe('100 0 -25 0 75, 0/1');
  });
});

describe('with a limit that changed from six months to four in May', () => {
  it('the limit is a change of definition, and never of children', () => {
    // By four months April has corrected and grown as well: five; then planlate instead of gone; then without leaves.
    expect(parts(limited, 'T2')).toBe('3 2 0 -1 4, 1/2');
    expect(parts(limited, 'B7')).toBe('6 0 0 1 7, 1/1');
    expect(limited.told.rules_changed).toEqual([
      {
        authority: 'pair',
        measure_id: 'T2',
        meaning:
          'Limit "Counted from this long on" is now 4 months, in force since 2026-05-15; in the edition before it was 6 months.',
      },
    ]);
  });

  it('the month before keeps its own limit, and its revision is told', () => {
    const row = limited.values
      .map((line) => line.split(','))
      .find((cell) => cell.slice(2, 7).join(' ') === 'T2 main count as_at 2026-04-30' && cell[8] === 'all');
    expect(row?.[12]).toBe('4');
    const history = limited.told.revisions.find(
      (each) => each.measure_id === 'T2' && each.line === 'main' && each.as_at_date === '2026-04-30',
    )?.history;
    expect(history).toEqual([
      { edition_as_at: '2026-04-30', edition_id: first.id, value: 60 },
      { edition_as_at: '2026-05-31', edition_id: null, value: 80 },
    ]);
  });
});
