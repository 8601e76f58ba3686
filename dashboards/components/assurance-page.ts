import { type Block, captionOf } from './block.ts';
import { longDay } from './day.ts';
import { html } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { sentenceCase } from './sentence.ts';
import { number, table } from './table.ts';
import { assuranceOf, freshnessText } from './trust.ts';

/** How old the data is, and what the edition was made from. */
export const freshness: Block = ({ edition, authority }) => {
  const assurance = assuranceOf(edition, authority);
  return html`<dl class="facts">
<dt>As-at date</dt><dd>${longDay(edition.manifest.as_at_date)}: the day that the figures describe.</dd>
<dt>Snapshot date</dt><dd>${longDay(authority.snapshot_date)}: what was known when.</dd>
<dt>Freshness</dt><dd>${assurance === undefined ? 'Not known.' : `${sentenceCase(freshnessText(assurance))}.`}</dd>
<dt>Procedure followed</dt><dd>${authority.procedure}</dd>
<dt>Snapshot</dt><dd><code>${authority.snapshot_id}</code>, sha256 <code class="long">${authority.snapshot_sha256}</code></dd></dl>`;
};

/** Rows read, accepted and quarantined, file by file. */
export const filesRead: Block = (context) => {
  const assurance = assuranceOf(context.edition, context.authority);
  if (assurance === undefined) return html`<p>Nothing is known of the files.</p>`;
  const counts = (entry: { rows_read: number; rows_accepted: number; rows_quarantined: number }) =>
    [entry.rows_read, entry.rows_accepted, entry.rows_quarantined].map(wholeNumber);
  const rows = assurance.files.map((file) => ({
    cells: [
      html`<code>${file.file}</code>`,
      file.recognised_as ?? html`<span class="quiet">not recognised: not read</span>`,
      ...counts(file),
    ],
  }));
  return table(
    [
      'File',
      'Recognised as',
      ...['Rows read', 'Accepted', 'Quarantined'].map((label) => ({ label, kind: 'number' as const })),
    ],
    [...rows, { cells: ['All files', '', ...counts(assurance)], look: 'total' }],
    { caption: captionOf(context, 'Rows read, accepted and quarantined'), cards: true },
  );
};

/** From when to when each kind of file is whole, how that is known, and what is not shown for it. */
export const coverage: Block = (context) => {
  const windows = assuranceOf(context.edition, context.authority)?.coverage ?? [];
  if (windows.length === 0)
    return html`<p>Nothing is known of the days that the files cover: every day is shown as if it were covered.</p>`;
  const day = (from: string | null) => (from === null ? 'not said' : longDay(from));
  const lines = (count: number) =>
    count === 0 ? 'no line' : `${wholeNumber(count)} ${count === 1 ? 'line' : 'lines'}`;
  const lost = ({ lost_today: today, lost_before: before }: (typeof windows)[number]) =>
    today + before === 0
      ? 'nothing'
      : `${lines(today)} today, ${lines(before)} at some earlier day that is shown`;
  const rows = windows.map((window) => ({
    cells: [
      html`<code>${window.source}</code>`,
      html`<code>${window.table}</code>`,
      day(window.stock_from),
      day(window.event_from),
      longDay(window.whole_to),
      window.known_by,
      lost(window),
    ],
  }));
  return table(
    ['File', 'Table', 'Who is in it: from', 'What happened: from', 'To', 'How known', 'Not available for it'],
    rows,
    { caption: captionOf(context, 'Days that the files cover'), cards: true },
  );
};

/** What was set aside, why, and what to do about it. */
export const quarantine: Block = (context) => {
  const entries = assuranceOf(context.edition, context.authority)?.quarantine ?? [];
  if (entries.length === 0) return html`<p>No row was quarantined.</p>`;
  const rows = [...entries]
    .sort((a, b) => b.rows - a.rows || (a.file < b.file ? -1 : 1))
    .map((entry) => ({
      cells: [
        html`<code>${entry.file}</code>`,
        entry.column === null ? 'whole row' : html`<code>${entry.column}</code>`,
        entry.reason,
        wholeNumber(entry.rows),
        entry.advice,
      ],
    }));
  return table(['File', 'Column', 'Reason', number('Rows'), 'What to do'], rows, {
    caption: captionOf(context, 'Quarantined rows by reason'),
    cards: true,
  });
};

/** Oddities in accepted rows that a reader should know of. */
export const qualityNotes: Block = (context) => {
  const notes = assuranceOf(context.edition, context.authority)?.quality ?? [];
  if (notes.length === 0) return html`<p>No quality note.</p>`;
  const rows = notes.map((note) => ({
    cells: [note.meaning, html`<code>${note.table}</code>`, wholeNumber(note.rows)],
  }));
  return table(['Note', 'Table', number('Rows')], rows, {
    caption: captionOf(context, 'Quality notes'),
    cards: true,
  });
};

/** Every check of the run with its meaning and result. */
export const checks: Block = ({ edition }) => {
  const severity = { stop: 'Stops publication', warn: 'Is printed here' };
  const rows = edition.assurance.checks.map((check) => ({
    cells: [
      check.meaning,
      html`<strong class="check-${check.result}">${check.result === 'pass' ? '✓ Pass' : '✗ Fail'}</strong>`,
      wholeNumber(check.rows),
      severity[check.severity],
      html`<code>${check.check}</code>`,
    ],
  }));
  return table(['What was checked', 'Result', number('Rows found'), 'If it fails', 'Check'], rows, {
    caption: 'Checks of this edition',
    cards: true,
  });
};

/** Versions of everything behind the edition, for whoever has to reproduce it. */
export const editionRecord: Block = ({ edition }) => {
  const { manifest } = edition;
  return html`<dl class="facts">
<dt>Edition</dt><dd><code>${manifest.edition_id}</code></dd><dt>Kind</dt><dd>${manifest.kind}</dd>
<dt>Code</dt><dd><code>${manifest.code_version}</code></dd><dt>Rules</dt><dd><code>${manifest.rules_version}</code></dd>
<dt>Input contract</dt><dd><code>${manifest.contract_version}</code></dd><dt>Warehouse</dt><dd><code>${manifest.warehouse}</code></dd></dl>`;
};
