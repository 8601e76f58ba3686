import type { ReconciledFigure, ReconciliationFile } from '../../pipeline/edition/reconciliation-format.ts';

const figure = (more: Partial<ReconciledFigure>): ReconciledFigure => ({
  question: 'P1',
  measure_id: 'B7',
  line: 'main',
  statistic: 'count',
  step: 'quarter_end',
  from_date: null,
  to_date: '2026-06-30',
  period: '2026-06-30',
  unit_kind: 'child',
  breakdown: 'all',
  group: 'all',
  label: 'Children in our care',
  board: '999',
  panel: '999',
  verdict: 'same',
  why: '',
  ...more,
});

/** A figure of each verdict, one of another date, and one of a measure that the Board’s edition does not hold. */
export const fixtureReconciliation: ReconciliationFile = {
  audiences: [
    {
      audience: 'panel_public',
      title: 'Corporate Parenting Panel',
      authority: 'hertfordshire',
      as_at_date: '2026-06-30',
      edition_id: 'panel-public-2026-06-30-0a1b2c3d',
      figures: [
        figure({}),
        figure({ to_date: '2026-03-31', board: '1,004', panel: '1,001', verdict: 'quarter-end' }),
        figure({
          question: 'P9',
          measure_id: 'B46',
          label: 'Came back within a year of going home',
          board: '3',
          panel: '[c]',
          verdict: 'hidden',
          why: 'Hidden to protect children.',
        }),
        figure({
          breakdown: 'age_band',
          group: '<1',
          label: 'Under 1',
          board: '47',
          panel: '45',
          verdict: 'rounded',
          why: 'Groups are rounded to 5.',
        }),
        figure({
          question: 'P6',
          measure_id: 'B3',
          statistic: 'mean_days',
          step: 'quarter',
          label: 'Court cases that ended',
          board: '245',
          panel: '250',
          verdict: 'differently defined',
          why: 'The Panel reads a quarter.',
        }),
        figure({
          measure_id: 'X1',
          label: 'Only here',
          board: null,
          panel: '12',
          verdict: 'not in the Board papers',
          why: 'The Board reads no such line.',
        }),
      ],
    },
  ],
};
