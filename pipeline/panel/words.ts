/** Plain English for a Panel paper: days in words and sentences made from printed figures alone. */
import { type PanelFigure, type PanelMark, panelMarks } from '../edition/panel-format.ts';

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

const hiddenSentence = 'This number is hidden to protect children.';

/** What is said in place of a sentence with a figure behind a mark: what the mark means, and no more. */
const inPlaceOf: Readonly<Record<PanelMark, string>> = {
  '[c]': hiddenSentence,
  '[x]': 'This number is not available.',
  '[z]': 'There is nothing to work this number out from.',
  '[low]': 'This number is more than none, but rounds to nothing.',
};

/** The mark that keeps a sentence from being said; the one that says least comes first. */
export function markOf(template: string, figures: ReadonlyMap<string, PanelFigure>): PanelMark | null {
  const shown = namesIn(template).map((name) => figures.get(name)?.shown ?? '[x]');
  return panelMarks.find((mark) => shown.includes(mark)) ?? null;
}

/**
 * Fills the sentence of a line with printed figures. Where one of them is behind a mark, the sentence of the mark is said
 * instead: a sentence with a gap would say what the mark does not.
 *
 * @example sentence('We care for {count} {child|children}.', new Map([['count', figure]])) // 'We care for 1,000 children.'
 */
export function sentence(template: string, figures: ReadonlyMap<string, PanelFigure>): string {
  const mark = markOf(template, figures);
  if (mark !== null) return inPlaceOf[mark];
  const one = figures.get('count')?.value === 1;
  const said = template
    .replace(/\{([^{}|]*)\|([^{}|]*)\}/g, (_, single: string, several: string) => (one ? single : several))
    .replace(placeholder, (_, name: string) => figures.get(name)?.shown ?? '');
  return noneInWords(said);
}

const placeholder = /\{([a-z_]+)\}/g;
const namesIn = (template: string): string[] =>
  [...template.matchAll(placeholder)].map((match) => match[1] ?? '');

/** None is said in words, not as "0 children"; but a rate of "0 for every 10,000", or "0 days", is a number. */
function noneInWords(said: string): string {
  const text = said.replace(/(?<![\d,.])0 (?!(?:for|days)\b)(?=\p{L})/gu, 'no ').replace('(0)', '(none)');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
