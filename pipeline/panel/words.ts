/** Plain English for a paper: sentences made from printed figures alone, which they carry as `[[KEY|TEXT]]`. */
import type { PanelFigure } from '../edition/panel-format.ts';
import { type Period, periodWords } from './calendar.ts';
import type { PanelLine } from './sets.ts';

export const placed = ({ key, shown }: PanelFigure): string => `[[${key}|${shown}]]`;

/** With what a rounded number must be read. */
const about = ({ kind }: PanelFigure): string => (kind === 'rounded' ? 'about ' : '');

const units: Readonly<Record<PanelLine['unit_kind'], string>> = {
  child: 'children',
  family: 'families',
  household: 'families',
  event: 'meetings',
  place: 'places',
};

type Found = ReadonlyMap<string, PanelFigure>;

/**
 * A line in words, in the period of its figures; where a number is missing, why. `called` names the line there, unless the
 * question above the sentence already does.
 */
export function sentence(line: PanelLine, found: Found, period: Period, called = line.column): string {
  const [first] = found.values();
  const figures = [...found.values()];
  const when = period.from === null ? '' : ` in ${periodWords(period)}`;
  const named = (words: string): string => (called === '' ? capital(words) : `“${called}”: ${words}`);
  if (first === undefined || figures.some(({ kind }) => kind === 'unknown')) return named('we do not know.');
  const isAverage = line.sentence_few !== '';
  if (isAverage && figures.some(({ kind }) => kind === 'hidden' || kind === 'nothing'))
    return capital(line.sentence_few.replaceAll('{period}', periodWords(period)));
  const count = found.get('count');
  if (found.get('percentage')?.kind === 'nothing') return named(`there was nobody to count${when}.`);
  if (count !== undefined && count.kind === 'band' && count.lower === 0 && count.shown.endsWith(' in all'))
    return named(`too few ${units[line.unit_kind]} to say, ${placed(count)}${when}.`);
  if ((count ?? first).kind === 'hidden') return named(`this number is hidden to protect children${when}.`);
  return capital(filled(line.sentence, found, period));
}

function filled(template: string, found: Found, period: Period): string {
  const one = found.get('count')?.value === 1;
  return template
    .replace(/\{([^{}|]*)\|([^{}|]*)\}/g, (_, single: string, several: string) => (one ? single : several))
    .replaceAll('{period}', periodWords(period))
    .replaceAll('{share}', () => share(found))
    .replace(/\{([a-z_]+)\}/g, (_, name: string) => number(found.get(name)));
}

/** None is said in words, not as "0 children"; but "0 days" is a number. */
function number(figure: PanelFigure | undefined): string {
  if (figure === undefined) return '';
  if (figure.value === 0 && figure.statistic === 'count') return 'no';
  return `${about(figure)}${placed(figure)}`;
}

/** 20% (12) of; all (60) of; none of; fewer than ten of. */
function share(found: Found): string {
  const [percent, count] = [found.get('percentage'), found.get('count')];
  if (percent === undefined || count === undefined) return '';
  if (count.kind === 'band') return `${placed(count)} of`;
  if (count.value === 0) return 'none of';
  if (percent.shown === '100%' && percent.kind === 'exact')
    return count.kind === 'exact' ? `all ${placed(count)} of` : `all (${about(count)}${placed(count)}) of`;
  if (percent.kind === 'hidden') return `${about(count)}${placed(count)} of`;
  return `${about(percent)}${placed(percent)} (${placed(count)}) of`;
}

/** The first letter of a sentence; that of a figure stays as the figure is printed, and the page raises it. */
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
