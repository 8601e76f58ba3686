import {
  type ReconciledFigure,
  type ReconciliationFile,
  type Verdict,
  verdicts,
} from '../../pipeline/edition/reconciliation-format.ts';
import { type Block, type BlockContext, captionOf, headingOf } from './block.ts';
import { longDay, shortDay } from './day.ts';
import { html, type Markup } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { type Heading, number, table } from './table.ts';
import { statisticWords } from './value-text.ts';

type Reconciled = ReconciliationFile['audiences'][number];

const verdictMeanings: Readonly<Record<Verdict, string>> = {
  same: 'both papers print the same figure',
  'quarter-end': 'the Panel reads the figure of the quarter-end, the Board that of its own date',
  hidden: 'the Panel does not print it, so that no child can be found',
  rounded: 'the Panel prints it rounded',
  'differently defined': 'the two papers count something different',
  'not in the Board papers': 'only the Panel reads it',
};

const papersOf = ({ edition, authority }: BlockContext): readonly Reconciled[] =>
  (edition.reconciliation?.audiences ?? []).filter((paper) => paper.authority === authority.authority);

/** How many figures of each verdict a Panel's paper holds, and what each verdict means. */
export const reconciliationSummary: Block = (context) => {
  const papers = papersOf(context);
  if (papers.length === 0)
    return html`<p><strong>No Panel paper was made</strong> with this edition, so there is nothing to reconcile.</p>`;
  const rows = papers.map((paper) => ({
    cells: [
      html`${paper.title}<span class="under">${longDay(paper.as_at_date)}, ${paper.edition_id}</span>`,
      wholeNumber(paper.figures.length),
      ...verdicts.map((verdict) =>
        wholeNumber(paper.figures.filter((figure) => figure.verdict === verdict).length),
      ),
    ],
  }));
  const columns: readonly Heading[] = [
    'Paper',
    number('Figures'),
    ...verdicts.map((label) => ({ label, kind: 'number' as const })),
  ];
  return html`<dl class="facts">${verdicts.map((verdict) => html`<dt>${verdict}</dt><dd>${verdictMeanings[verdict]}</dd>`)}</dl>
${table(columns, rows, { caption: captionOf(context, 'Figures of the Panel’s papers by verdict'), cards: true })}`;
};

const columns: readonly Heading[] = ['Figure', number('Board'), number('Panel'), 'Verdict', 'Why'];

/** `share, in the 12 months to 30 Jun 2026`: which figure of its line it is. */
function figureWords({ statistic, step, to_date, breakdown }: ReconciledFigure): string {
  const what = statistic === 'count' ? 'count' : statisticWords[statistic];
  const spans: Partial<Record<ReconciledFigure['step'], string>> = {
    quarter: 'quarter to ',
    half_year: 'half-year to ',
    year: 'year to ',
    three_years: 'three years to ',
  };
  const group = breakdown === 'all' ? '' : `, by ${breakdown.replaceAll('_', ' ')}`;
  return `${what}${group}, ${spans[step] ?? ''}${shortDay(to_date)}`;
}

function figureTable(context: BlockContext, figures: readonly ReconciledFigure[], caption: string): Markup {
  const known = new Set(context.edition.measures.map(({ measure_id }) => measure_id));
  const rows = figures.map((figure) => {
    const id = html`<span class="measure-id">${figure.measure_id}</span>`;
    return {
      cells: [
        html`${known.has(figure.measure_id) ? html`<a href="/measures/${figure.measure_id.toLowerCase()}">${id}</a>` : id} ${figure.label}<span class="under">${figureWords(figure)}</span>`,
        figure.board ?? html`<span class="quiet">–</span>`,
        figure.panel,
        figure.verdict,
        figure.why,
      ],
    };
  });
  return table(columns, rows, {
    caption: captionOf(context, caption),
    quietCaption: true,
    cards: true,
    look: 'tight',
  });
}

function questionSection(context: BlockContext, paper: Reconciled, question: string): Markup {
  const figures = paper.figures.filter((figure) => figure.question === question);
  const now = figures.filter(({ to_date }) => to_date === paper.as_at_date);
  const earlier = figures.filter(({ to_date }) => to_date !== paper.as_at_date);
  const name = `${paper.title}, ${question}`;
  return html`<section>${headingOf(context, name)}
${now.length === 0 ? null : figureTable(context, now, name)}${
  earlier.length === 0
    ? null
    : html`<details class="twin"><summary>${wholeNumber(earlier.length)} figures of other dates</summary>
${figureTable(context, earlier, `${name}: other dates`)}</details>`
}</section>`;
}

/** Every figure of the Panel's papers beside the Board's own, question by question. */
export const reconciliationFigures: Block = (context) => {
  const papers = papersOf(context);
  if (papers.length === 0) return html`<p>None.</p>`;
  return papers.flatMap((paper) =>
    [...new Set(paper.figures.map(({ question }) => question))].map((question) =>
      questionSection(context, paper, question),
    ),
  );
};
