import type { TrackingLine } from '../../pipeline/edition/tracking-format.ts';
import { measureById } from '../edition-face.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureLink } from './block.ts';
import { figureOf } from './figure.ts';
import { countCell, ratingCell, shareCell, waitCell } from './line-table.ts';
import { type Content, html, type Markup } from './markup.ts';
import { percentText, wholeNumber } from './number-format.ts';
import { notAvailableWords, proposedMark } from './sentence.ts';
import { statusTag } from './status.ts';
import { type Column, type Row, table } from './table.ts';

type LineColumn = Column & {
  readonly cell: (line: TrackingLine, context: BlockContext, isFurther: boolean) => Content;
};

/** A number with its noun: `1 day`, `10 working days`. */
const length = (n: number, unit: string): string =>
  `${n} ${unit.replace('_', ' ').replace(/s$/, n === 1 ? '' : 's')}`;

const limitForms: Readonly<Record<string, (length: string) => string>> = {
  after: (limit) => `within ${limit}`,
  before: (limit) => `at least ${limit} ahead`,
  every: (limit) => `every ${limit.replace(/^1 /, '')} at most`,
  register: (limit) => `every ${limit.replace(/^1 /, '')}`,
};

const onTheDay = ({ direction, event }: TrackingLine): string => {
  if (event?.endsWith('review')) return `by ${event}`;
  if (direction === 'before') return event === null ? 'before the event' : `before: ${event}`;
  return 'by its own date';
};

/** The limit of a line in words, with the mark of one that its document does not give; null where it has none. */
function limitWords(line: TrackingLine): Markup | null {
  const { generic, direction, limit_n, limit_unit, aim_n, is_proposed } = line;
  if (limit_n === null || limit_unit === null) return null;
  const limit = length(limit_n, limit_unit);
  const form = limitForms[direction] ?? ((said: string) => `${said} or more`);
  const said =
    generic === 'pathway_week' ? `by week ${limit_n}` : limit_n === 0 ? onTheDay(line) : form(limit);
  const aim = aim_n === null ? '' : `; the aim is ${length(aim_n, limit_unit)}`;
  return html`<span class="under">${said}${aim}${is_proposed ? ` ${proposedMark}` : null}</span>`;
}

/** What the line is, its part and its limit, and why there is no figure; a further part does not say its line's name again. */
function nameCell(line: TrackingLine, { edition }: BlockContext, isFurther: boolean): Markup {
  const { line_id, name, part_name, measure_id, state, reason } = line;
  const named = isFurther
    ? html`<span class="sub-name">${part_name}</span>`
    : html`<span class="measure-id">${line_id}</span> ${name}`;
  return html`${measure_id === null ? named : measureLink(measureById(edition, measure_id), named)}${
    part_name === null || isFurther ? null : html`<span class="under">${part_name}</span>`
  }${limitWords(line)}${state === 'available' || reason === null ? null : html`<span class="under quiet">${reason}</span>`}`;
}

const counts = ({ family }: TrackingLine): boolean => family === 'C' || family === 'R';
/** Why a line has no number: its files do not hold it, or no child is on it. */
const none = ({ state }: TrackingLine): Markup =>
  html`<span class="quiet absent">${state === 'available' ? 'nobody on this line' : notAvailableWords}</span>`;

/** The figure of a line that a measure gives. */
const measured = ({ authority, measure_id, measure_line }: TrackingLine, { edition }: BlockContext) =>
  measure_id === null
    ? null
    : figureOf(edition, authority, measureById(edition, measure_id), { line: measure_line ?? 'main' });

/** The share done in time of what fell due; or how many are on the list, of how many. */
function standsCell(line: TrackingLine, context: BlockContext): Content {
  const given = measured(line, context);
  if (given !== null) return html`${countCell(given)} ${shareCell(given)}`;
  const { figure } = line;
  if (figure === null) return none(line);
  const { numerator, denominator } = figure;
  // everybody on a list of a stage is on it
  if (line.direction === 'list') return wholeNumber(numerator);
  if (!counts(line))
    return html`${wholeNumber(numerator)}<span class="under">of ${wholeNumber(denominator)}</span>`;
  if (denominator === 0) return html`<span class="quiet">none fell due</span>`;
  const share = percentText((100 * numerator) / denominator);
  return html`${share}<span class="under">${wholeNumber(numerator)} of ${wholeNumber(denominator)} due</span>`;
}

/** A number of the line's own, blank where it has no such number. */
const number = (key: 'met' | 'late' | 'overdue' | 'not_yet_due') => (line: TrackingLine) =>
  line.figure === null || !counts(line) ? '' : wholeNumber(line.figure[key]);

function ratedCell(line: TrackingLine, context: BlockContext): Content {
  const given = measured(line, context);
  if (given !== null) return ratingCell(given);
  if (line.figure === null && line.state === 'available') return '';
  const status = line.figure?.status ?? 'Not available';
  return status === 'No rating - limit not adopted'
    ? html`<span class="quiet">Not rated: limit not adopted</span>`
    : statusTag(status);
}

const answers = ({ role, goes_to }: TrackingLine): Content =>
  html`${role}${goes_to === '' || goes_to === role ? null : html`<span class="under">goes to ${goes_to}</span>`}`;

const usual: readonly LineColumn[] = [
  { label: 'Line', cell: nameCell },
  { label: 'In time, or on the list', kind: 'number lead', cell: standsCell },
  { label: 'Late', kind: 'number', cell: number('late') },
  { label: 'Overdue', kind: 'number', cell: number('overdue') },
  { label: 'Not yet due', kind: 'number', cell: number('not_yet_due') },
  {
    label: 'Longest wait',
    kind: 'number wait',
    cell: ({ figure }, { edition }) => waitCell(figure?.longest_days ?? null, edition.manifest.as_at_date),
  },
  { label: 'Rating', cell: ratedCell },
  { label: 'Answers for it', cell: answers },
];

/** A pathway is read down its weeks: how many children took each step in time, late, or have yet to. */
const byWeek: readonly LineColumn[] = [
  { label: 'Step', cell: nameCell },
  { label: 'Week', kind: 'number', cell: ({ limit_n }) => (limit_n === null ? '' : String(limit_n)) },
  {
    label: 'In time',
    kind: 'number lead',
    cell: (line) => (line.figure === null ? none(line) : number('met')(line)),
  },
  { label: 'Late', kind: 'number', cell: number('late') },
  { label: 'Overdue', kind: 'number', cell: number('overdue') },
  { label: 'Not yet due', kind: 'number', cell: number('not_yet_due') },
  { label: 'Rating', cell: ratedCell },
];

function linesTable(context: BlockContext, lines: readonly TrackingLine[], caption: string): Markup {
  const isPathway = lines.every(({ generic }) => generic === 'pathway_week');
  const columns = isPathway ? byWeek : usual;
  const rows: Row[] = lines.map((line, index) => {
    const isFurther = lines[index - 1]?.line_id === line.line_id && line.part_name !== null;
    return {
      look: isFurther ? 'sub' : 'main',
      cells: columns.map(({ cell }) => cell(line, context, isFurther)),
    };
  });
  return table(columns, rows, {
    caption: captionOf(context, caption),
    quietCaption: true,
    cards: true,
    look: 'lines',
  });
}

/** What the mark means, once on the page, where a line of it bears one. */
const proposedNote = (lines: readonly TrackingLine[]): Markup | null =>
  lines.some(({ is_proposed, limit_n }) => is_proposed && limit_n !== null)
    ? html`<p>${proposedMark} The document gives no number here: this limit is proposed, and the line is not rated until the authority adopts it.</p>`
    : null;

const ofAuthority = ({ edition, authority }: BlockContext): readonly TrackingLine[] =>
  edition.tracking.lines.filter((line) => line.authority === authority.authority);

/** A page of the authority's procedure: its sections in order, each with its lines. */
export const procedurePage: Block = (context) => {
  const { edition, authority, measureId: wanted } = context;
  const page = edition.pages.find((each) => each.page === wanted && each.authority === authority.authority);
  if (page === undefined) return html`<p>The procedure of ${authority.name} has no such page.</p>`;
  const all = ofAuthority(context);
  const shown = page.lines.map(({ line_id, part, section }) => ({
    section,
    lines: all.filter((line) => line.line_id === line_id && (part === '*' || line.part === part)),
  }));
  const sections = [...new Set(shown.map(({ section }) => section))];
  return html`<p>${page.introduction}</p>${proposedNote(shown.flatMap(({ lines }) => lines))}${sections.map(
    (section) => {
      const lines = shown.flatMap((each) => (each.section === section ? each.lines : []));
      return html`${headingOf(context, section)}${linesTable(context, lines, `${page.title}: ${section}`)}`;
    },
  )}`;
};

/** Every line of the procedure in the order of its document, those that cannot be measured apart, with the reason. */
export const procedureLines: Block = (context) => {
  const all = ofAuthority(context);
  if (all.length === 0) return html`<p>This edition holds no line of the procedure.</p>`;
  const lines = all.filter(({ state }) => state !== 'not measurable');
  const other = all.filter(({ state }) => state === 'not measurable');
  const fed = lines.filter(({ state }) => state === 'available').length;
  const reasons = table(
    [{ label: 'What the document asks' }, { label: 'Why it is not measured' }],
    other.map(({ name, reason }) => ({ cells: [name, reason ?? ''] })),
    { caption: captionOf(context, 'Not measured'), quietCaption: true, cards: true },
  );
  return html`<p>${wholeNumber(fed)} of ${wholeNumber(lines.length)} lines can be fed from the authority’s files.</p>${proposedNote(lines)}
${linesTable(context, lines, 'Every line of the procedure')}${other.length === 0 ? null : html`${headingOf(context, 'Not measured')}${reasons}`}`;
};

const views: Readonly<Record<string, string>> = {
  computed: 'As worked out from the lines',
  manager: 'As the meeting recorded it',
  reviewing_officer: 'As the reviewing officer sees it',
};
const colours = ['RED', 'AMBER', 'GREEN'] as const;
const colourNames: Readonly<Record<string, string>> = { RED: 'Red', AMBER: 'Amber', GREEN: 'Green' };
const pairs: Readonly<Record<string, string>> = {
  manager_and_computed: 'the meeting and what the lines make of the case',
  manager_and_reviewing_officer: 'the meeting and the reviewing officer',
  meeting_before: 'the last meeting and the one before',
};

/** Cases by colour as three see them, and how often two of them agree. */
export const caseColours: Block = (context) => {
  const cases = context.edition.tracking.cases.filter((row) => row.authority === context.authority.authority);
  if (cases.length === 0) return html`<p>No case has a colour on this day.</p>`;
  const count = (view: string, colour: string): number =>
    cases
      .filter((row) => row.view === view && row.colour === colour && row.against === 'all')
      .reduce((sum, { children }) => sum + children, 0);
  const agreed = Object.entries(pairs).flatMap(([view, said]) => {
    const rows = cases.filter((row) => row.view === view);
    const all = rows.reduce((sum, { children }) => sum + children, 0);
    const same = rows.reduce((sum, row) => sum + (row.colour === row.against ? row.children : 0), 0);
    return all === 0
      ? []
      : [
          html`<li>Of ${wholeNumber(all)} cases with both, ${said} give ${wholeNumber(same)} the same colour.</li>`,
        ];
  });
  return html`${table(
    [
      { label: 'Colour of the case' },
      ...colours.map((colour) => ({ label: colourNames[colour] ?? colour, kind: 'number' as const })),
    ],
    Object.entries(views).map(([view, name]) => ({
      cells: [name, ...colours.map((colour) => wholeNumber(count(view, colour)))],
    })),
    { caption: captionOf(context, 'Cases by colour'), cards: true },
  )}<ul>${agreed}</ul>`;
};
