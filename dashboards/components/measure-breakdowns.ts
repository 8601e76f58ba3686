import type { Outlier } from '../../pipeline/edition/chart-format.ts';
import type { Breakdown, MeasureMeta } from '../../pipeline/edition/format.ts';
import { bar } from '../chart/spark.ts';
import { groupsOf } from '../edition.ts';
import { type Block, type BlockContext, behind, captionOf, measureOf } from './block.ts';
import { breakdownNames, breakdownOrder } from './breakdown-name.ts';
import { type Counted, countHeading } from './counted.ts';
import { availabilityOf, type Figure, figureOf, lineOf } from './figure.ts';
import { waitCell } from './line-table.ts';
import { html, type Markup } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { sharePercent } from './sentence.ts';
import { type Heading, number, type Row, table } from './table.ts';

/** Groups that are named before one asks for more. */
const groupsShown = 6;

function shareOf(figure: Figure, largest: number): number {
  if (figure.percent !== null) return figure.percent / 100;
  return largest === 0 ? 0 : (figure.count ?? 0) / largest;
}

function columnsFor(used: readonly boolean[], counts: Counted): readonly Heading[] {
  const all: readonly Heading[] = [
    'Group',
    number(countHeading([counts])),
    number('Out of'),
    number('Share'),
    { label: html`<span class="unseen">As a bar</span>`, kind: 'picture' },
    number('Longest wait'),
    { label: 'Beside the rest', kind: 'status' },
  ];
  return all.filter((_, index) => used[index]);
}

/** Does a group differ for the worse, by the sign of good? */
export function isWorse({ side }: Pick<Outlier, 'side'>, { polarity }: MeasureMeta): boolean {
  return polarity !== 'none' && (polarity === 'High') === (side === 'lower');
}

/** The mark of a group that differs from the rest by more than chance: in words, good or bad by the sign of good. */
export function outlierTag(outlier: Outlier | undefined, measure: MeasureMeta): Markup | string {
  if (outlier === undefined) return '';
  const words = `${outlier.beyond === 'action' ? 'much ' : ''}${outlier.side}`;
  if (measure.polarity === 'none') return html`<strong class="tag tag-context">${words}</strong>`;
  const isBetter = !isWorse(outlier, measure);
  return html`<strong class="tag ${isBetter ? 'tag-green' : 'tag-red'}">${words} – ${isBetter ? 'better' : 'worse'}</strong>`;
}

function breakdownSection(
  context: BlockContext,
  measure: MeasureMeta,
  breakdown: Exclude<Breakdown, 'all'>,
): Markup | null {
  const { edition, authority } = context;
  const groups = groupsOf(edition, authority.authority, breakdown)
    .map(({ group, label }) => ({
      label,
      group,
      figure: figureOf(edition, authority.authority, measure, { line: measure.rated_line, breakdown, group }),
    }))
    .filter(({ figure }) => (figure.denominator ?? figure.count ?? 0) > 0);
  if (groups.length === 0) return null;
  const outliers = edition.outliers
    .of(authority.authority, measure.measure_id, measure.rated_line)
    .filter((each) => each.breakdown === breakdown);
  const largest = Math.max(...groups.map(({ figure }) => figure.count ?? 0));
  const has = (test: (figure: Figure) => boolean) => groups.some(({ figure }) => test(figure));
  const used = [
    true,
    true,
    has((figure) => figure.denominator !== null),
    has((figure) => figure.percent !== null),
    true,
    has((figure) => figure.longestDays !== null),
    outliers.length > 0,
  ];
  const rows = groups.map(({ label, group, figure }) => ({
    cells: [
      label,
      figure.count === null ? '–' : wholeNumber(figure.count),
      figure.denominator === null ? '' : wholeNumber(figure.denominator),
      sharePercent(figure) ?? '',
      bar(shareOf(figure, largest)),
      waitCell(figure.longestDays, edition.manifest.as_at_date, 'one line'),
      outlierTag(
        outliers.find((each) => each.group === group),
        measure,
      ),
    ].filter((_, index) => used[index]),
  }));
  const name = breakdownNames[breakdown];
  return behind(
    name,
    table(columnsFor(used, measure.counts), rows, {
      caption: captionOf(context, `${measure.name} by ${name.toLowerCase()}`),
      quietCaption: true,
    }),
  );
}

/** The rated line of a measure in every breakdown that the edition holds. */
export const measureBreakdowns: Block = (context) => {
  const measure = measureOf(context);
  const isPart = measure.rated_line !== 'main';
  const isWhole = availabilityOf(measure, context.authority.authority, 'main')?.state !== 'not available';
  const sections = (isWhole ? breakdownOrder : [])
    .map((breakdown) => breakdownSection(context, measure, breakdown))
    .filter((section) => section !== null);
  if (sections.length === 0)
    return html`<p>No breakdown: this measure has none, or its figures are not available from this source.</p>`;
  const whose = isPart ? `Of the line: ${lineOf(measure, measure.rated_line).name}. ` : '';
  return html`${outlierTable(context, measure)}<p class="small">${whose}A group is named where its share differs from that of the rest of the authority by more than chance: beyond the limits of 95%, or of 99.8% (“much”). Groups that are too small to rate are not compared.</p>
<div class="breakdowns">${sections}</div>`;
};

/** The groups that differ from the rest by more than chance, those that are worse and lie further away first. */
function outlierTable(context: BlockContext, measure: MeasureMeta): Markup {
  const { edition, authority } = context;
  const rows = edition.outliers
    .of(authority.authority, measure.measure_id, measure.rated_line)
    .toSorted(
      (a, b) =>
        Number(isWorse(b, measure)) - Number(isWorse(a, measure)) ||
        Number(b.beyond === 'action') - Number(a.beyond === 'action'),
    )
    .flatMap((outlier) => outlierRow(context, measure, outlier) ?? []);
  if (rows.length === 0) return html`<p>No group differs from the rest by more than chance.</p>`;
  const caption = captionOf(context, `${measure.name}: groups that differ from the rest`);
  // Where more is neither good nor bad, groups differ because the children do: nobody need look first.
  const first = measure.polarity === 'none' ? [] : rows.slice(0, groupsShown);
  const rest = rows.slice(first.length);
  const summary = `${first.length === 0 ? 'Groups' : `${rest.length} more`} that differ from the rest`;
  const drawn = (some: readonly Row[], name: string): Markup =>
    table(outlierColumns(measure.counts), some, {
      caption: name,
      quietCaption: true,
      cards: true,
      look: 'compact',
    });
  return html`${first.length === 0 ? null : drawn(first, caption)}${rest.length === 0 ? null : behind(summary, drawn(rest, `${caption}, continued`))}`;
}

const outlierColumns = (counts: Counted): readonly Heading[] => [
  'Group',
  'By',
  number(countHeading([counts])),
  number('Share'),
  { label: 'Beside the rest', kind: 'status' },
];

function outlierRow(context: BlockContext, measure: MeasureMeta, outlier: Outlier): Row | undefined {
  const { edition } = context;
  const { authority } = context.authority;
  const { group } = outlier;
  const breakdown = breakdownOrder.find((each) => each === outlier.breakdown);
  if (breakdown === undefined) return undefined;
  const figure = figureOf(edition, authority, measure, { line: measure.rated_line, breakdown, group });
  const isIt = (each: { authority: string; breakdown: string; group: string }): boolean =>
    each.authority === authority && each.breakdown === breakdown && each.group === group;
  const page = edition.teams.find(isIt)?.page;
  const label = groupsOf(edition, authority, breakdown).find((each) => each.group === group)?.label ?? group;
  const count = wholeNumber(figure.count ?? 0);
  return {
    cells: [
      page === undefined ? label : html`<a href="/teams/${page}">${label}</a>`,
      breakdownNames[breakdown],
      figure.denominator === null ? count : `${count} of ${wholeNumber(figure.denominator)}`,
      sharePercent(figure) ?? '',
      outlierTag(outlier, measure),
    ],
  };
}
