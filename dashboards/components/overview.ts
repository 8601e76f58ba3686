import type { OutlookFile } from '../../pipeline/edition/outlook-format.ts';
import type { PublishedEdition } from '../edition.ts';
import { settingOf } from '../edition-face.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureLink } from './block.ts';
import { addDays, longDay, shortDay } from './day.ts';
import { lineOf } from './figure.ts';
import { waitCell } from './line-table.ts';
import { html, type Markup } from './markup.ts';
import { dueText, judgedOn } from './measure-commentary.ts';
import { childrenText, daysText, percentText, waitInWords, wholeNumber } from './number-format.ts';
import { sentenceCase } from './sentence.ts';
import { type Column, type Heading, number, table } from './table.ts';

type Drift = OutlookFile['drift'][number];

/** A link to a measure by its id, or the id where the edition has no such measure. */
export function measureName(edition: PublishedEdition, id: string, line = 'main'): Markup {
  const measure = edition.measures.find(({ measure_id }) => measure_id === id);
  if (measure === undefined) return html`${id}`;
  const sub = line === 'main' ? '' : `, ${lineOf(measure, line).name}`;
  return measureLink(measure, html`<span class="measure-id">${id}</span> ${measure.plain_name}${sub}`);
}

const tile = (name: string, big: string, note: Markup | string): Markup =>
  html`<li class="pair"><span class="pair-name">${name}</span><span class="big">${big}</span><span class="pair-note">${note}</span></li>`;

function longestTile(context: BlockContext, drift: Drift): Markup | null {
  const { longest_days: days, longest_measure_id: id, longest_line: line } = drift;
  if (days === null) return null;
  const where = id === null ? (drift.longest_name ?? '') : measureName(context.edition, id, line ?? 'main');
  const span = days < 28 ? '' : `${waitInWords(days, context.edition.manifest.as_at_date)}. `;
  return tile('Longest wait', daysText(days), html`${span}${where}`);
}

/** Children drifting: how many of how many, how many new and resolved, and the longest wait. */
export const driftSummary: Block = (context) => {
  const { edition, authority } = context;
  const drift = edition.outlook.drift.find((entry) => entry.authority === authority.authority);
  if (drift === undefined)
    return html`<p><strong>Not available:</strong> this edition does not say how many children are drifting.</p>`;
  const share =
    drift.looked_after === 0 ? '' : ` (${percentText((100 * drift.children) / drift.looked_after)})`;
  const since = `since ${longDay(drift.since)}`;
  const counted =
    drift.lines === undefined
      ? null
      : html`<p class="small">Counted once, whoever is overdue on any of the procedure's lists ${drift.lines.join(', ')}.</p>`;
  const missing =
    drift.lines_missing.length === 0
      ? null
      : html`<p class="small">Not counted, because the source cannot give them: ${drift.lines_missing.join(', ')}.</p>`;
  return html`<ul class="pairs drift">${tile('Children drifting', wholeNumber(drift.children), `of ${childrenText(drift.looked_after)} in care${share}`)}
${tile('New', wholeNumber(drift.new_children), since)}
${tile('Resolved', wholeNumber(drift.resolved_children), `${since}; ${wholeNumber(drift.left_children)} more left care`)}
${longestTile(context, drift)}</ul>${counted}${missing}`;
};

/** Escalations that a rule requires and the files do not show, with the role that answers for each. */
const overdueEscalations: Block = (context) => {
  const { edition, authority } = context;
  const open = edition.outlook.escalations.filter((entry) => entry.authority === authority.authority);
  const overdue = open.filter(({ children }) => children !== null && children > 0);
  const unknown = open.filter(({ children }) => children === null);
  const heading = headingOf(context, 'Overdue escalations');
  const missing =
    unknown.length === 0
      ? null
      : html`<p class="small">Not available from this source: ${unknown.map(({ what }) => what).join('; ')}.</p>`;
  if (open.length === 0)
    return html`${heading}<p>This procedure names nothing that must be escalated within a time.</p>`;
  if (overdue.length === 0)
    return html`${heading}${unknown.length < open.length ? html`<p>None: every escalation that can be looked for is on file.</p>` : null}${missing}`;
  const rows = overdue.map(({ measure_id, what, role, children, longest_days }) => ({
    cells: [
      // What is asked for says more than the name of a line that counts those for whom it was done.
      html`${sentenceCase(what)}<span class="under">${measureName(edition, measure_id)}</span>`,
      wholeNumber(children ?? 0),
      waitCell(longest_days, edition.manifest.as_at_date),
      role ?? html`<span class="quiet">no role named</span>`,
    ],
  }));
  return html`${heading}${table(
    ['What is asked for and not on file', number('Children'), number('Longest'), 'Accountable'],
    rows,
    { caption: captionOf(context, 'Overdue escalations'), quietCaption: true, cards: true },
  )}${missing}`;
};

/** Actions whose day has passed and which are not done, with the role that owns each. */
const overdueActions: Block = (context) => {
  const { edition, authority } = context;
  const late = edition.commentary.all
    .filter((entry) => entry.authority === authority.authority && entry.overdue)
    .sort((a, b) => (a.by_when === b.by_when ? 0 : a.by_when < b.by_when ? -1 : 1));
  const heading = headingOf(context, 'Overdue actions');
  if (late.length === 0) return html`${heading}<p>None. <a href="/actions">All actions</a></p>`;
  const rows = late.map((entry) => ({
    cells: [
      html`${entry.action}<span class="under">${measureName(edition, entry.measure_id, entry.line)}</span>`,
      dueText(entry, judgedOn(edition.manifest)),
      entry.owner_role,
    ],
  }));
  return html`${heading}${table(['Action', 'Due', 'Accountable'], rows, { caption: captionOf(context, 'Overdue actions'), quietCaption: true, cards: true })}`;
};

/** What is overdue now: escalations and actions, side by side where there is room. */
export const overdueNow: Block = (context) =>
  html`<div class="two"><section>${overdueEscalations(context)}</section><section>${overdueActions(context)}</section></div>`;

/** Time limits that fall due in the coming weeks: a row for each kind, a column for each week. */
export const deadlinesDue: Block = (context) => {
  const { edition, authority } = context;
  const due = edition.outlook.deadlines.filter((entry) => entry.authority === authority.authority);
  const unknown = edition.outlook.deadlines_missing.filter(
    (entry) => entry.authority === authority.authority,
  );
  const missing =
    unknown.length === 0
      ? null
      : html`<p class="small">Not available from this source: ${unknown.map(({ what }) => what).join('; ')}.</p>`;
  if (due.length === 0)
    return html`<p>No time limit that can be looked for falls due in the coming weeks.</p>${missing}`;
  // every week that is looked at, those too in which nothing falls due
  const { as_at_date: asAt } = edition.manifest;
  // of several authorities the first decides the setting: another may look further ahead
  const last = Math.max(settingOf(edition, 'outlook_weeks') ?? 1, ...due.map(({ week }) => week));
  const weeks = Array.from({ length: last }, (_, index) => index + 1);
  const kinds = new Map(
    due.map((entry) => [`${entry.measure_id}\n${entry.line}\n${entry.what}`, entry] as const),
  );
  const rows = [...kinds.values()].map((kind) => {
    const same = due.filter(
      ({ measure_id, line, what }) =>
        measure_id === kind.measure_id && line === kind.line && what === kind.what,
    );
    const counts = weeks.map((week) => same.find((entry) => entry.week === week)?.children ?? 0);
    return {
      cells: [
        html`${sentenceCase(kind.what)}<span class="under">${measureName(edition, kind.measure_id, kind.line)}</span>`,
        ...counts.map((count) => (count === 0 ? html`<span class="quiet">0</span>` : wholeNumber(count))),
        kind.role ?? html`<span class="quiet">no role named</span>`,
      ],
    };
  });
  const columns: readonly Heading[] = [
    'What falls due',
    ...weeks.map(
      (week): Column => ({
        label: html`Week ${week}<span class="under">to ${shortDay(addDays(asAt, 7 * week)).replace(/ \d+$/, '')}</span>`,
        kind: 'number',
      }),
    ),
    'Accountable',
  ];
  const caption = captionOf(
    context,
    `Children for whom a time limit falls due in the next ${weeks.length} weeks`,
  );
  return html`${table(columns, rows, { caption, cards: true, look: 'weeks' })}${missing}`;
};
