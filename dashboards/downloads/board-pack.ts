/** `board-pack.pdf`: the edition on paper for a meeting, drawn from its data. The same edition gives the same bytes. */
import { TaggedPdf } from '../../pipeline/tagged-pdf.ts';
import { benchmarkOf, latestYear } from '../components/benchmark-badge.ts';
import type { Block, BlockContext } from '../components/block.ts';
import { changesBefore, changesLargest } from '../components/changes-page.ts';
import { type Concern, concernsOf } from '../components/concern.ts';
import { longDay } from '../components/day.ts';
import { figureOf } from '../components/figure.ts';
import { html } from '../components/markup.ts';
import { judgedOn } from '../components/measure-commentary.ts';
import { wholeNumber } from '../components/number-format.ts';
import { targetText } from '../components/score-sheet.ts';
import { sentenceCase, shareSentence, standingSentence } from '../components/sentence.ts';
import { isColour, statusLooks } from '../components/status.ts';
import { travelOf } from '../components/travel.ts';
import { trustWords } from '../components/trust.ts';
import { amountText, headlineText, unitOf } from '../components/value-text.ts';
import type { PublishedEdition } from '../edition.ts';
import { linePart, name, type Pack, saidOf } from './board-pack-line.ts';
import { plain } from './page-downloads.ts';

/** More lines than this go two to a page: nobody reads a pack of forty pages. */
const mostPages = 18;

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
  pdf.newPage('landscape');
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
      `${wholeNumber(drift.children)} of ${wholeNumber(drift.looked_after)} children in care are on a list of drift: ${drift.new_children} new and ${drift.resolved_children} resolved since ${longDay(drift.since)}.`,
      12,
    );
  pdf.write('H3', 'The lines, most urgent first');
  const columns = { Line: 34, Now: 28, 'How long': 22, 'Who answers, and by when': 24 };
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

function scorecard({ pdf, edition, authority }: Pack): void {
  const columns = {
    Measure: 56,
    Value: 17,
    Target: 15,
    Rating: 13,
    Direction: 17,
    England: 10,
    Neighbours: 10,
  };
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
      targetText(figure.target),
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

function actions({ pdf, edition, authority }: Pack): void {
  const entries = edition.commentary.all.filter((each) => each.authority === authority.authority);
  if (entries.length === 0) {
    pdf.write('P', 'No action is on record: no commentary has been written yet.');
    return;
  }
  const columns = { Action: 44, Line: 14, Owner: 22, By: 16, Status: 14 };
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
  const words = trustWords(edition, pack.authority);
  pdf.write(
    'P',
    words === null
      ? 'Nothing is known of the files behind these figures.'
      : `${sentenceCase(plain(words.text).replace(/ +([,;])/g, '$1'))}.`,
  );
  const failed = edition.assurance.checks.filter(({ result }) => result === 'fail');
  if (failed.length > 0) pdf.write('H3', 'Checks that did not pass');
  for (const { meaning } of failed.slice(0, 12)) pdf.write('P', meaning);
  const waivers = edition.manifest.waivers ?? [];
  if (waivers.length > 0) pdf.write('H3', 'Sealed without commentary');
  for (const { measure_id, line, because, by_role } of waivers)
    pdf.write('P', `${measure_id}/${line}: ${because} (${by_role})`);
}
