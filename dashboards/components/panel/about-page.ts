import type { PanelManifest } from '../../../pipeline/edition/panel-format.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { longDay } from '../day.ts';
import { html } from '../markup.ts';
import { table } from '../table.ts';
import type { PanelBlock } from './panel-block.ts';
import { downloadPath } from './panel-frame.ts';

/** A rule of the disclosure policy in plain English, by its key. */
const ruleWords: Readonly<Record<string, (value: string) => string>> = {
  least_count: (value) => `A number of children below ${value} is hidden, unless there are none.`,
  least_denominator: (value) => `A share is hidden where it is of fewer than ${value} children.`,
  least_numerator: (value) => `A share is hidden where it stands for fewer than ${value} children.`,
  least_average: (value) => `An average is hidden where it is of fewer than ${value} children.`,
  average_step_days: (value) => `Averages are rounded to the nearest ${value} days.`,
  round_cross_breaks_to: (value) => `Numbers in tables by group are rounded to the nearest ${value}.`,
  least_interval_width: (value) =>
    `A hidden number must stay uncertain: by working it out, nobody may come closer than a range of ${value}.`,
  hidden_share_percent: (value) =>
    `Where more than ${value}% of a table would be hidden, its groups are put together, or it is not printed.`,
};

function ruleText({ rule, value }: PanelManifest['policy'][number]): string {
  return ruleWords[rule]?.(String(value)) ?? `${rule.replaceAll('_', ' ')}: ${value}.`;
}

/** Rules of the policy about what no Panel paper prints: figures month by month. */
const aboutNothingPrinted: ReadonlySet<string> = new Set(['month_series_least']);

/** The disclosure policy in force, rule by rule, as far as it is about anything printed. */
export const policyRules: PanelBlock = ({ edition: { manifest } }) => {
  const rules = manifest.policy.filter(({ rule }) => !aboutNothingPrinted.has(rule));
  const rows = rules.map((rule) => ({
    cells: [ruleText(rule), rule.agreed ? 'agreed' : 'proposed, not agreed', rule.source],
  }));
  return table([{ label: 'Rule' }, { label: 'Is it agreed?' }, { label: 'Where it comes from' }], rows, {
    caption: 'The rules that protect children',
    quietCaption: true,
    cards: true,
    look: 'panel-data wrapped',
  });
};

function tableName({ paper }: PanelEdition, name: string): string {
  const found = paper.tables.find(({ table: key }) => key === name);
  if (found === undefined) return name === 'over time' ? 'All figures, quarter by quarter' : name;
  const of = [...paper.questions, ...paper.packs].find(({ question }) => question === found.question);
  return of === undefined ? found.title : `${of.short_title}: ${found.title.replace(/^By/, 'by')}`;
}

/** How many figures of each table are hidden. */
export const hiddenCells: PanelBlock = ({ edition }) => {
  const { hidden, tables } = edition.paper;
  const rows = hidden.by_breakdown.map((each) => ({
    cells: [
      tableName(edition, each.table),
      String(each.cells),
      String(each.hidden),
      tables.some(({ table: key, withheld }) => key === each.table && withheld !== null)
        ? 'not printed'
        : each.fallback === null
          ? ''
          : 'groups put together',
    ],
  }));
  return html`<p>Of ${hidden.cells} figures that could be printed, ${hidden.hidden} are hidden (${hidden.share_percent}%).</p>
${table(
  [
    { label: 'Table' },
    { label: 'Figures', kind: 'number' },
    { label: 'Hidden', kind: 'number' },
    { label: 'What was done' },
  ],
  rows,
  { caption: 'Figures hidden in each table', quietCaption: true, cards: true, look: 'panel-data wrapped' },
)}`;
};

/** Where the figures come from. */
export const sources: PanelBlock = ({ edition: { manifest } }) =>
  html`<p>A program makes the figures from the council’s own case records. They describe ${longDay(manifest.as_at_date)} and the quarters before it.</p>`;

/** The file of printed figures. */
export const downloads: PanelBlock = ({ edition: { manifest } }) =>
  html`<p><a href="/${downloadPath(manifest)}">Every printed figure as a table (CSV)</a>. It holds what these pages hold and no more. Marking: ${manifest.marking}.</p>`;

/** What made this edition. */
export const editionRecord: PanelBlock = ({ edition: { manifest } }) =>
  html`<dl class="facts"><dt>Edition</dt><dd class="long">${manifest.edition_id}</dd>
<dt>Kind</dt><dd>${manifest.kind === 'working' ? 'draft, not published' : 'sealed'}</dd>
<dt>Day it describes</dt><dd>${longDay(manifest.as_at_date)}</dd>
<dt>Marking</dt><dd>${manifest.marking}</dd>
<dt>Version of the program</dt><dd class="long">${manifest.code_version}</dd>
<dt>Version of the rules</dt><dd class="long">${manifest.rules_version}</dd></dl>`;
