/** `board-pack.pdf`: the edition on paper for a meeting, drawn from its data. The same edition gives the same bytes. */
import { type PdfColumn, TaggedPdf } from '../../pipeline/tagged-pdf.ts';
import { benchmarkOf, latestYear } from '../components/benchmark-badge.ts';
import type { Block, BlockContext } from '../components/block.ts';
import { changesBefore, changesLargest } from '../components/changes-page.ts';
import { type Concern, concernsOf } from '../components/concern.ts';
import { longDay } from '../components/day.ts';
import { type Figure, figureOf, figureSeries, headlineValue, monthEnds } from '../components/figure.ts';
import { html } from '../components/markup.ts';
import { currentCommentary, judgedOn } from '../components/measure-commentary.ts';
import {
  ruleSentence,
  shareSentence,
  smallGroupCaution,
  standingSentence,
  waitText,
} from '../components/sentence.ts';
import { isColour, statusLooks } from '../components/status.ts';
import { movementSentence, travelOf } from '../components/travel.ts';
import { trustLine } from '../components/trust.ts';
import { amountText, headlineText, unitOf } from '../components/value-text.ts';
import { type Authority, groupsOf, type PublishedEdition } from '../edition.ts';
import { plain } from './page-downloads.ts';
import { plotOf } from './plot.ts';

/** More lines than this go two to a page: nobody reads a pack of forty pages. */
const mostPages = 18;

interface Pack {
  readonly pdf: TaggedPdf;
  readonly edition: PublishedEdition;
  readonly authority: Authority;
}

/** The bytes of the pack. */
export async function boardPack(edition: PublishedEdition): Promise<Uint8Array> {
  const { manifest } = edition;
  const pdf = new TaggedPdf({
    title: `${manifest.title}: board pack, ${longDay(manifest.meeting_date ?? manifest.as_at_date)}`,
    day: manifest.as_at_date,
    marking: manifest.marking,
    foot: `As at ${longDay(manifest.as_at_date)}. Edition ${manifest.edition_id}.`,
  });
  cover({ pdf, edition });
  for (const authority of manifest.authorities) authorityPart({ pdf, edition, authority });
  return pdf.finish();
}

const name = ({ measure, line }: Pick<Figure, 'measure' | 'line'>): string =>
  `${measure.measure_id} ${measure.plain_name}${line.line === 'main' ? '' : `: ${line.name}`}`;

/** Lines that are Red, or grow worse by more than chance. */
const urgent = ({ edition, authority }: Omit<Pack, 'pdf'>): readonly Concern[] =>
  concernsOf(edition, authority).filter(
    ({ figure, specialCause }) => figure.status.startsWith('Red') || specialCause !== null,
  );

function cover({ pdf, edition }: Omit<Pack, 'authority'>): void {
  const { manifest } = edition;
  pdf.document.y = 150;
  pdf.write('H1', manifest.title, 26);
  pdf.bookmark('Cover');
  pdf.write('P', manifest.authorities.map((each) => each.name).join(', '), 14);
  pdf.write('P', `Figures as at ${longDay(manifest.as_at_date)}`, 14);
  pdf.write(
    'P',
    manifest.meeting_date === undefined
      ? 'Working edition: provisional, and not yet sealed for a meeting.'
      : `For the meeting of ${longDay(manifest.meeting_date)}.`,
    14,
  );
  pdf.document.y += 30;
  for (const text of [
    'What is in it: what needs a decision; the scorecard; a part for each line that is Red or grows worse by more than chance, with what is said and done about it; what changed; actions; how far to trust the figures.',
    `${manifest.rules_proposed} of ${manifest.rules_proposed + manifest.rules_agreed} rating rules are the product’s own, and nobody has agreed them yet (marked †). A colour that rests on one of them is a suggestion too.`,
    'Aggregates only: no row describes one child. The same figures with their definitions, tables and history are on the site of this edition, whose number stands at the foot of each page.',
  ])
    pdf.write('P', text, 11);
}

function authorityPart(pack: Pack): void {
  const { pdf, edition, authority } = pack;
  const concerns = urgent(pack);
  const top = edition.manifest.authorities.length > 1 ? pdf.bookmark(authority.name) : pdf.document.outline;
  pdf.newPage();
  section(pack, 'What needs a decision', top);
  firstScreen(pack, concerns);
  pdf.newPage();
  section(pack, 'Scorecard', top);
  scorecard(pack);
  pdf.newPage();
  const lines = section(pack, 'Line by line', top);
  concerns.forEach((concern, index) => {
    const isNewPage = concerns.length <= mostPages || index % 2 === 0;
    if (index > 0 && (isNewPage || pdf.room < 330)) pdf.newPage();
    linePart(pack, concern, lines);
  });
  pdf.newPage();
  section(pack, 'What changed', top);
  blockText(pack, changesBefore);
  blockText(pack, changesLargest);
  section(pack, 'Actions', top);
  actions(pack);
  section(pack, 'How far to trust this', top);
  trust(pack);
}

function section(
  { pdf, edition, authority }: Pack,
  title: string,
  under: PDFKit.PDFOutline,
): PDFKit.PDFOutline {
  const whose = edition.manifest.authorities.length > 1 ? `: ${authority.name}` : '';
  pdf.write('H2', `${title}${whose}`);
  return pdf.bookmark(title, under);
}

/** The words of a block of the site, a paragraph for each of its items. */
function blockText({ pdf, edition, authority }: Pack, block: Block): void {
  const context: BlockContext = { edition, authority, heading: 3, measureId: undefined };
  const { text } = html`${block(context)}`;
  for (const [, words = ''] of text.matchAll(/<(?:li|p)[^>]*>([\s\S]*?)<\/(?:li|p)>/g))
    pdf.write(
      'P',
      plain(words)
        .replace(/ +([.,;:)])/g, '$1')
        .replace(/ ?See Assurance\s*\.?$/, ''),
    );
}

function firstScreen(pack: Pack, concerns: readonly Concern[]): void {
  const { pdf, edition } = pack;
  const red = concerns.filter(({ figure }) => figure.status.startsWith('Red'));
  const fresh = red.filter(({ standing }) => standing.since === null);
  const worse = concerns.filter(({ specialCause }) => specialCause !== null);
  const unsaid = concerns.filter((concern) => saidOf(pack, concern) === undefined);
  pdf.write(
    'P',
    `${red.length} lines are Red, ${fresh.length === 0 ? 'none of them new' : `${fresh.length} of them new`}; ${worse.length} ${worse.length === 1 ? 'grows' : 'grow'} worse by more than chance; nothing current has been said of ${unsaid.length} of them.`,
    12,
  );
  const drift = edition.outlook.drift.find((each) => each.authority === pack.authority.authority);
  if (drift !== undefined)
    pdf.write(
      'P',
      `${drift.children} of ${drift.looked_after} children in care are on a list of drift: ${drift.new_children} new and ${drift.resolved_children} resolved since ${longDay(drift.since)}.`,
      12,
    );
  pdf.write('H3', 'The lines, most urgent first');
  const columns: PdfColumn[] = [
    { header: 'Line', share: 34 },
    { header: 'Now', share: 28 },
    { header: 'How long', share: 22 },
    { header: 'Who answers, and by when', share: 24 },
  ];
  pdf.table(
    columns,
    concerns.map((concern) => {
      const said = saidOf(pack, concern);
      return [
        name(concern.figure),
        shareSentence(concern.figure),
        isColour(concern.figure.status)
          ? standingSentence(statusLooks[concern.figure.status].word, concern.standing)
          : 'More than chance',
        said === undefined ? 'nothing said yet' : `${said.owner_role}, ${longDay(said.by_when)}`,
      ];
    }),
  );
}

const saidOf = ({ edition, authority }: Omit<Pack, 'pdf'>, { figure }: Pick<Concern, 'figure'>) =>
  currentCommentary(edition, authority.authority, figure.measure, figure.line.line);

function scorecard({ pdf, edition, authority }: Pack): void {
  const columns: PdfColumn[] = [
    { header: 'Measure', share: 40 },
    { header: 'Value', share: 15 },
    { header: 'Rating', share: 15 },
    { header: 'Direction', share: 18 },
    { header: 'England', share: 10 },
    { header: 'Neighbours', share: 11 },
  ];
  const rows = edition.measures.map((measure) => {
    const figure = figureOf(edition, authority.authority, measure, { line: measure.rated_line });
    const benchmark = benchmarkOf(edition, authority.authority, measure, measure.rated_line);
    const year = latestYear(benchmark);
    const other = (value: number | null | undefined): string =>
      value === null || value === undefined || benchmark === undefined
        ? ''
        : amountText(value, unitOf(benchmark.statistic));
    return [
      name(figure),
      `${headlineText(figure) ?? 'not available'}${figure.provisional ? ' [p]' : ''}`,
      `${statusLooks[figure.status].word}${figure.target?.agreed === false && isColour(figure.status) ? ' †' : ''}`,
      travelOf(edition, authority.authority, measure, measure.rated_line)?.word ?? '',
      other(year?.england.value),
      other(year?.neighbours_median),
    ];
  });
  pdf.table(columns, rows, 6.8);
  pdf.write(
    'P',
    '[p] provisional. † proposed, not agreed. England and the median of the statistical neighbours: the newest published year, like for like only.',
    8,
  );
}

function linePart(pack: Pack, { figure, standing, specialCause }: Concern, under: PDFKit.PDFOutline): void {
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
    besideOthers(pack, figure),
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
    document.save().font('plain').fontSize(7.5).fillColor('#383f43');
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
      document.font('bold').fillColor('#12436d');
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

function besideOthers({ edition, authority }: Pack, { measure, line }: Figure): string {
  const benchmark = benchmarkOf(edition, authority.authority, measure, line.line);
  const year = latestYear(benchmark);
  if (benchmark === undefined || year === undefined) return '';
  const text = (value: number | null): string =>
    value === null ? 'not published' : amountText(value, unitOf(benchmark.statistic));
  return `In the year to March ${year.year}, as published: this authority ${text(year.authority.value)}, England ${text(year.england.value)}, median of the neighbours ${text(year.neighbours_median)}.`;
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

function actions({ pdf, edition, authority }: Pack): void {
  const entries = edition.commentary.all.filter((each) => each.authority === authority.authority);
  if (entries.length === 0) {
    pdf.write('P', 'No action is on record: no commentary has been written yet.');
    return;
  }
  const columns: PdfColumn[] = [
    { header: 'Action', share: 44 },
    { header: 'Line', share: 14 },
    { header: 'Owner', share: 22 },
    { header: 'By', share: 16 },
    { header: 'Status', share: 14 },
  ];
  const ordered = [...entries].sort(
    (a, b) => Number(b.overdue) - Number(a.overdue) || (a.by_when < b.by_when ? -1 : 1),
  );
  pdf.table(
    columns,
    ordered.map((each) => [
      each.action,
      `${each.measure_id}${each.line === 'main' ? '' : ` ${each.line}`}`,
      each.owner_role,
      longDay(each.by_when),
      each.overdue ? `overdue on ${longDay(judgedOn(edition.manifest))}` : each.status,
    ]),
  );
}

function trust(pack: Pack): void {
  const { pdf, edition } = pack;
  blockText(pack, trustLine);
  const failed = edition.assurance.checks.filter(({ result }) => result === 'fail');
  if (failed.length > 0) pdf.write('H3', 'Checks that did not pass');
  for (const { meaning } of failed.slice(0, 12)) pdf.write('P', meaning);
  const waivers = edition.manifest.waivers ?? [];
  if (waivers.length > 0) pdf.write('H3', 'Sealed without commentary');
  for (const { measure_id, line, because, by_role } of waivers)
    pdf.write('P', `${measure_id}/${line}: ${because} (${by_role})`);
}
