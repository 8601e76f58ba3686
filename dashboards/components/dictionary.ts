import { type Status, statuses } from '../../pipeline/edition/format.ts';
import { type Block, headingOf, measureLink } from './block.ts';
import { html } from './markup.ts';
import { statusLooks, statusTag } from './status.ts';
import { table } from './table.ts';

/** Every measure and line with its definition. */
export const dictionaryMeasures: Block = (context) =>
  context.edition.measures.map((measure) => {
    const lines = measure.lines.map((line) => ({
      cells: [
        line.line === 'main' ? measure.name : line.name,
        html`<code>${line.line}</code>`,
        line.denominator_name,
        line.rated ? 'yes' : 'no',
      ],
    }));
    return html`<section class="entry">${headingOf(context, measureLink(measure, html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`))}
<p>${measure.plain_definition}</p><p class="quiet">Exactly: ${measure.exact_definition}</p>
${table([{ label: 'Line' }, { label: 'Key' }, { label: 'Share of' }, { label: 'Rated' }], lines, { caption: `Lines of ${measure.measure_id}`, quietCaption: true, look: 'compact' })}</section>`;
  });

/** The words and shapes of every status. */
export const dictionaryStatuses: Block = () => {
  const rows = statuses.map((status: Status) => ({
    cells: [statusTag(status), statusLooks[status].explanation],
  }));
  return table([{ label: 'Status' }, { label: 'Meaning' }], rows, {
    caption: 'Statuses',
    quietCaption: true,
  });
};
