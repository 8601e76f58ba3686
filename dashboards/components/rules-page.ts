import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { type Block, type BlockContext, captionOf, headingOf, measureLink } from './block.ts';
import { html } from './markup.ts';
import { agreementCell, forceCell, lengthText, newestFirst, ruleLineName } from './measure-rules.ts';
import { rulesOf } from './rule-change.ts';
import { proposedMark } from './sentence.ts';
import { number, type Row, table } from './table.ts';

const familyWords = {
  C: 'compliance',
  N: 'benchmark',
  Z: 'drift list',
  X: 'context',
} as const;

function ratingRows(context: BlockContext, measure: MeasureMeta): readonly Row[] {
  const asAt = context.edition.manifest.as_at_date;
  const { targets } = rulesOf(measure, context.authority.authority);
  return newestFirst(targets).map((target) => ({
    cells: [
      html`${measureLink(measure, measure.measure_id)} ${ruleLineName(measure, target.line)}`,
      html`${target.family} <span class="quiet">${familyWords[target.family]}</span>`,
      target.in_words,
      target.basis,
      forceCell(target, asAt),
      target.source,
      agreementCell(target),
    ],
  }));
}

/** Every rating rule by measure: family, rule in words, basis, since when, source, approval. */
export const rulesTargets: Block = (context) => {
  const rows = context.edition.measures.flatMap((measure) => ratingRows(context, measure));
  if (rows.length === 0) return html`<p>This edition holds no rating rule.</p>`;
  return table(['Measure and line', 'Family', 'Rule', 'Basis', 'In force', 'Source', 'Agreed?'], rows, {
    caption: captionOf(context, 'Rating rules'),
    quietCaption: true,
    cards: true,
    look: 'rules',
  });
};

/** Every time limit by measure, with its length, source and approval. */
export const rulesLimits: Block = (context) => {
  const asAt = context.edition.manifest.as_at_date;
  const rows = context.edition.measures.flatMap((measure) =>
    newestFirst(rulesOf(measure, context.authority.authority).limits).map((limit) => ({
      cells: [
        html`${measureLink(measure, measure.measure_id)} ${limit.meaning}`,
        lengthText(limit),
        forceCell(limit, asAt),
        limit.source,
        agreementCell(limit),
      ],
    })),
  );
  if (rows.length === 0) return html`<p>This edition holds no time limit.</p>`;
  return table(['Time limit', 'Length', 'In force', 'Source', 'Agreed?'], rows, {
    caption: captionOf(context, 'Time limits'),
    quietCaption: true,
    cards: true,
    look: 'rules',
  });
};

function countRow(name: string, rules: readonly { readonly agreed: boolean }[]): Row {
  const agreed = rules.filter((rule) => rule.agreed).length;
  return { cells: [name, agreed, rules.length - agreed, rules.length] };
}

/** How many rules are agreed and how many are only proposed, by kind. */
export const rulesCounts: Block = (context) => {
  const { edition, authority } = context;
  const asAt = edition.manifest.as_at_date;
  const holds = (rule: { effective_from: string; effective_to: string | null }) =>
    rule.effective_from <= asAt && (rule.effective_to === null || rule.effective_to > asAt);
  const rules = edition.measures.map((measure) => rulesOf(measure, authority.authority));
  const targets = rules.flatMap((each) => each.targets).filter((rule) => holds(rule) && rule.family !== 'X');
  const limits = rules.flatMap((each) => each.limits).filter(holds);
  const bases = (['statutory', 'national', 'local'] as const).map((basis) =>
    countRow(
      `Rating rules, ${basis}`,
      targets.filter((rule) => rule.basis === basis),
    ),
  );
  return table(
    ['Rules in force on the day', number('Agreed'), number('Proposed'), number('All')],
    [...bases, countRow('Time limits', limits)],
    { caption: captionOf(context, `Rules: agreed, or proposed ${proposedMark}`), look: 'compact' },
  );
};

/** Settings that the program works by, as the rule book has them: looking back, charts, small groups. */
export const rulesSettings: Block = ({ edition }) =>
  table(
    ['Setting', number('Value'), 'Source'],
    edition.manifest.settings.map(({ meaning, value, source }) => ({ cells: [meaning, value, source] })),
    { caption: 'Settings of charts, small groups and dates', cards: true },
  );

/** Where the limits of a control chart begin anew, and why. */
export const rulesRebased: Block = (context) => {
  const { edition, authority } = context;
  const changes = edition.charts.all
    .filter((chart) => chart.authority === authority.authority)
    .flatMap((chart) => chart.rebased.map((change) => ({ ...change, id: chart.measure_id })));
  const words = [
    ...new Set(changes.map(({ id, from, reason, source }) => `${id}, ${from}: ${reason} (${source})`)),
  ];
  if (words.length === 0)
    return html`<p>No change of process has been declared: every chart has one mean.</p>`;
  return html`${headingOf(context, 'Declared changes of process')}<ul>${words.map((text) => html`<li>${text}</li>`)}</ul>`;
};
