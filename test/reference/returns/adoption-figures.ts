import {
  type AdoptedChild,
  adoptedIn,
  adoptedReasons,
  courtToMatch,
  placedInTime,
  stepDays,
} from './adopted-child.ts';
import { leavers, openOn, type Spell } from './care.ts';
import { type Day, type Window, windowOf, within } from './day.ts';
import type { FigureBook } from './figure-book.ts';
import { adoptiveStays, orderRuns } from './homes.ts';
import type { Told } from './stock-figures.ts';

const both = ['mean_days', 'median_days'] as const;

function indicators(book: FigureBook, { data, spells }: Told, day: Day): void {
  for (const period of ['r12m', 'r36m']) {
    const when = `${period} ${day}`;
    const children = adoptedIn(data, spells, windowOf(period, day));
    const movingIn = children.map(({ entry, movedIn }) => stepDays(entry, movedIn));
    book.days('B30', 'main', when, movingIn, both);
    if (data.has.adopted) book.days('B31', 'main', when, courtToMatch(children), both);
  }
}

const stages: readonly (readonly [
  string,
  (child: AdoptedChild) => number | null,
  'always' | 'decisions' | 'adopted',
])[] = [
  ['main', ({ entry, order }) => stepDays(entry, order), 'always'],
  ['decision', ({ entry, decision }) => stepDays(entry, decision), 'decisions'],
  ['match', ({ decision, match }) => stepDays(decision, match), 'adopted'],
  ['placed', ({ match, placed }) => stepDays(match, placed), 'adopted'],
  ['order', ({ placed, order }) => stepDays(placed, order), 'always'],
];

function stageFigures(book: FigureBook, { data, spells }: Told, day: Day): void {
  for (const period of ['quarter', 'r12m']) {
    const when = `${period} ${day}`;
    const children = adoptedIn(data, spells, windowOf(period, day));
    for (const [line, days, needs] of stages)
      if (needs === 'always' || data.has[needs]) book.days('B32', line, when, children.map(days), both);
    if (data.has.decisions)
      book.share(
        'B33',
        'main',
        when,
        children.filter((child) => placedInTime(child, 12)).length,
        children.length,
      );
  }
}

/** Children with a step on a day of the window on which they were looked after, each once. */
function having(told: Told, window: Window, steps: (spell: Spell) => readonly Day[]): number {
  const taken = told.spells.filter((spell) =>
    steps(spell).some((day) => within(window, day) && openOn(spell, day)),
  );
  return new Set(taken.map(({ child }) => child)).size;
}

function pipeline(book: FigureBook, told: Told, day: Day): void {
  const { data } = told;
  for (const period of ['month', 'r12m']) {
    const [window, when] = [windowOf(period, day), `${period} ${day}`];
    const step = (line: string, steps: (spell: Spell) => readonly Day[]): void =>
      book.count('B36', line, when, having(told, window, steps));
    book.count('B36', 'main', when, leavers(told.spells, window, adoptedReasons).length);
    step('placement_orders', ({ period: care }) => orderRuns(care.episodes).map(({ start }) => start));
    step('placements', ({ period: care }) => adoptiveStays(care.episodes).map(({ start }) => start));
    if (data.has.decisions)
      step('decisions', ({ child }) => (data.decisions.get(child) ?? []).map(({ on }) => on));
    if (data.has.adopted)
      step('matches', ({ child }) => (data.adopted.get(child) ?? []).flatMap(({ match }) => match ?? []));
  }
}

/** Measures of adoption: B30, B31, B32, B33, B36. */
export function adoptionFigures(book: FigureBook, told: Told, day: Day): void {
  indicators(book, told, day);
  stageFigures(book, told, day);
  pipeline(book, told, day);
}
