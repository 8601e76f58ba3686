import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { type Block, behind, captionOf, measureOf } from './block.ts';
import { longDay } from './day.ts';
import { type Limit, lineOf, type Target } from './figure.ts';
import { html, type Markup } from './markup.ts';
import { rulesOf } from './rule-change.ts';
import { proposedMark } from './sentence.ts';
import { type Heading, table } from './table.ts';

const backings = {
  statutory: 'statutory',
  national: 'national definition',
  'own procedure': 'agreed: the authority’s own published procedure',
} as const;

/** Who stands behind a rule and since when, or the mark that nobody does. */
export function agreementCell(rule: Target | Limit): Markup {
  if (!rule.agreed) return html`<span class="flag">proposed ${proposedMark}</span>`;
  const { approved_by_role: role, approved_on: day, backing } = rule;
  if (backing !== null && backing !== 'approved' && backing !== 'proposed') return html`${backings[backing]}`;
  return html`agreed${role === null ? null : html` by ${role}`}${day === null ? null : html` on ${longDay(day)}`}`;
}

/** From when until when a rule is in force. */
export function forceCell(rule: Target | Limit, asAt: string): Markup {
  const { effective_from: from, effective_to: to } = rule;
  if (from > asAt) return html`from ${longDay(from)} <span class="flag">not yet</span>`;
  if (to === null) return html`since ${longDay(from)}`;
  return to <= asAt
    ? html`${longDay(from)} to ${longDay(to)} <span class="flag">ended</span>`
    : html`${longDay(from)} until ${longDay(to)}`;
}

/** A number of units: `6 months`, `1 month`. */
export function lengthText({ n, unit }: Limit): string {
  return unit === 'count' ? String(n) : `${n} ${(n === 1 ? unit.replace(/s$/, '') : unit).replace('_', ' ')}`;
}

/** The newest rule of each kind first. */
export function newestFirst<T extends Target | Limit>(rules: readonly T[]): readonly T[] {
  return [...rules].sort((a, b) =>
    a.effective_from === b.effective_from ? 0 : a.effective_from < b.effective_from ? 1 : -1,
  );
}

/** What a rating rule is about. */
export function ruleLineName(measure: MeasureMeta, line: string): string {
  return line === 'main' ? measure.name : lineOf(measure, line).name;
}

const ends: readonly Heading[] = ['In force', 'Source', 'Agreed?'];

/** Time limits and rating rules of every month shown, each with basis, source and approval. */
export const measureRules: Block = (context) => {
  const measure = measureOf(context);
  const asAt = context.edition.manifest.as_at_date;
  const { targets, limits } = rulesOf(measure, context.authority.authority);
  const ratings = measure.lines.flatMap(({ line }) =>
    newestFirst(targets.filter((target) => target.line === line)).map((target) => ({
      cells: [
        ruleLineName(measure, line),
        target.in_words,
        target.basis,
        forceCell(target, asAt),
        target.source,
        agreementCell(target),
      ],
    })),
  );
  const lengths = newestFirst(limits).map((limit) => ({
    cells: [limit.meaning, lengthText(limit), forceCell(limit, asAt), limit.source, agreementCell(limit)],
  }));
  const tables = html`${
    ratings.length === 0
      ? html`<p>No rating rule: the measure is context.</p>`
      : table(['Line', 'Rating rule', 'Basis', ...ends], ratings, {
          caption: captionOf(context, 'Rating rules of the months shown'),
          cards: true,
        })
  }
${
  lengths.length === 0
    ? html`<p>No time limit applies.</p>`
    : table(['Time limit', 'Length', ...ends], lengths, {
        caption: captionOf(context, 'Time limits of the months shown'),
        cards: true,
      })
}`;
  return behind('Rating rules and time limits', tables);
};
