import type { TeamPages } from '../../pipeline/edition/format.ts';
import { trendSparkline } from '../chart/trend-figure.ts';
import type { PublishedEdition } from '../edition.ts';
import { type Block, type BlockContext, measureLink } from './block.ts';
import { ratedFigures } from './concern.ts';
import { monthsBefore } from './day.ts';
import { type Figure, figureOf, figureSeries, lineOf, monthEnds } from './figure.ts';
import { html, joined, type Markup } from './markup.ts';
import { isWorse, outlierTag } from './measure-breakdowns.ts';
import { percentText, waitInWords, wholeNumber } from './number-format.ts';
import { sharePercent } from './sentence.ts';
import { type Heading, number, type Row, table } from './table.ts';
import { headlineText } from './value-text.ts';

type Team = TeamPages[number];
type Outlier = PublishedEdition['outliers']['all'][number];

/** Teams that the first screen names. */
const namesShown = 3;
/** Lines that a team's page names before its table does. */
const linesNamed = 5;

const teamLink = ({ page, label }: Team): Markup => html`<a href="/teams/${page}">${label}</a>`;

/** The rated lines on which a group differs from the rest of its authority by more than chance. */
function outliersOf(edition: PublishedEdition, team: Team): readonly Outlier[] {
  const isRated = ({ measure_id, line }: Outlier): boolean =>
    edition.measures.some(
      (measure) =>
        measure.measure_id === measure_id &&
        measure.lines.some((each) => each.line === line && each.rated) &&
        measure.targets.some((target) => target.line === line && target.family !== 'X'),
    );
  return edition.outliers.all.filter(
    (outlier) =>
      outlier.authority === team.authority &&
      outlier.breakdown === team.breakdown &&
      outlier.group === team.group &&
      isRated(outlier),
  );
}

/** The lines on which a team is worse than the rest: those that lie further away first, then those of most children. */
function worseOf(edition: PublishedEdition, team: Team): readonly Outlier[] {
  const size = ({ measure_id, line }: Outlier): number => readOf(edition, team)(measure_id, line)?.count ?? 0;
  return outliersOf(edition, team)
    .filter((outlier) => {
      const measure = edition.measures.find(({ measure_id }) => measure_id === outlier.measure_id);
      return measure !== undefined && isWorse(outlier, measure);
    })
    .toSorted((a, b) => Number(b.beyond === 'action') - Number(a.beyond === 'action') || size(b) - size(a));
}

/** Teams, or services, with the number of lines on which each is worse than the rest, most first. */
const ranked = (edition: PublishedEdition, authority: string, breakdown: Team['breakdown']) =>
  edition.teams
    .filter((team) => team.authority === authority && team.breakdown === breakdown)
    .map((team) => ({ team, worse: worseOf(edition, team) }))
    .sort((a, b) => b.worse.length - a.worse.length);

/** In what a team is worse, and how far: the line that lies furthest from the rest, and how many more there are. */
function worstText(
  edition: PublishedEdition,
  team: Team,
  [worst, ...others]: readonly Outlier[],
): Markup | null {
  const own = worst === undefined ? undefined : readOf(edition, team)(worst.measure_id, worst.line);
  if (own === undefined) return null;
  const whole = figureOf(edition, team.authority, own.measure, { line: own.line.line });
  const share = sharePercent(own);
  const beside = share === null ? '' : ` (${share}, the rest ${restText({ own, whole })})`;
  const more = others.length === 0 ? null : ` and ${others.length} more`;
  return html`${measureLink(own.measure, `${own.measure.measure_id} ${own.measure.plain_name}`)}${beside}${more}`;
}

/** The teams that are worse than the rest by more than chance, most lines first, each with the line it is worst on. */
export function standingOut(edition: PublishedEdition, authority: string): Markup {
  const teams = ranked(edition, authority, 'team').filter(({ worse }) => worse.length > 0);
  if (teams.length === 0) return html`none differs from the rest by more than chance`;
  const first = teams
    .slice(0, namesShown)
    .map(({ team, worse }) => html`${teamLink(team)}: ${worstText(edition, team, worse)}`);
  return html`${joined(first, '; ')}. <a href="/teams">All teams</a>`;
}

/** A figure of a team by the id of its measure; undefined where the edition has no such measure. */
function readOf(edition: PublishedEdition, { authority, breakdown, group }: Team) {
  return (id: string, line = 'main'): Figure | undefined => {
    const measure = edition.measures.find(({ measure_id }) => measure_id === id);
    return measure === undefined
      ? undefined
      : figureOf(edition, authority, measure, { line, breakdown, group });
  };
}

function listRow(edition: PublishedEdition, { team, worse }: ReturnType<typeof ranked>[number]): Row {
  const read = readOf(edition, team);
  const drifting = read('B27');
  const counted = (figure: Figure | undefined): string =>
    figure?.count == null ? '–' : wholeNumber(figure.count);
  const share = drifting === undefined ? null : sharePercent(drifting);
  const strong = worse.length === 0 ? '0' : html`<strong>${worse.length}</strong>`;
  const better = outliersOf(edition, team).length - worse.length;
  return {
    cells: [teamLink(team), counted(read('B7')), counted(drifting), share ?? '–', strong, String(better)],
  };
}

/** Every service and team: children, and on how many lines it differs from the rest. */
export const teamList: Block = ({ edition, authority }) => {
  if (!edition.teams.some((team) => team.authority === authority.authority))
    return html`<p>The files name no team or service.</p>`;
  const listed = (breakdown: Team['breakdown'], name: string): Markup | null => {
    const rows = ranked(edition, authority.authority, breakdown).map((each) => listRow(edition, each));
    const columns: readonly Heading[] = [
      { label: name },
      number('Children in care'),
      number('Drifting'),
      number('Share drifting'),
      number('Lines worse than the rest'),
      number('Lines better'),
    ];
    return rows.length === 0
      ? null
      : table(columns, rows, { caption: `${name}s of ${authority.name}`, look: 'few-columns', cards: true });
  };
  return [listed('service', 'Service'), listed('team', 'Team')];
};

/** A line as the team sees it, and as the rest of the authority does. */
interface Seen {
  readonly own: Figure;
  readonly whole: Figure;
  readonly series: readonly Figure[];
  readonly outlier: Outlier | undefined;
}

function teamOf({ edition, measureId }: BlockContext): Team | undefined {
  return edition.teams.find(({ page }) => page === measureId);
}

/** The lines that the team has figures of: those on which it is worse first, then better, then as the site has them. */
function seenBy(edition: PublishedEdition, team: Team): readonly Seen[] {
  const { authority: code, breakdown, group } = team;
  const authority = edition.manifest.authorities.find((each) => each.authority === code);
  if (authority === undefined) return [];
  const outliers = outliersOf(edition, team);
  const since = monthsBefore(edition.manifest.as_at_date, 12);
  const place = ({ outlier, own }: Seen) =>
    outlier === undefined ? 2 : isWorse(outlier, own.measure) ? 0 : 1;
  return ratedFigures(edition, authority)
    .map((whole) => {
      const { measure, line } = whole;
      const choice = { line: line.line, breakdown, group };
      return {
        whole,
        own: figureOf(edition, code, measure, choice),
        series: monthEnds(figureSeries(edition, code, measure, choice)).filter(({ day }) => day >= since),
        outlier: outliers.find((each) => each.measure_id === measure.measure_id && each.line === line.line),
      };
    })
    .filter(({ own }) => (own.denominator ?? own.count ?? 0) > 0)
    .sort((a, b) => place(a) - place(b));
}

/** The share, or the number, or the time of a line among everybody but the team. */
function restText({ own, whole }: Pick<Seen, 'own' | 'whole'>): string {
  if (whole.count === null || own.count === null) return headlineText(whole) ?? '–';
  const [count, of] = [whole.count - own.count, (whole.denominator ?? 0) - (own.denominator ?? 0)];
  if (own.percent !== null && of > 0) return percentText((100 * count) / of, whole.target);
  if (own.meanDays !== null || own.medianDays !== null) return `${headlineText(whole) ?? '–'} (all)`;
  return wholeNumber(count);
}

/** A time or a rate; a number says nothing more here than beside it. */
const timeText = (figure: Figure): string =>
  figure.measure.headline_statistic === 'count' ? '' : (headlineText(figure) ?? '–');

function seenRow(asAt: string, seen: Seen): Row {
  const { own, series, outlier } = seen;
  const { measure, line } = own;
  const name = html`${measureLink(measure, html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}`)}${line.line === 'main' ? null : html`<span class="under">${line.name}</span>`}`;
  const count = own.count === null ? '–' : wholeNumber(own.count);
  return {
    cells: [
      name,
      own.denominator === null
        ? count
        : html`${count}<span class="under">of ${wholeNumber(own.denominator)}</span>`,
      own.status === 'Suppressed' ? 'Suppressed' : (sharePercent(own) ?? timeText(own)),
      restText(seen),
      outlierTag(outlier, measure),
      own.longestDays === null ? '' : waitInWords(Math.round(own.longestDays), asAt),
      trendSparkline(series, `${measure.measure_id}, this team, ${series.length} month-ends`),
    ],
  };
}

/** Every line as the team sees it, against the rest of the authority, with its year. */
export const teamLines: Block = (context) => {
  const team = teamOf(context);
  if (team === undefined) return null;
  const { edition } = context;
  const seen = seenBy(edition, team);
  if (seen.length === 0) return html`<p>No line has a figure for ${team.label} on this day.</p>`;
  return table(
    [
      'Line',
      number('Ours'),
      number('Share or time'),
      number('The rest'),
      { label: 'Beside the rest', kind: 'status' },
      number('Longest wait'),
      { label: 'A year', kind: 'picture' },
    ],
    seen.map((each) => seenRow(edition.manifest.as_at_date, each)),
    {
      caption: `${team.label}: every line, where it differs from the rest first`,
      cards: true,
      look: 'team',
    },
  );
};

/** The lines on which a team is worse than the rest, or better, as links. */
function differing(edition: PublishedEdition, team: Team, worse: boolean): Markup {
  const found = outliersOf(edition, team).flatMap((outlier) => {
    const measure = edition.measures.find(({ measure_id }) => measure_id === outlier.measure_id);
    if (measure === undefined || measure.polarity === 'none' || isWorse(outlier, measure) !== worse)
      return [];
    const sub = outlier.line === 'main' ? '' : `: ${lineOf(measure, outlier.line).name}`;
    return [measureLink(measure, `${measure.measure_id} ${measure.plain_name}${sub}`)];
  });
  if (found.length === 0) return html`on no rated line`;
  const more = found.length - linesNamed;
  return html`${joined(found.slice(0, linesNamed), '; ')}${more > 0 ? `; and ${more} more, below` : null}`;
}

/** What is the team's own: its children, where it differs, and where the children are listed. */
export const teamMine: Block = (context) => {
  const team = teamOf(context);
  if (team === undefined) return null;
  const { edition } = context;
  const read = readOf(edition, team);
  const tile = (name: string, id: string, note: string): Markup | null => {
    const count = read(id)?.count ?? null;
    return count === null
      ? null
      : html`<li class="pair"><span class="pair-name">${name}</span><span class="big">${wholeNumber(count)}</span><span class="pair-note">${note}</span></li>`;
  };
  return html`<ul class="pairs">${tile('Children in care', 'B7', `with this ${team.breakdown}`)}${tile('Drifting', 'B27', 'on a list that should be empty')}</ul>
<dl class="facts"><dt>Worse than the rest</dt><dd>${differing(edition, team, true)}</dd><dt>Better than the rest</dt><dd>${differing(edition, team, false)}</dd></dl>
<p class="small">Differs means by more than chance. Whose children these are stands in the Monday pack of the ${team.breakdown}, which holds what this site must not. <a href="/teams">All teams and services</a></p>`;
};
