import { lookedAfter, type Spell, starters } from './care.ts';
import { addMonths, type Day, windowOf } from './day.ts';
import type { FigureBook } from './figure-book.ts';
import { livingIn } from './homes.ts';
import type { Return } from './return-files.ts';
import { placementsIn, type Residence, sameHomeSince } from './stability.ts';

/** DfE age bands: line, from, below. */
const bands = [
  ['under_1', 0, 1],
  ['1_to_4', 1, 5],
  ['5_to_9', 5, 10],
  ['10_to_15', 10, 16],
  ['16_and_17', 16, 18],
] as const;

const foster = /^(U[1-6]|F[1-6]|Q[12])$/;
/** Lines of the placement mix (B13, exact definition; groups.csv). */
const mix: readonly (readonly [string, RegExp])[] = [
  ['foster', foster],
  ['foster_relative', /^U[123]$/],
  ['foster_other', /^(U[456]|F[1-6]|Q[12])$/],
  ['homes_and_secure', /^K[12]$/],
  ['supported', /^(K3|H[1-5]|P2)$/],
  ['with_parents', /^P1$/],
  ['placed_for_adoption', /^A[1-6]$/],
  ['other_residential', /^(R[1235]|S1)$/],
  ['other', /^(P3|Z1[1-4]?|M[23]|DQ|T[0-4])$/],
  ['unknown', /^$/],
];

const yearsOn = (born: Day, day: Day, years: number): boolean => addMonths(born, years * 12) <= day;

export interface Told {
  readonly data: Return;
  readonly spells: readonly Spell[];
  readonly residence: Residence;
}

function unaccompaniedOn(data: Return, child: string, day: Day): boolean {
  const until = data.unaccompanied.get(child);
  return until !== undefined && (until === null || day < until);
}

function unaccompanied(book: FigureBook, { data, spells }: Told, day: Day, when: string): void {
  if (data.unaccompanied.size === 0) return;
  const children = lookedAfter(spells, day);
  const started = starters(spells, windowOf('r12m', day));
  const alone = children.filter(({ child }) => unaccompaniedOn(data, child, day));
  const startedAlone = started.filter(({ child, start }) => unaccompaniedOn(data, child, start));
  book.share('B11', 'main', when, alone.length, children.length);
  book.share('B11', 'starts', when, startedAlone.length, started.length);
}

function ages(book: FigureBook, { data, spells }: Told, day: Day, when: string): void {
  const children = lookedAfter(spells, day);
  const births = children.map(({ child }) => data.births.get(child));
  book.count('B12', 'main', when, children.length);
  for (const [line, from, below] of bands) {
    const within = births.filter((born) => born && yearsOn(born, day, from) && !yearsOn(born, day, below));
    book.share('B12', line, when, within.length, children.length);
  }
  book.share('B12', 'age_unknown', when, births.filter((born) => !born).length, children.length);
}

function placementMix(book: FigureBook, { spells }: Told, day: Day, when: string): void {
  const places = lookedAfter(spells, day).map(({ period }) => livingIn(period.episodes, day) ?? '');
  book.count('B13', 'main', when, places.length);
  for (const [line, codes] of mix)
    book.share('B13', line, when, places.filter((place) => codes.test(place)).length, places.length);
}

function stability(book: FigureBook, { data, spells, residence }: Told, day: Day, when: string): void {
  const children = lookedAfter(spells, day);
  const moved = (among: readonly Spell[], months: number): number =>
    among.filter(({ child }) => placementsIn(residence, child, day, months) >= 3).length;
  book.share('B19', 'main', when, moved(children, 12), children.length);
  const twoYears = children.filter(({ start }) => addMonths(start, 24) <= day);
  book.share('B20', 'main', when, moved(twoYears, 24), twoYears.length);
  const settled = children.filter(({ child, start }) => {
    const born = data.births.get(child);
    return born !== undefined && !yearsOn(born, day, 16) && addMonths(start, 30) <= day;
  });
  const staying = settled.filter((spell) => {
    const since = sameHomeSince(residence, spell, day);
    return since !== null && addMonths(since, 24) <= day;
  });
  book.share('B21', 'main', when, staying.length, settled.length);
}

/** Measures of the children looked after on a day: B7, B11, B12, B13, B19, B20, B21. */
export function stockFigures(book: FigureBook, told: Told, day: Day): void {
  const when = `as_at ${day}`;
  book.count('B7', 'main', when, lookedAfter(told.spells, day).length);
  unaccompanied(book, told, day, when);
  ages(book, told, day, when);
  placementMix(book, told, day, when);
  stability(book, told, day, when);
}
