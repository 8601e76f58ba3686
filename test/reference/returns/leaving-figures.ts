import { adoptedReasons } from './adopted-child.ts';
import { lastOfEach, leavers, type Spell, starters } from './care.ts';
import { addMonths, type Day, daysBetween, type Window, windowOf, within } from './day.ts';
import type { FigureBook } from './figure-book.ts';
import type { Told } from './stock-figures.ts';

const guardianship: ReadonlySet<string> = new Set(['E43', 'E44', 'E45', 'E46', 'E47', 'E48']);
const arrangements: ReadonlySet<string> = new Set(['E41']);
const home: ReadonlySet<string> = new Set(['E4A', 'E4B']);
const legal: ReadonlySet<string> = new Set([...adoptedReasons, ...guardianship, ...arrangements]);

const having = (spells: readonly Spell[], reasons: ReadonlySet<string>): number =>
  spells.filter(({ endReason }) => reasons.has(endReason ?? '')).length;

function waysOut(book: FigureBook, { data, spells }: Told, window: Window, when: string): void {
  const left = leavers(spells, window);
  const young = left.filter(({ child, end }) => {
    const born = data.births.get(child);
    return born !== undefined && (end ?? '') < addMonths(born, 16 * 12);
  });
  const share = (measure: string, line: string, of: readonly Spell[], reasons: ReadonlySet<string>): void =>
    book.share(measure, line, when, having(of, reasons), of.length);
  share('B25', 'main', left, legal);
  share('B25', 'adoption', left, adoptedReasons);
  share('B25', 'special_guardianship', left, guardianship);
  share('B25', 'child_arrangements', left, arrangements);
  book.count('B28', 'main', when, having(left, adoptedReasons));
  share('B29', 'main', left, adoptedReasons);
  share('B29', 'under_16', young, adoptedReasons);
  book.count('B40', 'main', when, having(left, guardianship));
  share('B41', 'main', left, guardianship);
  share('B41', 'under_16', young, guardianship);
  share('B43', 'main', left, arrangements);
  share('B44', 'main', left, home);
  share('B44', 'planned', left, new Set(['E4A']));
  share('B44', 'not_planned', left, new Set(['E4B']));
}

function timeToPermanence(book: FigureBook, { spells }: Told, window: Window, when: string): void {
  const left = leavers(spells, window);
  const line = (name: string, reasons: ReadonlySet<string>): void => {
    const days = left
      .filter(({ endReason }) => reasons.has(endReason ?? ''))
      .map(({ start, end }) => daysBetween(start, end ?? start));
    book.days('B26', name, when, days, ['median_days']);
  };
  line('main', legal);
  line('adoption', adoptedReasons);
  line('special_guardianship', guardianship);
  line('child_arrangements', arrangements);
  line('return_home', home);
}

/** Returns home whose months of follow-up end in the window, each child by the last; and who came back within them. */
function reEntry(book: FigureBook, { spells }: Told, window: Window, when: string): void {
  for (const [line, months] of [
    ['main', 12],
    ['within_24_months', 24],
  ] as const) {
    const until = ({ end }: Spell): Day => addMonths(end ?? '', months);
    const exits = spells.filter((spell) => home.has(spell.endReason ?? '') && within(window, until(spell)));
    const last = lastOfEach(exits, ({ end }) => end ?? '');
    const back = last.filter((exit) =>
      spells.some(
        ({ child, period, start }) =>
          child === exit.child && period !== exit.period && start >= (exit.end ?? '') && start <= until(exit),
      ),
    );
    book.share('B46', line, when, back.length, last.length);
  }
}

/** Measures of who came and went: B9, B10, B25, B26, B28, B29, B40, B41, B43, B44, B46. */
export function leavingFigures(book: FigureBook, told: Told, day: Day): void {
  for (const period of ['month', 'r12m']) {
    const [window, when] = [windowOf(period, day), `${period} ${day}`];
    book.count('B9', 'main', when, starters(told.spells, window).length);
    book.count('B10', 'main', when, leavers(told.spells, window).length);
    waysOut(book, told, window, when);
  }
  for (const period of ['quarter', 'r12m']) {
    const [window, when] = [windowOf(period, day), `${period} ${day}`];
    timeToPermanence(book, told, window, when);
    reEntry(book, told, window, when);
  }
}
