import type { CommentaryEntry } from '../../pipeline/edition/commentary-format.ts';
import { type Block, captionOf } from './block.ts';
import { html, type Markup } from './markup.ts';
import { dueText, judgedOn } from './measure-commentary.ts';
import { measureName } from './overview.ts';
import { type Heading, table } from './table.ts';

const columns: readonly Heading[] = ['Action', 'Measure', 'Owner', 'Due', 'Status'];

/** Overdue first, then open by the day they are due, then done and stopped. */
function inOrder(entries: readonly CommentaryEntry[]): readonly CommentaryEntry[] {
  const place = ({ overdue, status }: CommentaryEntry) =>
    overdue ? 0 : status === 'done' || status === 'stopped' ? 2 : 1;
  return [...entries].sort(
    (a, b) => place(a) - place(b) || (a.by_when === b.by_when ? 0 : a.by_when < b.by_when ? -1 : 1),
  );
}

function statusCell(entry: CommentaryEntry): Markup {
  return entry.overdue
    ? html`<strong class="late">overdue</strong> <span class="quiet">(${entry.status})</span>`
    : html`${entry.status}`;
}

/** Every action that commentaries name, overdue first, with its owner, its day and its state. */
export const actionsList: Block = (context) => {
  const { edition, authority } = context;
  const entries = inOrder(edition.commentary.all.filter((entry) => entry.authority === authority.authority));
  if (entries.length === 0) return html`<p>No action is on record: no commentary has been written yet.</p>`;
  const rows = entries.map((entry) => ({
    cells: [
      entry.action,
      measureName(edition, entry.measure_id, entry.line),
      entry.owner_role,
      dueText(entry, judgedOn(edition.manifest)),
      statusCell(entry),
    ],
  }));
  return table(columns, rows, { caption: captionOf(context, 'Actions: overdue first'), cards: true });
};

/** Which lines need commentary, and which have none. */
export const commentaryWanted: Block = (context) => {
  const { edition, authority } = context;
  const states = ['missing', 'expired', 'waived', 'current'] as const;
  const words = { missing: 'no commentary yet', expired: 'expired', waived: 'waived', current: 'current' };
  const due = edition.commentaryDue.all
    .filter((entry) => entry.authority === authority.authority)
    .sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  if (due.length === 0) return html`<p>No line is Red or shows a special cause for concern.</p>`;
  const rows = due.map(({ measure_id, line, because, state }) => ({
    cells: [
      measureName(edition, measure_id, line),
      because,
      state === 'missing' || state === 'expired' ? html`<strong>${words[state]}</strong>` : words[state],
    ],
  }));
  return table(['Measure and line', 'Because', 'Commentary'], rows, {
    caption: captionOf(context, 'Lines that need commentary before an edition can be sealed'),
    cards: true,
  });
};

/** Lines sealed without commentary, with the reason and the role that answered for it. */
export const waivers: Block = ({ edition }) => {
  const given = edition.manifest.waivers ?? [];
  if (given.length === 0) return html`<p>Nothing was waived.</p>`;
  return html`<ul>${given.map(({ measure_id, line, because, by_role }) => html`<li>${measureName(edition, measure_id, line)}: ${because.replace(/\.?$/, '')} (${by_role}).</li>`)}</ul>`;
};
