import type { Status } from '../../pipeline/edition/format.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import { benchmarkOf, besideSentence, type Extreme, extremesOf } from './benchmark-badge.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureLink } from './block.ts';
import {
  affectedOf,
  type Concern,
  concernsOf,
  type Decision,
  decisionsOf,
  type Relation,
  ratedFigures,
  ratingBefore,
  turnedRed,
} from './concern.ts';
import { countedBy, countText } from './counted.ts';
import { longDay } from './day.ts';
import type { Figure } from './figure.ts';
import { html, joined, type Markup } from './markup.ts';
import { accountableOf, dueText, judgedOn } from './measure-commentary.ts';
import { percentText, waitInWords, wholeNumber } from './number-format.ts';
import { denominatorText, notAvailableWords, shareSentence, standingSentence } from './sentence.ts';
import { isColour, statusLooks, statusTag } from './status.ts';
import { table } from './table.ts';
import { standingOut } from './team-page.ts';
import { travelOf, travelTag } from './travel.ts';

/** How many lines the first screen shows. */
const shown = 5;
const namesShown = 2;
/** Lines inside a decision, and lines in the best or worst quarter of authorities, that it names. */
const partsShown = 4;
const extremesShown = 2;
const colours: readonly Status[] = ['Green - on target', 'Amber - short of target', 'Red - worse than floor'];

/** What the first screen shows of them. */
const firstDecisions = (edition: PublishedEdition, authority: Authority): readonly Decision[] =>
  decisionsOf(edition, authority).slice(0, shown);

const isRed = ({ status }: Figure): boolean => statusLooks[status].key === 'red';

/** Where things stand, in one sentence. */
export const verdict: Block = ({ edition, authority }) => {
  const figures = ratedFigures(edition, authority).filter(({ status }) => isColour(status));
  const reds = figures.filter(isRed).length;
  const growingWorse = concernsOf(edition, authority).filter(({ specialCause }) => specialCause !== null);
  const worse = growingWorse.length;
  const ids = joined(
    growingWorse.map(({ figure }) => measureLink(figure.measure, figure.measure.measure_id)),
    ', ',
  );
  const drift = edition.outlook.drift.find((entry) => entry.authority === authority.authority);
  const growing =
    worse === 0
      ? 'none grows worse by more than chance'
      : html`${worse} ${worse === 1 ? 'grows' : 'grow'} worse by more than chance${worse <= namesShown ? html` (${ids})` : null}`;
  const drifting =
    drift === undefined || drift.looked_after === 0
      ? null
      : html`; <strong>${wholeNumber(drift.children)} of ${wholeNumber(drift.looked_after)} children in care (${percentText((100 * drift.children) / drift.looked_after)}) are drifting</strong>, ${wholeNumber(drift.new_children)} of them new since ${longDay(drift.since)}`;
  return html`<p class="verdict">On ${longDay(edition.manifest.as_at_date)}, <strong>${reds === 0 ? 'none' : wholeNumber(reds)} of ${wholeNumber(figures.length)} rated lines ${reds === 1 ? 'is' : 'are'} Red</strong> and ${growing}${drifting}.</p>`;
};

function lineLink({ measure, line }: Figure): Markup {
  const sub = line.line === 'main' ? '' : `: ${line.name}`;
  return measureLink(
    measure,
    html`<span class="measure-id">${measure.measure_id}</span> ${measure.plain_name}${sub}`,
  );
}

/** Names of lines, the first few. */
function names(figures: readonly Figure[], most = namesShown): Markup {
  if (figures.length === 0) return html`none`;
  const more = figures.length - most;
  const first = joined(figures.slice(0, most).map(lineLink), '; ');
  return more > 0 ? html`${first} <a href="/changes">and ${more} more</a>` : first;
}

/** What turned Red, got better or is new since the edition before, and which teams differ from the rest. */
export const sinceBefore: Block = ({ edition, authority }) => {
  const { before, ratings_before, reason } = edition.comparison;
  const item = (name: string, said: Markup | string) => html`<div><dt>${name}:</dt> <dd>${said}</dd></div>
`;
  const teams = html`${item('Teams that stand out', standingOut(edition, authority.authority))}${item('Beside other authorities', besideOthers(edition, authority))}`;
  if (before === null || ratings_before.length === 0)
    return html`<dl class="since">${item('Since before', before === null ? (reason ?? 'this is the first edition.') : 'the edition before does not say how it rated its lines.')}${teams}</dl>`;
  const rated = ratedFigures(edition, authority).filter(({ status }) => isColour(status));
  // With its rule a line may change its colour without a child: it is told apart.
  const changed = new Set(edition.comparison.rules_changed.map(({ measure_id }) => measure_id));
  const figures = rated.filter(({ measure }) => !changed.has(measure.measure_id));
  const was = (figure: Figure) => ratingBefore(edition, figure, authority.authority);
  const place = (status: Status) => colours.indexOf(status);
  const red = figures.filter((figure) => turnedRed({ figure, before: was(figure) }));
  const better = figures.filter((figure) => {
    const then = was(figure);
    return then !== undefined && isColour(then) && place(figure.status) < place(then);
  });
  const isNew = figures.filter((figure) => {
    const then = was(figure);
    const wasFree = then === undefined || !isColour(then) || place(then) === 0;
    return wasFree && place(figure.status) > 0 && !red.includes(figure);
  });
  const other = rated.filter(({ measure }) => changed.has(measure.measure_id));
  const ruled =
    other.length === 0
      ? null
      : item(
          'Rule changed',
          joined(
            other.map(({ measure }) => measureLink(measure, measure.measure_id)),
            ', ',
          ),
        );
  const since = html`<a href="/changes">the ${before.kind} edition of ${longDay(before.as_at_date)}</a>`;
  return html`<dl class="since">${item('Since', since)}${item('Turned Red', names(red))}${item('New', names(isNew))}${item('Got better', names(better, 1))}${ruled}${teams}</dl>`;
};

/** How the authority stands beside others: in which lines it is among the worst and the best, and what is not published. */
function besideOthers(edition: PublishedEdition, authority: Authority): Markup {
  const extremes = extremesOf(edition, authority.authority);
  const decided = firstDecisions(edition, authority);
  const without = decided.filter(({ figure }) => besideOf(edition, authority, figure) === null).length;
  const missing =
    without === 0
      ? null
      : html`nothing is published for ${without === decided.length ? 'any' : without} of the decisions above`;
  const named = (band: Extreme['band'], words: string): Markup | null => {
    const found = extremes.filter((each) => each.band === band);
    if (found.length === 0) return null;
    const first = found
      .slice(0, extremesShown)
      .map(
        ({ measure, name, ours, england }) =>
          html`${measureLink(measure, `${measure.measure_id} ${name}`)} (${ours}, England ${england})`,
      );
    const more = found.length - extremesShown;
    return html`${words} ${joined(first, '; ')}${more > 0 ? ` and ${more} more` : null}`;
  };
  return joined(
    [named('D', 'worst 25% on'), named('A', 'best 25% on'), missing].filter((part) => part !== null),
    '; ',
  );
}

const besideOf = (
  edition: PublishedEdition,
  { authority }: Authority,
  { measure, line }: Figure,
): string | null => besideSentence(benchmarkOf(edition, authority, measure, line.line));

/** `43 of 94 children on a placement order (46%)`; where more is better, those for whom it is not so. */
function howMany(figure: Figure): Markup {
  const affected = affectedOf(figure);
  const { count, denominator, measure, line } = figure;
  const isShare = ['count', 'percentage'].includes(measure.headline_statistic);
  if (affected === null || !isShare) return html`<strong>${shareSentence(figure)}</strong>`;
  const counts = countText(affected, countedBy(measure, line.line));
  if (denominator === null || denominator === 0) return html`<strong>${counts}</strong>`;
  const share = percentText((100 * affected) / denominator);
  const whom = html`${wholeNumber(denominator)}<span class="wide">${denominatorText(figure).slice(wholeNumber(denominator).length)}</span>`;
  return affected === count
    ? html`<strong>${wholeNumber(affected)}</strong> of ${whom} (${share})`
    : html`Not so for <strong>${wholeNumber(affected)}</strong> of ${whom} (${share})`;
}

function howLong({ figure, standing }: Concern, asAt: string): Markup {
  const since = isColour(figure.status) ? standingSentence(statusLooks[figure.status].word, standing) : null;
  const wait =
    figure.longestDays === null || figure.longestDays < 28
      ? null
      : `longest wait ${waitInWords(Math.round(figure.longestDays), asAt)}`;
  return joined([since, wait], '; ');
}

function response(context: BlockContext, { figure, entry }: Concern, of = ''): Markup {
  const { edition, authority } = context;
  const role = accountableOf(edition, authority.authority, figure, entry);
  const who = html`${of}<strong>${role ?? 'No role named'}</strong>`;
  if (entry === undefined) return html`${who}: <span class="wanted">no action recorded</span>`;
  const state = entry.status === 'done' ? 'done' : dueText(entry, judgedOn(edition.manifest));
  return html`${who}: ${entry.action.replace(/\.$/, '')}, ${state}`;
}

const relationWords: Readonly<Record<Relation, string>> = {
  list: 'Counted in it: ',
  same: 'The same children: ',
  line: 'Of them: ',
};

/** The lines inside a decision: the most urgent by name, the others by their ids, each with its number. */
function partsText(context: BlockContext, { parts }: Decision): Markup | null {
  const { edition, authority } = context;
  const [first, ...others] = parts;
  if (first === undefined) return null;
  const { measure, line } = first.figure;
  const travel = travelOf(edition, authority.authority, measure, line.line);
  const number = (concern: Concern) => wholeNumber(affectedOf(concern.figure) ?? 0);
  const more = others.length - partsShown + 1;
  return html`<p class="parts">${relationWords[first.relation]}${lineLink(first.figure)}${first.relation === 'same' ? null : html` (${number(first)}${first.specialCause === null ? null : html`, ${travelTag(travel, 'in a word')}`})`}${others
    .slice(0, partsShown - 1)
    .map(
      (each) => html`, ${measureLink(each.figure.measure, each.figure.measure.measure_id)} (${number(each)})`,
    )}${more > 0 ? ` and ${more} more` : null}.</p>`;
}

function decision(context: BlockContext, concern: Decision): Markup {
  const { edition, authority } = context;
  const { figure, parts } = concern;
  const travel = travelOf(edition, authority.authority, figure.measure, figure.line.line);
  const beside = besideOf(edition, authority, figure);
  const acted = parts.find(({ entry }) => entry !== undefined);
  return html`<li class="decision decision-${statusLooks[figure.status].key}"><div>${headingOf(context, html`${lineLink(figure)} ${statusTag(figure.status, 'short')}`)}
<p>${howMany(figure)}<span class="wide">. ${howLong(concern, edition.manifest.as_at_date)}</span>. ${travelTag(travel, 'alone')}${beside === null ? null : html`. ${beside}.`}</p>${partsText(context, concern)}</div>
<div><p>${response(context, concern)}.</p>${acted === undefined ? null : html`<p>${response(context, acted, `${acted.figure.measure.measure_id}, `)}.</p>`}</div></li>
`;
}

/** The lines that most need a decision: how many children, how long, whether it moves, who answers, what is being done. */
export const decisions: Block = (context) => {
  const found = firstDecisions(context.edition, context.authority);
  if (found.length === 0)
    return html`<p>No rated line is Red or Amber, and no line grows worse by more than chance.</p>`;
  return html`<ol class="decisions">${found.map((each) => decision(context, each))}</ol>`;
};

/** Every further line that is Red or Amber or grows worse, a row each, behind one line of words. */
export const furtherConcerns: Block = (context) => {
  const { edition, authority } = context;
  const decided = new Set(firstDecisions(edition, authority).map(({ figure }) => figure));
  const rest = concernsOf(edition, authority).filter(({ figure }) => !decided.has(figure));
  if (rest.length === 0) return null;
  const rows = rest.map((concern) => ({
    cells: [
      lineLink(concern.figure),
      statusTag(concern.figure.status, 'short'),
      concern.figure.status === 'Not available' ? notAvailableWords : howMany(concern.figure),
      howLong(concern, edition.manifest.as_at_date),
      travelTag(travelOf(edition, authority.authority, concern.figure.measure, concern.figure.line.line)),
      response(context, concern),
    ],
  }));
  const caption = `The other ${rest.length} lines that are Red or Amber or grow worse`;
  return html`<details class="further"><summary>${caption}</summary>
${table(
  ['Line', 'Rating', 'How many', 'How long', 'Direction', 'Who answers, and what is being done'],
  rows,
  { caption: captionOf(context, caption), quietCaption: true, cards: true },
)}</details>`;
};
