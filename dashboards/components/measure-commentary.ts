import type { CommentaryDue, CommentaryEntry } from '../../pipeline/edition/commentary-format.ts';
import type { Manifest, MeasureMeta } from '../../pipeline/edition/format.ts';
import type { PublishedEdition } from '../edition.ts';
import { type Block, type BlockContext, behind, headingOf, measureOf } from './block.ts';
import { daysBetween, longDay } from './day.ts';
import { type Figure, figureOf, lineOf } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { daysText } from './number-format.ts';

/** Current before expired, then the newest figure first. */
function commentaryInOrder(entries: readonly CommentaryEntry[]): readonly CommentaryEntry[] {
  return [...entries].sort(
    (a, b) =>
      Number(b.current) - Number(a.current) ||
      (a.as_at_date === b.as_at_date ? 0 : a.as_at_date < b.as_at_date ? 1 : -1),
  );
}

/** What is said now of a line; undefined where nothing current is said. */
export function currentCommentary(
  edition: PublishedEdition,
  authority: string,
  measure: MeasureMeta,
  line: string,
): CommentaryEntry | undefined {
  return commentaryInOrder(edition.commentary.of(authority, measure.measure_id, line)).find(
    ({ current }) => current,
  );
}

/** Who answers for a line: the role of its action, of an alarm that a rule requires, of the procedure's line, or of a deadline. */
export function accountableOf(
  edition: PublishedEdition,
  authority: string,
  figure: Figure,
  entry?: CommentaryEntry,
): string | null {
  const { measure_id: id } = figure.measure;
  const { line } = figure.line;
  const isOf = (each: { authority: string; measure_id: string | null }) =>
    each.authority === authority && each.measure_id === id;
  const { escalations, deadlines } = edition.outlook;
  const lines = edition.tracking.lines.filter(isOf);
  return (
    entry?.owner_role ??
    escalations.find((each) => isOf(each) && each.line === line)?.role ??
    (lines.find(({ measure_line }) => measure_line === line) ?? lines[0])?.role ??
    deadlines.find(isOf)?.role ??
    figure.measure.accountable.find((each) => each.authority === authority)?.role ??
    null
  );
}

/** The day on which actions are judged: that of the meeting an edition is sealed for, else its as-at date. */
export const judgedOn = (manifest: Manifest): string => manifest.meeting_date ?? manifest.as_at_date;

/** When an action is to be done, and how far that day has passed. */
export function dueText(entry: CommentaryEntry, asAt: string): Markup {
  const by = `by ${longDay(entry.by_when)}`;
  return entry.overdue
    ? html`${by} <strong class="late">(overdue by ${daysText(daysBetween(entry.by_when, asAt))})</strong>`
    : html`${by}`;
}

/** Why commentary is wanted and what has become of it. */
function dueWords({ because, state, waived_because }: CommentaryDue): string {
  const states = {
    current: 'there is current commentary',
    expired: 'the commentary has expired',
    missing: 'no commentary yet',
    waived: `waived: ${waived_because ?? 'no reason given'}`,
  };
  return `${because}: ${states[state]}`;
}

function entryMarkup(context: BlockContext, measure: MeasureMeta, entry: CommentaryEntry): Markup {
  const { manifest } = context.edition;
  const mark = entry.current
    ? html`<span class="flag">current</span>`
    : html`<span class="flag">expired on ${longDay(entry.expires_on)}</span>`;
  const line = entry.line === 'main' ? '' : `, ${lineOf(measure, entry.line).name}`;
  return html`<article class="comment${entry.current ? '' : ' comment-old'}">${headingOf(context, html`On the figure of ${longDay(entry.as_at_date)}${line} ${mark}`)}
<dl class="facts">${entry.what_happened === '' ? null : html`<dt>What happened</dt><dd>${entry.what_happened}</dd>`}
<dt>Why</dt><dd>${entry.why}</dd>
${entry.effect_on_children === '' ? null : html`<dt>Effect on children</dt><dd>${entry.effect_on_children}</dd>`}
<dt>Action</dt><dd>${entry.action} <strong>${entry.owner_role}</strong>, ${dueText(entry, judgedOn(manifest))}. Status: ${entry.status}.</dd></dl>
${entry.body.map((paragraph) => html`<p>${paragraph}</p>`)}
<p class="small">Written by: ${entry.author_role}. Approved on ${longDay(entry.approved_on)}.</p></article>`;
}

/** What people say of the measure and what they do about it: current entries first, expired ones marked. */
export const measureCommentary: Block = (context) => {
  const measure = measureOf(context);
  const { edition, authority } = context;
  const entries = commentaryInOrder(edition.commentary.ofMeasure(authority.authority, measure.measure_id));
  const wanted = edition.commentaryDue
    .ofMeasure(authority.authority, measure.measure_id)
    .filter(({ state }) => state !== 'current')
    .map(
      (due) =>
        html`<p class="wanted">${due.line === 'main' ? null : html`${lineOf(measure, due.line).name} – `}${dueWords(due)}.</p>`,
    );
  const line = measure.rated_line;
  const figure = figureOf(edition, authority.authority, measure, { line });
  const current = entries.find((entry) => entry.current);
  const role = accountableOf(edition, authority.authority, figure, current);
  const who =
    role === null
      ? html`<p>No rule or commentary names who answers for this measure.</p>`
      : html`<p>Who answers: <strong>${role}</strong>.</p>`;
  if (entries.length === 0 && wanted.length === 0)
    return html`${who}<p>No commentary yet, and none is due.</p>`;
  const [first, ...others] = entries;
  return html`${who}${wanted}${first === undefined ? null : entryMarkup(context, measure, first)}
${
  others.length === 0
    ? null
    : behind(
        'Earlier and other commentaries',
        others.map((entry) => entryMarkup(context, measure, entry)),
      )
}`;
};
