import type { Revision } from '../../pipeline/edition/change-format.ts';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { type Block, type BlockContext, behind, captionOf, measureOf } from './block.ts';
import { partsOf } from './changes-page.ts';
import { type Counted, countedBy } from './counted.ts';
import { longDay, shortDay, shortMonth } from './day.ts';
import { lineOf } from './figure.ts';
import { html, joined, type Markup } from './markup.ts';
import { sentenceCase } from './sentence.ts';
import { number, table } from './table.ts';
import { movementText, preciseText, unitOf } from './value-text.ts';

function valueText(revision: Revision, value: number | null): string {
  return value === null ? 'not available' : preciseText(value, unitOf(revision.statistic));
}

function movementCell(revision: Revision, counts: Counted): string {
  const [first, last] = [revision.history[0], revision.history.at(-1)];
  if (revision.history.length < 2 || first?.value == null || last?.value == null) return 'not revised';
  return movementText(last.value - first.value, unitOf(revision.statistic), counts);
}

function historyCell(revision: Revision): Markup {
  return joined(
    revision.history.map(
      ({ edition_as_at, value }) => `${shortDay(edition_as_at)}: ${valueText(revision, value)}`,
    ),
    '; ',
  );
}

function lineTable(context: BlockContext, measure: MeasureMeta, line: string): Markup | null {
  const { edition, authority } = context;
  const revisions = edition.revisions
    .of(authority.authority, measure.measure_id, line)
    .filter(({ statistic }) => statistic === measure.headline_statistic)
    .sort((a, b) => (a.as_at_date < b.as_at_date ? 1 : -1));
  if (revisions.every(({ history }) => history.length < 2)) return null;
  const rows = revisions.map((revision) => ({
    cells: [
      shortMonth(revision.as_at_date),
      valueText(revision, revision.history[0]?.value ?? null),
      valueText(revision, revision.history.at(-1)?.value ?? null),
      movementCell(revision, countedBy(measure, line)),
      historyCell(revision),
    ],
  }));
  const name = line === 'main' ? measure.plain_name : sentenceCase(lineOf(measure, line).name);
  return table(
    [
      'Month-end',
      number('First said'),
      number('Said now'),
      number('Revised by'),
      'Edition by edition (as-at date of the edition: value)',
    ],
    rows,
    {
      caption: captionOf(context, `${name}: each month-end as said then and now`),
      cards: true,
      look: 'tight',
    },
  );
}

/** Why the figure moved since the edition before: real, recorded since, from changed rules; each month-end behind it. */
export const measureChange: Block = (context) => {
  const measure = measureOf(context);
  const { edition, authority } = context;
  const { before, rules_changed } = edition.comparison;
  const rules = rules_changed
    .filter((rule) => rule.measure_id === measure.measure_id && rule.authority === authority.authority)
    .map(({ meaning }) => html`<p class="rule-change">${meaning}</p>`);
  const sentences = [...new Set(['main', measure.rated_line])].flatMap((line) => {
    const found = edition.changes
      .of(authority.authority, measure.measure_id, line)
      .filter(({ statistic }) => statistic === measure.headline_statistic || statistic === 'count')
      .sort((a) => (a.statistic === 'count' ? -1 : 1));
    const [change] = found;
    if (change === undefined) return [];
    const counts = countedBy(measure, line);
    const name = line === 'main' ? '' : `${sentenceCase(lineOf(measure, line).name)}: `;
    const moved = change.after - change.before;
    const parts =
      moved === 0 && change.recorded_since === 0 && change.definition === 0
        ? 'nothing moved'
        : partsOf(change, counts);
    return [
      html`<p>${name}${preciseText(change.before, change.unit)} became <strong>${preciseText(change.after, change.unit)}</strong> (${movementText(moved, change.unit, counts)}): ${parts}.</p>`,
    ];
  });
  const said =
    before === null
      ? html`<p>${sentenceCase((edition.comparison.reason ?? 'this is the first edition').replace(/\.$/, ''))}.</p>`
      : html`<p>Since the ${before.kind} edition of ${longDay(before.as_at_date)}:</p>${sentences.length === 0 ? html`<p>${notSplitReason(context, measure)}</p>` : sentences}`;
  return html`${said}${rules}${behind('How each month has been revised', measureRevisions(context))}`;
};

function notSplitReason({ edition, authority }: BlockContext, measure: MeasureMeta): string {
  const [found] = edition.notSplit.of(authority.authority, measure.measure_id, measure.rated_line);
  return found?.reason ?? 'This figure is not compared.';
}

/** What each month-end was said to be, edition after edition. */
const measureRevisions: Block = (context) => {
  const measure = measureOf(context);
  const lines = [...new Set(['main', measure.rated_line])];
  const tables = lines.map((line) => lineTable(context, measure, line)).filter((drawn) => drawn !== null);
  if (tables.length > 0) return html`${tables}`;
  const { before, reason } = context.edition.comparison;
  const why =
    before === null
      ? (reason ?? 'this is the first edition')
      : `no month-end of this measure is said otherwise than before (compared with the edition of ${longDay(before.as_at_date)})`;
  return html`<p>No revisions. ${sentenceCase(why.replace(/\.$/, ''))}.</p>`;
};
