import { type Block, captionOf, measureOf } from './block.ts';
import { longDay } from './day.ts';
import { limitsOf, lineOf, targetOf } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { proposedWords } from './sentence.ts';
import { table } from './table.ts';

function agreement(agreed: boolean): Markup {
  return agreed ? html`agreed` : html`<span class="flag">${proposedWords}</span>`;
}

function unitText(n: number, unit: string): string {
  return `${n} ${n === 1 ? unit.replace(/s$/, '') : unit}`;
}

/** Time limits and rating rules in force on the as-at date, each with its source and whether it is agreed. */
export const measureRules: Block = (context) => {
  const measure = measureOf(context);
  const { authority } = context.authority;
  const asAt = context.edition.manifest.as_at_date;
  const limits = limitsOf(measure, authority, asAt).map((limit) => ({
    cells: [
      limit.meaning,
      unitText(limit.n, limit.unit),
      longDay(limit.effective_from),
      limit.source,
      agreement(limit.agreed),
    ],
  }));
  const targets = measure.lines.flatMap(({ line }) => {
    const target = targetOf(measure, authority, line, asAt);
    const name = line === 'main' ? measure.name : lineOf(measure, line).name;
    return target === undefined
      ? []
      : [
          {
            cells: [
              name,
              target.in_words,
              longDay(target.effective_from),
              target.source,
              agreement(target.agreed),
            ],
          },
        ];
  });
  const ends = [{ label: 'In force since' }, { label: 'Source' }, { label: 'Agreed?' }];
  return html`${
    targets.length === 0
      ? html`<p>No rating rule: the measure is context.</p>`
      : table([{ label: 'Line' }, { label: 'Rating rule' }, ...ends], targets, {
          caption: captionOf(context, 'Rating rules in force'),
          cards: true,
        })
  }
${
  limits.length === 0
    ? html`<p>No time limit applies.</p>`
    : table([{ label: 'Time limit' }, { label: 'Length' }, ...ends], limits, {
        caption: captionOf(context, 'Time limits in force'),
        cards: true,
      })
}`;
};
