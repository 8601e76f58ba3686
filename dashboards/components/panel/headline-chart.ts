import {
  type PanelFigure,
  type PanelQuestion,
  sentenceParts,
} from '../../../pipeline/edition/panel-format.ts';
import { quarterChart } from '../../chart/quarter.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { type Markup, trusted } from '../markup.ts';

/** The figure that answers a question, over time, the oldest first: the one that its sentence prints first. */
function headlineFigures(edition: PanelEdition, { answer }: PanelQuestion): readonly PanelFigure[] {
  const key = sentenceParts(answer).find((part) => part.key !== '')?.key;
  const found = edition.figures.get(key ?? '');
  if (found === undefined) return [];
  return edition.paper.figures
    .filter(
      (each) =>
        each.question === found.question &&
        each.measure_id === found.measure_id &&
        each.line === found.line &&
        each.statistic === found.statistic &&
        each.step === found.step &&
        each.breakdown === 'all',
    )
    .sort((a, b) => (a.to_date < b.to_date ? -1 : 1));
}

/** A small picture of how the answer to a question has moved; null where too little of it is printed. */
export function headlineChart(edition: PanelEdition, question: PanelQuestion): Markup | null {
  const figures = headlineFigures(edition, question);
  const chart = quarterChart(figures[0]?.label ?? '', figures);
  if (chart === null) return null;
  return trusted(chart.text.replace('in the tables below', 'on the page of the question'));
}
