/** The part of the board pack on one line: what it says, its chart, who differs, how others do, what is said and done. */
import { fonts, type TaggedPdf } from '../../pipeline/tagged-pdf.ts';
import { benchmarkOf, besideSentence } from '../components/benchmark-badge.ts';
import type { Concern } from '../components/concern.ts';
import { longDay } from '../components/day.ts';
import { type Figure, figureSeries, headlineValue, monthEnds } from '../components/figure.ts';
import { currentCommentary } from '../components/measure-commentary.ts';
import {
  ruleSentence,
  shareSentence,
  smallGroupCaution,
  standingSentence,
  waitText,
} from '../components/sentence.ts';
import { isColour, statusLooks } from '../components/status.ts';
import { movementSentence, travelOf } from '../components/travel.ts';
import { amountText, unitOf } from '../components/value-text.ts';
import { type Authority, groupsOf, type PublishedEdition } from '../edition.ts';
import { plotOf } from './plot.ts';

/** What is written, of which edition and authority. */
export interface Pack {
  readonly pdf: TaggedPdf;
  readonly edition: PublishedEdition;
  readonly authority: Authority;
}

/** A line by its measure, and by its own name where it is not the main one. */
export const name = ({ measure, line }: Pick<Figure, 'measure' | 'line'>): string =>
  `${measure.measure_id} ${measure.plain_name}${line.line === 'main' ? '' : `: ${line.name}`}`;

/** What is said now of a line. */
export const saidOf = ({ edition, authority }: Omit<Pack, 'pdf'>, { figure }: Pick<Concern, 'figure'>) =>
  currentCommentary(edition, authority.authority, figure.measure, figure.line.line);

/** The part of one line, with its bookmark. */
export function linePart(
  pack: Pack,
  { figure, standing, specialCause }: Concern,
  under: PDFKit.PDFOutline,
): void {
  const { pdf, edition, authority } = pack;
  const { measure, line, status } = figure;
  const key = [authority.authority, measure.measure_id, line.line] as const;
  pdf.write('H3', name(figure), 13);
  pdf.bookmark(name(figure), under);
  const facts = [
    isColour(status) ? `${standingSentence(statusLooks[status].word, standing)}.` : null,
    `${shareSentence(figure)}.`,
    figure.longestDays === null
      ? null
      : `Longest wait ${waitText(figure.longestDays, edition.manifest.as_at_date)}.`,
    smallGroupCaution(figure, edition.manifest),
  ].filter((fact) => fact !== null);
  pdf.write('P', facts.join(' '), 11);
  pdf.write('P', ruleSentence(figure.target, 'brief'));
  linePlot(pack, figure);
  const words = [
    specialCause === null ? null : `More than chance. ${specialCause}`,
    specialCause === null ? movementSentence(travelOf(edition, key[0], measure, line.line)) : null,
    groupsApart(pack, figure),
    besideSentence(benchmarkOf(edition, key[0], measure, line.line))?.concat('.') ?? null,
  ];
  for (const text of words) if (text !== null && text !== '') pdf.write('P', text);
  said(pack, figure);
}

/** The line over three years with its mean, limits and target, as small and plain as paper asks for. */
function linePlot({ pdf, edition, authority }: Pack, figure: Figure): void {
  const { measure, line } = figure;
  const chart = edition.charts
    .of(authority.authority, measure.measure_id, line.line)
    .find(({ statistic, kind }) => statistic === measure.headline_statistic && kind !== 'days_between');
  const series = monthEnds(figureSeries(edition, authority.authority, measure, { line: line.line }));
  const points =
    chart?.points.map(({ as_at_date, value }) => ({ day: as_at_date, value })) ??
    series.flatMap((each) => {
      const value = headlineValue(each);
      return value === null ? [] : [{ day: each.day, value }];
    });
  const last = points.at(-1);
  if (last === undefined || points.length < 2) return;
  const levels = (read: (point: NonNullable<typeof chart>['points'][number]) => number | null) =>
    chart?.points.flatMap((point) => {
      const value = read(point);
      return value === null ? [] : [{ day: point.as_at_date, value }];
    }) ?? [];
  const target = chart?.target ?? null;
  const drawn = [
    { name: 'value', points },
    { name: 'mean', points: levels(({ mean }) => mean) },
    { name: 'limit', points: levels(({ lower }) => lower) },
    { name: 'limit', points: levels(({ upper }) => upper) },
  ].filter((each) => each.points.length > 0);
  const unit = unitOf(measure.headline_statistic);
  const alt = `${name(figure)}: ${points.length} points from ${longDay(points[0]?.day ?? '')} to ${longDay(last.day)}; the first ${amountText(points[0]?.value ?? 0, unit)}, the last ${amountText(last.value, unit)}${target === null ? '' : `, the target ${amountText(target, unit)}`}.`;
  pdf.figure(alt, 150, (left, top, width) => {
    const box = { left: left + 34, right: left + width - 60, top: top + 8, bottom: top + 128 };
    const plot = plotOf(drawn, box, target === null ? [] : [target]);
    const { document } = pdf;
    document.save().font(fonts.plain).fontSize(7.5).fillColor('#383f43');
    for (const tick of plot.values) {
      document.moveTo(box.left, tick.at).lineTo(box.right, tick.at).lineWidth(0.5).stroke('#dfe3e6');
      document.text(tick.label, left, tick.at - 4, { width: 30, align: 'right', lineBreak: false });
    }
    for (const tick of plot.days)
      document.text(tick.label, tick.at - 25, box.bottom + 5, {
        width: 50,
        align: 'center',
        lineBreak: false,
      });
    for (const { name: kind, path } of plot.lines) {
      document.path(path).lineWidth(kind === 'value' ? 1.4 : 0.8);
      if (kind === 'limit') document.dash(4, { space: 3 });
      document.stroke(kind === 'value' ? '#12436d' : '#505a5f').undash();
    }
    if (target !== null) {
      document.moveTo(box.left, plot.y(target)).lineTo(box.right, plot.y(target)).dash(8, { space: 2 });
      document.lineWidth(1).stroke('#0b0c0c').undash();
      document.text(`target ${amountText(target, unit)}`, box.left + 4, plot.y(target) - 10, {
        lineBreak: false,
      });
    }
    const end = plot.lines[0]?.points.at(-1);
    if (end !== undefined) {
      document.circle(end.x, end.y, 2.4).fill('#12436d');
      document.font(fonts.bold).fillColor('#12436d');
      document.text(amountText(last.value, unit), end.x + 6, end.y - 5, { lineBreak: false });
    }
    document.restore();
  });
}

/** Groups that differ from the rest by more than chance. */
function groupsApart({ edition, authority }: Pack, { measure, line }: Figure): string {
  const apart = edition.outliers.of(authority.authority, measure.measure_id, line.line).map((each) => {
    const label = groupsOf(edition, authority.authority, each.breakdown as never).find(
      ({ group }) => group === each.group,
    )?.label;
    return `${label ?? each.group} (${each.beyond === 'action' ? 'much ' : ''}${each.side})`;
  });
  return apart.length === 0
    ? ''
    : `Different from the rest by more than chance: ${apart.slice(0, 8).join(', ')}${apart.length > 8 ? ` and ${apart.length - 8} more` : ''}.`;
}

/** What is said of a line and done about it, or that nobody has said anything. */
function said(pack: Pack, figure: Figure): void {
  const { pdf, edition, authority } = pack;
  const { measure, line } = figure;
  const entry = saidOf(pack, { figure });
  if (entry === undefined) {
    const due = edition.commentaryDue.of(authority.authority, measure.measure_id, line.line)[0];
    const waived = due?.state === 'waived' ? `Waived: ${due.waived_because ?? ''}` : null;
    pdf.write('P', waived ?? 'No commentary that is current: nobody has said why, or what is being done.');
    return;
  }
  const parts: readonly (readonly [string, string])[] = [
    ['What happened', entry.what_happened],
    ['Why', entry.why],
    ['Effect on children', entry.effect_on_children],
    ['Action', `${entry.action} (${entry.status})`],
    ['Who answers', `${entry.owner_role}, by ${longDay(entry.by_when)}${entry.overdue ? ': overdue' : ''}`],
  ];
  for (const [what, text] of parts) if (text !== '') pdf.write('P', `${what}: ${text}`);
  for (const paragraph of entry.body) pdf.write('P', paragraph);
}
