import type { PanelEdition } from '../../panel-edition.ts';
import { longDay } from '../day.ts';
import { html, type Markup } from '../markup.ts';
import { number, table } from '../table.ts';
import type { PanelBlock } from './panel-block.ts';
import { downloadPath } from './panel-frame.ts';

/** A rule of the disclosure policy in plain English, by its key. */
const ruleWords: Readonly<Record<string, (value: Markup) => Markup>> = {
  least_count: (value) =>
    html`A number of children below ${value} is never printed as it is, unless there are none.`,
  band_limit: (value) => html`Below ${value} we say only that there are fewer than that.`,
  least_denominator: (value) => html`No share is printed of fewer than ${value} children.`,
  least_numerator: (value) => html`No share is printed that stands for fewer than ${value} children.`,
  least_average: (value) => html`No average is printed of fewer than ${value} children.`,
  average_step_days: (value) => html`Averages are rounded to the nearest ${value} days.`,
  round_cross_breaks_to: (value) => html`Numbers in tables by group are rounded to the nearest ${value}.`,
  least_interval_width: (value) =>
    html`By working it out, nobody may come closer to a hidden number than a range of ${value}.`,
  least_difference: (value) => html`No two numbers may differ by a group of fewer than ${value} children.`,
  least_step: (value) =>
    html`A number is printed by the quarter where it is usually ${value} or more, and otherwise for a longer time.`,
  least_family: (value) => html`A number of families below ${value} is not printed as it is either.`,
  hidden_share_percent: (value) =>
    html`Where more than ${value}% of a table could not be told, its groups are put together, or it is not printed.`,
};

/** Rules about what is no person: reviews, places, households. */
const aboutNobody: ReadonlySet<string> = new Set(['least_household', 'least_event', 'least_place']);

/** The disclosure policy in force, rule by rule, as far as it is about anything that is protected. */
export const policyRules: PanelBlock = ({ edition: { manifest } }) => {
  const rows = manifest.policy
    .filter(({ rule }) => !aboutNobody.has(rule))
    .map((rule) => ({
      cells: [
        ruleWords[rule.rule]?.(html`${rule.value}`) ?? `${rule.rule.replaceAll('_', ' ')}: ${rule.value}.`,
        rule.agreed ? 'agreed' : 'proposed, not agreed',
        sourceWords(rule.source),
      ],
    }));
  return table(['Rule', 'Is it agreed?', 'Where it comes from'], rows, {
    caption: 'The rules that protect children',
    quietCaption: true,
    cards: true,
    look: 'panel-data wrapped',
  });
};

/** A place in a document is no figure: its numbers are left out. */
const sourceWords = (source: string): string =>
  source
    .replace(/[\d.]*\d(?: to \d+)?/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();

function tableName({ paper }: PanelEdition, name: string): string {
  const found = paper.tables.find(({ table: key }) => key === name);
  if (found === undefined) return name;
  const of = [...paper.questions, ...paper.packs].find(({ question }) => question === found.question);
  return of === undefined ? found.title : `${of.short_title}: ${found.title.replace(/^By/, 'by')}`;
}

/** How many figures of each table are hidden. */
export const hiddenCells: PanelBlock = ({ edition }) => {
  const { hidden, tables } = edition.paper;
  const rows = hidden.by_table.map((each) => ({
    cells: [
      tableName(edition, each.table),
      String(each.cells),
      String(each.hidden),
      String(each.bands),
      tables.some(({ table: key, withheld }) => key === each.table && withheld !== null)
        ? 'not printed'
        : each.fallback === null
          ? ''
          : 'groups put together',
    ],
  }));
  return html`<p>Of ${hidden.cells} figures that could be printed, ${hidden.hidden} are hidden (${hidden.share_percent}%). Another ${hidden.bands} are told in words, such as “fewer than ten”.</p>
${table(['Table', number('Figures'), number('Hidden'), number('Told in words'), 'What was done'], rows, {
  caption: 'Figures hidden in each table',
  quietCaption: true,
  cards: true,
  look: 'panel-data wrapped',
})}`;
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
