import { adoptionFigures } from './adoption-figures.ts';
import { allSpells } from './care.ts';
import { asAtDays, type Day } from './day.ts';
import { FigureBook } from './figure-book.ts';
import { leavingFigures } from './leaving-figures.ts';
import { readReturn } from './return-files.ts';
import { residenceOf } from './stability.ts';
import { stockFigures } from './stock-figures.ts';

/** Every figure that the return files of a folder give at every as-at day of a run. */
export function returnFigures(folder: string, asAt: Day): Map<string, string> {
  const data = readReturn(folder);
  const spells = allSpells(data);
  const told = { data, spells, residence: residenceOf(data, spells) };
  const book = new FigureBook();
  for (const day of asAtDays(asAt)) {
    stockFigures(book, told, day);
    leavingFigures(book, told, day);
    adoptionFigures(book, told, day);
  }
  return book.figures;
}
