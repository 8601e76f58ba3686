/** Plain English for a Panel paper: days in words and sentences made from printed figures alone. */
import type { PanelFigure } from '../edition/panel-format.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** 2026-06-30 is 30 June 2026. */
export function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  return `${date} ${months[month - 1] ?? ''} ${year}`;
}

export const hiddenSentence = 'This number is hidden to protect children.';

/**
 * Fills the sentence of a line with printed figures. Null when one of them is behind a mark: a sentence with a gap
 * would say what the mark does not.
 *
 * @example sentence('We care for {count} children.', new Map([['count', figure]])) // 'We care for 1,000 children.'
 */
export function sentence(template: string, figures: ReadonlyMap<string, PanelFigure>): string | null {
  let whole = true;
  const said = template.replace(/\{([a-z_]+)\}/g, (_, name: string) => {
    const figure = figures.get(name);
    if (figure === undefined || figure.value === null) whole = false;
    return figure?.shown ?? '';
  });
  return whole ? noneInWords(said) : null;
}

/** None is said in words, not as "0 children". */
function noneInWords(said: string): string {
  const text = said
    .replace(/(^|\. )0 (children|decisions|foster families)\b/g, '$1No $2')
    .replace(/\b0 (children|decisions)\b/g, 'no $1');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
