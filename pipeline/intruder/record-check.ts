/** Rows of data: a number beside the key of a hidden figure, or one that is no printed figure. */
import type { Breach } from './breach.ts';
import type { Row } from './data-file.ts';
import { type Figure, type FigureBook, isHidden, nameOf, tableOf } from './figure-book.ts';
import type { Scope } from './scope.ts';
import { readShown } from './shown.ts';
import { checkText } from './text-check.ts';

/** What a row gives away. */
export function checkRow(row: Row, scope: Scope, book: FigureBook): Breach[] {
  const figure = keyIn(row, book);
  if (figure !== undefined) return beside(row, figure, scope);
  const isKey = (text: string): boolean => book.byKey.has(text);
  const strict = { ...scope, strict: true };
  const fields = Object.entries(row).filter(([name, value]) => !isKey(value) && name !== 'position');
  const prose = fields.filter(([, value]) => isProse(value));
  const text = fields
    .filter(([, value]) => !isProse(value))
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
  return [
    ...prose.flatMap(([, said]) => checkText({ where: 'text', at: 'a row of data', text: said }, strict)),
    ...checkText({ where: 'record', at: 'a row of data', text }, strict),
  ];
}

/** Whole sentences speak of several figures, as a page does. */
const isProse = (value: string): boolean => /\s.*[.?!]$/.test(value);

/** The figure whose key a row holds, with or without the question in front. */
function keyIn(row: Row, book: FigureBook): Figure | undefined {
  for (const value of Object.values(row)) {
    if (!value.includes('.')) continue;
    const found = book.byKey.get(value) ?? book.figures.find(({ key }) => key.endsWith(`.${value}`));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Beside a key only the printed number may stand. */
function beside(row: Row, figure: Figure, { file }: Scope): Breach[] {
  const own = new Set([figure.key, figure.text, figure.date, figure.label, figure.group, figure.measure]);
  const others = Object.values(row).filter((value) => {
    const { value: number, mark } = readShown(value);
    const plain = /^[-\d.,%\s]+$/.test(value) && number !== null;
    return !own.has(value) && mark === null && plain && number !== figure.shown.value;
  });
  if (others.length === 0) return [];
  const kind = isHidden(figure) ? 'hidden_figure_by_key' : 'number_beside_key';
  const what = `a number stands beside the key of ${nameOf(figure)}${isHidden(figure) ? ', which is hidden' : ''}.`;
  return [{ table: tableOf(figure), kind, file, equations: [], what }];
}
