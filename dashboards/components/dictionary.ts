import { type Status, statuses } from '../../pipeline/edition/format.ts';
import { settingOf } from '../edition-face.ts';
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
${table(['Line', 'Key', 'Share of', 'Rated'], lines, { caption: `Lines of ${measure.measure_id}`, quietCaption: true, look: 'compact' })}</section>`;
  });

/** From which size on a group is rated, and how percentages are rounded. */
export const dictionaryRating: Block = ({ edition }) => {
  const { few_denominator: few, caution_denominator: caution } = edition.manifest;
  return html`<p>A group of fewer than ${few} children is not rated, unless its rule sets another number. With ${few} to ${caution - 1} children the rating is printed with a caution. A percentage is rounded to a whole number, unless that would show a target as met that is not.</p>`;
};

/** Which dates are shown, and which of them are provisional. */
export const dictionaryDates: Block = ({ edition }) => {
  const [months, weeks, provisional] = ['month_ends', 'weeks', 'provisional_months'].map((key) =>
    settingOf(edition, key),
  );
  const trends =
    months === undefined || weeks === undefined
      ? 'Trends are the month-ends and weeks before the as-at date'
      : `Trends are the ${months} month-ends and the ${weeks} weeks before the as-at date`;
  const late = provisional === undefined ? 'The newest months' : `The last ${provisional} months`;
  return html`<p>The <strong>as-at date</strong> is the day that a figure describes. The <strong>snapshot date</strong> is when the files were made: what was known when. ${trends}, all worked out from the same snapshot, because case records are dated.</p>
<p>${late} are <strong>provisional</strong> and marked [p]: late recording still changes them. A month that has not ended is shown as <em>month so far (incomplete)</em>, and is not part of a trend.</p>`;
};

/** The words and shapes of every status. */
export const dictionaryStatuses: Block = ({ edition }) => {
  const rows = statuses.map((status: Status) => ({
    cells: [
      statusTag(status),
      status === 'Too few to rate'
        ? `${statusLooks[status].explanation} Usually that is fewer than ${edition.manifest.few_denominator}.`
        : statusLooks[status].explanation,
    ],
  }));
  return table(['Status', 'Meaning'], rows, {
    caption: 'Statuses',
    quietCaption: true,
  });
};
