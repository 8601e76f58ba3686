/** Lays the figures of the Panel's papers beside the Board's own: same, at a quarter-end, hidden, rounded, or why not. */

import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { type Database, quoted } from '../warehouse/database.ts';
import type { PanelFigure, PanelFile } from './panel-format.ts';
import {
  type ReconciledFigure,
  type ReconciliationFile,
  reconciliationFile,
  type Verdict,
} from './reconciliation-format.ts';
import { valueTable } from './values.ts';

/** A paper made in the same run. */
export interface ReconciledPaper {
  readonly audience: string;
  readonly title: string;
  readonly authority: string;
  readonly editionId: string;
  readonly file: PanelFile;
  readonly policy: RoundingPolicy;
}

/** The steps of the audience's disclosure policy to which figures are rounded. */
type RoundingPolicy = Pick<DisclosurePolicy, 'average_step_days' | 'round_cross_breaks_to'>;

/** Every figure of every paper beside the Board's; the Board's figures must have been taken (`takeValues`). */
export async function reconciliationOf(
  database: Database,
  papers: readonly ReconciledPaper[],
  asAt: string,
): Promise<ReconciliationFile> {
  const audiences: ReconciliationFile['audiences'] = [];
  for (const { editionId, file, policy, ...paper } of papers) {
    const { as_at_date } = file;
    const boardOf = await boardFigures(database, paper.authority, file, asAt);
    const figures = file.figures.map((figure) =>
      reconciled(figure, { boardOf, asAt, newest: as_at_date, policy }),
    );
    audiences.push({ ...paper, as_at_date, edition_id: editionId, figures });
  }
  return reconciliationFile.parse({ audiences });
}

type BoardFigures = (figure: PanelFigure, date: string) => number | null;

/** The Board's figures of the measures and days of a paper, and of the Board's own newest day. */
async function boardFigures(
  database: Database,
  authority: string,
  { figures }: PanelFile,
  asAt: string,
): Promise<BoardFigures> {
  const listed = (words: readonly string[]): string => [...new Set(words)].map(quoted).join(', ');
  const measures = listed(['', ...figures.map(({ measure_id }) => measure_id)]);
  const days = listed([asAt, ...figures.map(({ to_date }) => to_date)]);
  const breakdowns = listed(['all', ...figures.map(({ breakdown }) => breakdown)]);
  const rows = await database.rows(`
    SELECT CONCAT_WS(chr(9), measure_id, line, statistic, period, as_at_date, breakdown, "group") AS key, value
    FROM ${valueTable} WHERE authority = ${quoted(authority)} AND value IS NOT NULL
      AND measure_id IN (${measures}) AND as_at_date IN (${days}) AND breakdown IN (${breakdowns})`);
  const byKey = new Map(rows.map((row) => [row['key'], Number(row['value'])]));
  return ({ measure_id, line, statistic, step, breakdown, group }, date) => {
    const found = periodsOf[step].map((period) =>
      byKey.get([measure_id, line, statistic, period, date, breakdown, group].join('\t')),
    );
    return found.find((value) => value !== undefined) ?? null;
  };
}

/** The Board's periods that are the same stretch of time. */
const periodsOf: Readonly<Record<PanelFigure['step'], readonly string[]>> = {
  quarter_end: ['as_at'],
  quarter: ['quarter'],
  half_year: [],
  year: ['r12m', 'ytd'],
  three_years: ['r36m'],
};

interface Beside {
  readonly boardOf: BoardFigures;
  readonly asAt: string;
  /** The quarter-end that the paper is about. */
  readonly newest: string;
  readonly policy: RoundingPolicy;
}

function reconciled(figure: PanelFigure, beside: Beside): ReconciledFigure {
  return { ...figure, panel: figure.shown, ...judged(figure, beside) };
}

type Judged = Pick<ReconciledFigure, 'board' | 'verdict' | 'why'>;

function judged(figure: PanelFigure, beside: Beside): Judged {
  const { boardOf, newest, policy } = beside;
  if (figure.breakdown === 'compared')
    return notInPapers('Published by the Department for Education; the Board reads it beside the measure.');
  if (figure.breakdown === 'target')
    return notInPapers('A target; the Board reads it among the rules of the measure.');
  const own = boardOf(figure, figure.to_date);
  if (own === null) return absent(figure);
  const board = printed(own, figure.statistic);
  const to = (verdict: Verdict, why: string): Judged => ({ board, verdict, why });
  if (figure.kind === 'hidden' || figure.kind === 'band')
    return to('hidden', 'Hidden or told as a band, because it is small or would give a small number away.');
  if (figure.value === null)
    return to(
      'differently defined',
      'The Panel paper prints no figure where there is nothing to work one out from.',
    );
  if (figure.shown === board) return atQuarterEnd(figure, beside, board);
  if (Math.abs(figure.value - own) <= rounding(figure, policy)) return to('rounded', roundingWords(figure));
  if (figure.to_date === newest)
    return to('differently defined', 'The two papers print different numbers for this day.');
  return to(
    'differently defined',
    'The Panel paper repeats what an earlier paper printed of this day; it has since been revised.',
  );
}

/** The same number for the same day; but the Board's newest day may be a later one, with another number. */
function atQuarterEnd(figure: PanelFigure, { boardOf, asAt, newest }: Beside, board: string): Judged {
  const current = boardOf(figure, asAt);
  const later = current === null ? null : printed(current, figure.statistic);
  if (figure.to_date !== newest || newest === asAt || later === null || later === board)
    return { board, verdict: 'same', why: 'The same figure for the same day.' };
  return {
    board,
    verdict: 'quarter-end',
    why: `The same for ${figure.to_date}; the Board's newest figure is for ${asAt}.`,
  };
}

function absent({ kind, breakdown }: PanelFigure): Judged {
  if (kind === 'unknown')
    return { board: null, verdict: 'same', why: 'Neither has a figure: it is not available.' };
  if (breakdown !== 'all')
    return notInPapers(
      'The Board has no such group on this day; small groups are put together for the Panel.',
    );
  return notInPapers('The Board reads this line for other days or periods only.');
}

const notInPapers = (why: string): Judged => ({ board: null, verdict: 'not in the Board papers', why });

/** How far apart two figures are at most that differ by rounding alone. */
function rounding({ statistic, breakdown, kind }: PanelFigure, policy: RoundingPolicy): number {
  if (kind === 'rounded' && statistic !== 'count') return 2 * policy.round_cross_breaks_to;
  if (breakdown !== 'all' || kind === 'rounded') return policy.round_cross_breaks_to;
  if (statistic === 'count') return 0;
  return statistic.endsWith('_days') ? (policy.average_step_days + 1) / 2 : 0.5;
}

const roundingWords = ({ statistic, breakdown }: PanelFigure): string =>
  breakdown === 'all' && !statistic.endsWith('_days')
    ? 'Rounded to a whole number.'
    : 'Rounded to the step that the disclosure policy gives.';

/** As the Board prints it: counts and shares whole, days and rates with one decimal where they have one. */
function printed(value: number, statistic: PanelFigure['statistic']): string {
  const decimals = statistic === 'rate' || statistic.endsWith('_days') ? 1 : 0;
  const text = value.toFixed(decimals).replace(/\.0$/, '');
  const [whole = '', part] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + (part === undefined ? '' : `.${part}`);
  return statistic === 'percentage' ? `${grouped}%` : grouped;
}
