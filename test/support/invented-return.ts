import { addDays } from '../../sources/days.ts';

export type Row = Readonly<Record<string, string>>;

/** A return of invented children, by file; cells are texts, days as ISO. */
export interface Return {
  readonly header: readonly Row[];
  readonly episodes: readonly Row[];
  readonly reviews: readonly Row[];
}

const ethnicities = ['WBRI', 'BAFR', 'MWBC', 'AIND'];

/** Forty children, of whom the first 32 are in care on 31 March 2025; every child has two episodes of one period. */
export function base(): Return {
  const children = Array.from({ length: 40 }, (_, n) => child(n));
  return {
    header: children.map(({ header }) => header),
    episodes: children.flatMap(({ episodes }) => episodes),
    reviews: children.flatMap(({ reviews }) => reviews),
  };
}

function child(n: number): { header: Row; episodes: Row[]; reviews: Row[] } {
  const CHILD = String(810001 + n);
  const DOB = addDays('2009-02-05', 97 * n);
  const start = addDays('2022-05-13', 19 * n);
  const move = addDays(start, 120);
  const left = n < 32 ? '' : addDays('2024-06-04', 25 * (n - 32));
  const episode = { CHILD, CIN: 'N1', HOME_POST: 'ZZ1 1AA' };
  return {
    header: {
      CHILD,
      SEX: n % 2 === 0 ? '1' : '2',
      DOB,
      ETHNIC: ethnicities[n % 4] ?? '',
      UPN: 'UN1',
      MOTHER: '',
      MC_DOB: '',
    },
    episodes: [
      {
        ...episode,
        DECOM: start,
        RNE: 'S',
        LS: 'C1',
        PLACE: 'U4',
        PLACE_PROVIDER: 'PR1',
        DEC: move,
        REC: 'X1',
        REASON_PLACE_CHANGE: 'CARPL',
        PL_POST: 'ZZ1 2AA',
        URN: 'SC000001',
      },
      {
        ...episode,
        DECOM: move,
        RNE: 'B',
        LS: 'C2',
        PLACE: 'U6',
        PLACE_PROVIDER: 'PR4',
        DEC: left,
        REC: left === '' ? '' : 'E4A',
        REASON_PLACE_CHANGE: '',
        PL_POST: 'ZZ1 3AA',
        URN: 'SC000002',
      },
    ],
    reviews: [20, 110, 280].map((after) => ({
      CHILD,
      DOB,
      REVIEW: addDays(start, after),
      REVIEW_CODE: 'PN1',
    })),
  };
}

/** Cells of the rows that a condition picks, replaced. */
export const changed = (rows: readonly Row[], change: (row: Row, at: number) => Row | null): Row[] =>
  rows.map((row, at) => change(row, at) ?? row);

/** Every id of a return, rewritten. */
export const withIds = (rows: readonly Row[], id: (child: string) => string): Row[] =>
  rows.map((row) => ({ ...row, CHILD: id(row['CHILD'] ?? '') }));

const isDay = /^\d{4}-\d{2}-\d{2}$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Ways of writing a day. */
export const notations = {
  british: (day: string) => day.split('-').reverse().join('/'),
  short: (day: string) => day.split('-').reverse().map(Number).join('/'),
  american: (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`,
  americanTime: (day: string) => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)} 12:00:00 AM`,
  oracle: (day: string) =>
    `${day.slice(8)}-${months[Number(day.slice(5, 7)) - 1]?.toUpperCase()}-${day.slice(2, 4)}`,
  named: (day: string) => `${Number(day.slice(8))}-${months[Number(day.slice(5, 7)) - 1]}-${day.slice(0, 4)}`,
  sqlServer: (day: string) =>
    `${months[Number(day.slice(5, 7)) - 1]} ${String(Number(day.slice(8))).padStart(2)} ${day.slice(0, 4)} 12:00AM`,
  time: (day: string) => `${day} 00:00:00.000`,
  serial: (day: string) => String((Date.parse(day) - Date.parse('1899-12-30')) / 86_400_000),
  compact: (day: string) => day.replaceAll('-', ''),
} as const;

export interface Layout {
  readonly separator?: string;
  readonly notation?: (day: string) => string;
  readonly header?: (name: string) => string;
  readonly eol?: string;
}

/** CSV text of rows; cells that hold the separator or a quote are quoted. */
export function csvOf(rows: readonly Row[], layout: Layout = {}): string {
  const {
    separator = ',',
    notation = notations.british,
    header = (name: string) => name,
    eol = '\n',
  } = layout;
  const names = Object.keys(rows[0] ?? {});
  const cell = (text: string): string => {
    const written = isDay.test(text) ? notation(text) : text;
    return written.includes(separator) || written.includes('"')
      ? `"${written.replaceAll('"', '""')}"`
      : written;
  };
  const lines = rows.map((row) => names.map((name) => cell(row[name] ?? '')).join(separator));
  return [names.map(header).join(separator), ...lines, ''].join(eol);
}

/** The three files of a return under a folder. */
export const filesOf = (given: Return, folder = '', layout: Layout = {}): Record<string, string> =>
  Object.fromEntries(
    (['header', 'episodes', 'reviews'] as const).map((kind) => [
      `${folder}${kind}.csv`,
      csvOf(given[kind], layout),
    ]),
  );

/** The return of the year before: what was known on 31 March 2024. */
export function yearBefore(given: Return): Return {
  const end = '2024-04-01';
  const known = given.episodes.filter((row) => (row['DECOM'] ?? '') < end);
  const children = new Set(known.map((row) => row['CHILD']));
  return {
    header: given.header.filter((row) => children.has(row['CHILD'])),
    episodes: known.map((row) =>
      (row['DEC'] ?? '') >= end ? { ...row, DEC: '', REC: '', REASON_PLACE_CHANGE: '' } : row,
    ),
    reviews: given.reviews.filter((row) => (row['REVIEW'] ?? '') < end),
  };
}

/** The return of the year to 31 March 2025: children in care at any time in it. */
export function thisYear(given: Return): Return {
  const episodes = given.episodes.filter((row) => row['DEC'] === '' || (row['DEC'] ?? '') >= '2024-04-01');
  const children = new Set(episodes.map((row) => row['CHILD']));
  return {
    header: given.header.filter((row) => children.has(row['CHILD'])),
    episodes,
    reviews: given.reviews.filter((row) => children.has(row['CHILD'])),
  };
}
