/**
 * Through the real door: the same eight children as a 903 return and as SSD tables, worked by hand, and their
 * placement stability in the edition.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentEffects } from '../../pipeline/effects.ts';
import { dataFolders } from '../../pipeline/folders.ts';
import { type Rooms, realRooms } from '../../pipeline/run/rooms.ts';
import { run } from '../../pipeline/run/run.ts';
import { liveEdition } from '../../pipeline/shelf/live.ts';
import { deriveInProcess } from '../models/rendered-model.ts';
import { smallRooms } from '../pipeline/run/small-rooms.ts';
import { editionCsv } from '../support/edition-csv.ts';
import { csv, type Files, folderOf, scratchFolder } from '../support/source-folder.ts';

/** start, end, reason for the new episode, legal status, placement type, postcode, reason it ceased */
type Episode = readonly [string, string, string, string, string, string, string];
interface Child {
  readonly id: string;
  readonly birth: string;
  readonly episodes: readonly Episode[];
}

// Described: 31 March 2025. Twelve months begin on 1 April 2024, twenty-four on 1 April 2023; two and a half years on 30 September 2022.
const children: readonly Child[] = [
  {
    // Hospital and back is no placement, nor are some hours elsewhere: Q1, Q2, Q3.
    id: '1',
    birth: '2014-05-01',
    episodes: [
      ['2023-01-01', '2024-06-01', 'S', 'C2', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-06-01', '2024-06-10', 'P', 'C2', 'T1', '', 'X1'],
      ['2024-06-10', '2024-10-01', 'P', 'C2', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-10-01', '2024-10-01', 'P', 'C2', 'U6', 'QQ9 9ZZ', 'X1'],
      ['2024-10-01', '2025-01-10', 'P', 'C2', 'U6', 'QQ2 2BB', 'X1'],
      ['2025-01-10', '', 'P', 'C2', 'K2', 'QQ3 3CC', ''],
    ],
  },
  {
    // A change of legal status and a move of house with the carers are none: two placements.
    id: '2',
    birth: '2014-05-01',
    episodes: [
      ['2023-05-01', '2024-05-01', 'S', 'C1', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-05-01', '2024-07-01', 'P', 'C1', 'U6', 'QQ2 2BB', 'X1'],
      ['2024-07-01', '2024-09-01', 'L', 'C2', 'U6', 'QQ2 2BB', 'X1'],
      ['2024-09-01', '', 'T', 'C2', 'U6', 'QQ4 4DD', ''],
    ],
  },
  {
    // The foster carers adopt: one home since June 2022.
    id: '3',
    birth: '2021-05-01',
    episodes: [
      ['2022-06-01', '2024-05-01', 'S', 'C2', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-05-01', '2024-09-01', 'L', 'E1', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-09-01', '', 'U', 'E1', 'A5', '', ''],
    ],
  },
  {
    // Others adopt: ten months with them, and the home before since January 2022.
    id: '4',
    birth: '2021-05-01',
    episodes: [
      ['2022-01-01', '2024-06-01', 'S', 'C2', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-06-01', '', 'B', 'E1', 'A6', '', ''],
    ],
  },
  {
    // Sixteen on the day itself.
    id: '5',
    birth: '2009-03-31',
    episodes: [['2020-01-01', '', 'S', 'C2', 'U4', 'QQ1 1AA', '']],
  },
  {
    // Two years in this home tomorrow.
    id: '6',
    birth: '2014-05-01',
    episodes: [
      ['2022-01-01', '2023-04-01', 'S', 'C2', 'U6', 'QQ1 1AA', 'X1'],
      ['2023-04-01', '', 'P', 'C2', 'U6', 'QQ2 2BB', ''],
    ],
  },
  {
    // In care twice in the year: two placements and one.
    id: '7',
    birth: '2014-05-01',
    episodes: [
      ['2024-05-01', '2024-06-01', 'S', 'V2', 'U6', 'QQ1 1AA', 'X1'],
      ['2024-06-01', '2024-08-01', 'P', 'V2', 'U6', 'QQ2 2BB', 'E4A'],
      ['2025-01-01', '', 'S', 'V2', 'U6', 'QQ3 3CC', ''],
    ],
  },
  {
    // Three placements in twenty-four months, one in twelve.
    id: '8',
    birth: '2014-05-01',
    episodes: [
      ['2022-01-01', '2023-06-01', 'S', 'C2', 'U6', 'QQ1 1AA', 'X1'],
      ['2023-06-01', '2023-09-01', 'P', 'C2', 'U6', 'QQ2 2BB', 'X1'],
      ['2023-09-01', '', 'P', 'C2', 'U6', 'QQ3 3CC', ''],
    ],
  },
];

const uk = (day: string): string => day.split('-').reverse().join('/');

/** The returns of the years to 31 March 2020 and on: each lists what was open in its year, as it stood at its end. */
const years = [2020, 2021, 2022, 2023, 2024, 2025];
const listed = (year: number): { id: string; birth: string; row: Episode }[] =>
  children.flatMap(({ id, birth, episodes }) =>
    episodes
      .filter(([from, to]) => from <= `${year}-03-31` && (to === '' || to >= `${year - 1}-04-01`))
      .map(([from, to, rne, ls, place, post, rec]) => {
        const isOver = to !== '' && to <= `${year}-03-31`;
        return { id, birth, row: [from, isOver ? to : '', rne, ls, place, post, isOver ? rec : ''] as const };
      }),
  );

const return903: Files = {
  'authority.yaml': yaml('by-return', 'ssda903'),
  ...Object.fromEntries(
    years.flatMap((year) => {
      const rows = listed(year);
      const header = new Set(rows.map(({ id, birth }) => `${id},F,${uk(birth)},WBRI`));
      const episodes = rows.map(
        ({ id, row: [from, to, rne, ls, place, post, rec] }) =>
          `${id},${uk(from)},${rne},${ls},N1,${place},,${uk(to)},${rec},,${post},`,
      );
      return [
        [`${year}/header.csv`, csv('CHILD,SEX,DOB,ETHNIC', ...header)],
        [
          `${year}/episodes.csv`,
          csv(
            'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,PL_POST,URN',
            ...episodes,
          ),
        ],
      ];
    }),
  ),
};

/** Period of care of each episode: a new one at each start. */
const numbered = children.flatMap(({ id, episodes }) => {
  let period = 0;
  return episodes.map((episode, at) => {
    if (episode[2] === 'S') period += 1;
    return { id, at, period: `C${id}-${period}`, episode };
  });
});

const tables: Files = {
  'authority.yaml': yaml('by-tables', 'ssd'),
  'person.csv': csv(
    'pers_person_id,pers_sex,pers_ethnicity,pers_dob',
    ...children.map(({ id, birth }) => `${id},F,WBRI,${birth}`),
  ),
  'episodes.csv': csv(
    'clae_cla_episode_id,clae_person_id,clae_cla_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason',
    ...numbered.map(
      ({ id, at, period, episode: [from, to, rne, , , , rec] }) =>
        `E${id}-${at},${id},${period},${from},${rne},${to},${rec}`,
    ),
  ),
  'placement.csv': csv(
    'clap_cla_placement_id,clap_person_id,clap_cla_id,clap_cla_placement_start_date,clap_cla_placement_end_date,clap_cla_placement_type,clap_cla_placement_postcode',
    ...numbered
      .filter(({ episode }) => episode[2] !== 'L')
      .map(({ id, at, period, episode }) => {
        const [from, to, , , place, post] = episode;
        const after = numbered.find((each) => each.id === id && each.at === at + 1)?.episode;
        return `P${id}-${at},${id},${period},${from},${after?.[2] === 'L' ? after[1] : to},${place},${post}`;
      }),
  ),
  'status.csv': csv(
    'lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date',
    ...numbered.map(({ id, at, episode: [from, to, , ls] }) => `L${id}-${at},${id},${ls},${from},${to}`),
  ),
};

function yaml(authority: string, adapter: string): string {
  return `authority: ${authority}\nname: ${authority} (invented)\nprocedure: hertfordshire\nextract_date: 2025-03-31\nsources:\n  - adapter: ${adapter}\n    folder: .\n`;
}

const data = scratchFolder();
let cells: string[][] = [];

/** All rooms are the real ones but the site, which adds no figure, and the process in which the models run. */
const { beginSite: _, buildPages: __, ...others } = realRooms;
const rooms: Rooms = { ...others, buildSite: smallRooms.buildSite, derive: deriveInProcess };

beforeAll(async () => {
  const authorities = [return903, tables].map((files) => join(folderOf(files), 'authority.yaml'));
  const report = await run({ authorities, asAt: '2025-03-31', data }, silentEffects, rooms);
  expect(report.outcome, JSON.stringify(report.error)).toBe('published');
  const edition = liveEdition(dataFolders(data)) ?? '';
  const file = await editionCsv(join(data, 'editions', 'board', edition));
  cells = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((row) => row.split(','));
}, 400_000);

/** `numerator/denominator` of a total on 31 March 2025. */
function count(authority: string, measure: string): string {
  const row = cells.find(
    (cell) =>
      cell.slice(1, 7).join(' ') === `${authority} ${measure} main count as_at 2025-03-31` &&
      cell[8] === 'all',
  );
  return `${row?.[10]}/${row?.[11]}`;
}

describe.each(['by-return', 'by-tables'])('eight children, %s', (authority) => {
  it.each([
    // 1 and 7
    ['B19', '2/8'],
    // of all but 2 and 7, who came later: 1 and 8
    ['B20', '2/6'],
    // of 3, 4, 6 and 8: 3 and 4
    ['B21', '2/4'],
  ])('%s is %s', (measure, expected) => {
    expect(count(authority, measure)).toBe(expected);
  });
});
