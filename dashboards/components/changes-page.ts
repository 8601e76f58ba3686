import type { Change } from '../../pipeline/edition/change-format.ts';
import type { PublishedEdition } from '../edition.ts';
import { measureById } from '../edition-face.ts';
import { type Block, behind, captionOf } from './block.ts';
import { type Counted, countedBy, countText } from './counted.ts';
import { longDay } from './day.ts';
import { html, joined, type Markup } from './markup.ts';
import { measureName } from './overview.ts';
import { type Heading, number, type Row, table } from './table.ts';
import { movementText, preciseText } from './value-text.ts';

const named = 3;

/** Movements that most need an explanation: the largest beside what the figure was. */
function largestFirst(changes: readonly Change[]): readonly Change[] {
  const weight = ({ before, after }: Change) => Math.abs(after - before) / Math.max(1, Math.abs(before));
  return [...changes].sort((a, b) => weight(b) - weight(a));
}

/** The edition that this one is compared with, and which rules have changed since. */
export const changesBefore: Block = ({ edition }) => {
  const { before, reason, rules_changed } = edition.comparison;
  if (before === null)
    return html`<p><strong>Nothing is compared.</strong> ${reason ?? 'This is the first edition.'}</p>`;
  const kind = before.kind === 'sealed' ? 'sealed edition' : 'working edition';
  const rules = rules_changed.map(
    ({ measure_id, meaning }) => html`<li>${measureName(edition, measure_id)}: ${meaning}</li>`,
  );
  return html`<p>Compared with the ${kind} of <strong>${longDay(before.as_at_date)}</strong> (<span class="edition-id">${before.edition_id}</span>).</p>
${rules.length === 0 ? html`<p>No rule has changed since then.</p>` : html`<p>Rules changed since then:</p><ul>${rules}</ul>`}`;
};

/** What the line of a change counts. */
function countsOf(edition: PublishedEdition, { measure_id, line }: Change): Counted {
  return countedBy(measureById(edition, measure_id), line);
}

export function partsOf({ definition, recorded_since, real, unit }: Change, counts: Counted): Markup {
  const part = (name: string, value: number) =>
    value === 0 ? null : `${movementText(value, unit, counts)} ${name}`;
  return joined(
    [part('real', real), part('recorded since', recorded_since), part('from changed rules', definition)],
    ', ',
  );
}

/** The largest movements in sentences: what happened, and how much of it is real. */
export const changesLargest: Block = ({ edition, authority }) => {
  const moved = largestFirst(
    edition.changes.all.filter(
      (change) => change.authority === authority.authority && change.after !== change.before,
    ),
  ).slice(0, named);
  if (moved.length === 0)
    return html`<p>${edition.comparison.before === null ? 'There is nothing to compare with.' : 'No figure has moved.'}</p>`;
  return html`<ul class="movements">${moved.map((change) => {
    const counts = countsOf(edition, change);
    return html`<li>${measureName(edition, change.measure_id, change.line)}: ${preciseText(change.before, change.unit)} became <strong>${preciseText(change.after, change.unit)}</strong> (${movementText(change.after - change.before, change.unit, counts)}): ${partsOf(change, counts)}.</li>`;
  })}</ul>`;
};

const columns: readonly Heading[] = [
  'Measure and line',
  number('Before'),
  number('Definition'),
  number('Recorded since'),
  number('Real'),
  number('After'),
];

function recordedCell(change: Change, counts: Counted): Markup {
  const { late_recorded_children: late, corrected_children: corrected } = change;
  const who = joined(
    [
      late === 0 ? null : `${countText(late, counts)} recorded late`,
      corrected === 0 ? null : `${countText(corrected, counts)} corrected`,
    ],
    ', ',
  );
  return html`${movementText(change.recorded_since, change.unit, counts)}<span class="under">${who}</span>`;
}

/** The movement of a measure's headline in its three parts, which add up exactly; everything else behind a line of words. */
export const changesTable: Block = (context) => {
  const { edition, authority } = context;
  const changes = edition.changes.all.filter((change) => change.authority === authority.authority);
  if (changes.length === 0) return html`<p>No movement is split in this edition.</p>`;
  const order = edition.measures.map(({ measure_id }) => measure_id);
  const inOrder = [...changes].sort((a, b) => order.indexOf(a.measure_id) - order.indexOf(b.measure_id));
  const isFirst = (change: Change): boolean => {
    const { headline_statistic, rated_line } = measureById(edition, change.measure_id);
    const moves = [change.definition, change.recorded_since, change.real].some((part) => part !== 0);
    return moves && change.statistic === headline_statistic && change.line === rated_line;
  };
  const first = inOrder.filter(isFirst);
  const rest = inOrder.filter((change) => !first.includes(change));
  const drawn = (some: readonly Change[], caption: string): Markup =>
    table(
      columns,
      some.map((change) => changeRow(edition, change)),
      {
        caption: captionOf(context, caption),
        cards: true,
        look: 'changes',
      },
    );
  return html`${first.length === 0 ? html`<p>No headline figure has moved.</p>` : drawn(first, 'What each headline’s movement is made of')}${
    rest.length === 0
      ? null
      : behind(
          `The other ${rest.length} figures: further lines and statistics, and what did not move`,
          drawn(rest, 'What every other figure’s movement is made of'),
        )
  }`;
};

function changeRow(edition: PublishedEdition, change: Change): Row {
  const counts = countsOf(edition, change);
  return {
    cells: [
      measureName(edition, change.measure_id, change.line),
      preciseText(change.before, change.unit),
      movementText(change.definition, change.unit, counts),
      recordedCell(change, counts),
      movementText(change.real, change.unit, counts),
      html`<strong>${preciseText(change.after, change.unit)}</strong>`,
    ],
  };
}

/** Figures that could not be split, with the reason. */
export const changesNotSplit: Block = (context) => {
  const { edition, authority } = context;
  const entries = edition.notSplit.all.filter((entry) => entry.authority === authority.authority);
  if (entries.length === 0)
    return html`<p>${edition.comparison.before === null ? 'There is nothing to split.' : 'Every figure that both editions hold could be split.'}</p>`;
  const reasons = [...new Set(entries.map(({ reason }) => reason))];
  return html`<ul>${reasons.map((reason) => {
    const lines = entries.filter((entry) => entry.reason === reason);
    return html`<li>${reason.replace(/\.?$/, '')}: ${lines.map(({ measure_id, line }, index) => html`${index === 0 ? '' : '; '}${measureName(edition, measure_id, line)}`)}.</li>`;
  })}</ul>`;
};
