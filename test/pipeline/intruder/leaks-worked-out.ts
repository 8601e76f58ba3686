/** Leaks that no byte says: they follow from several printed figures together, or break the policy by themselves. */
import { groups, type PrintedRow } from './clean-edition.ts';
import { add, all, type Leak, more, print } from './leak.ts';

const p5 = 'site/questions/p5.html';
const now = { date: '2026-06-30' } as const;

const row = (over: Partial<PrintedRow>): PrintedRow => ({
  question: 'P1',
  measure: 'B7',
  statistic: 'count',
  period: 'as_at',
  date: '2026-06-30',
  breakdown: 'all',
  group: 'all',
  label: 'Children in our care',
  shown: '120',
  ...over,
});

const boysAndGirls = (girls: string) => all(print({ group: 'F' }, girls));

/** Leaks that must be worked out. */
export const leaksWorkedOut: readonly Leak[] = [
  {
    name: 'an unprotected total',
    kind: 'hidden_count_too_narrow',
    table: 'P1.sex',
    change: boysAndGirls('[c]'),
  },
  {
    name: 'difference of two tables',
    kind: 'hidden_count_worked_out',
    table: 'P7.time',
    change: more(row({ question: 'adoption', measure: 'B28', period: 'r12m', label: 'Adopted', shown: '7' })),
  },
  {
    name: 'overlapping age groups',
    kind: 'hidden_count_too_narrow',
    table: 'P1.age_band',
    change: more(...groups(['P1', 'B7', 'as_at', 'age_wide'], [['u5', 'Under 5', '15']])),
  },
  {
    name: 'quarter against twelve months',
    kind: 'hidden_count_too_narrow',
    table: 'P1.time',
    change: print({ measure: 'B9', period: 'r12m', ...now }, '27'),
  },
  {
    name: 'twelve months against the twelve before',
    kind: 'hidden_count_worked_out',
    table: 'P1.time',
    change: all(
      ...['2025-09-30', '2025-12-31', '2026-03-31'].map((date) =>
        print({ measure: 'B9', period: 'quarter', date }, '[c]'),
      ),
      print({ measure: 'B9', period: 'r12m', date: '2026-03-31' }, '45'),
      print({ measure: 'B9', period: 'r12m', ...now }, '48'),
    ),
  },
  {
    name: 'share of a known whole',
    kind: 'hidden_count_too_narrow',
    table: 'P5.time',
    change: print({ measure: 'T1', statistic: 'percentage', ...now }, '3%'),
  },
  {
    name: 'status word',
    kind: 'hidden_count_too_narrow',
    table: 'P5.time',
    change: all(
      more(
        row({
          question: 'P5',
          measure: 'T1',
          statistic: 'percentage',
          breakdown: 'target',
          group: 'target',
          label: 'Our aim',
          shown: '3%',
        }),
      ),
      add('<strong>Green</strong><p>No plan on record: our aim is 3% or less.</p>', p5),
    ),
  },
  {
    name: 'the rest of a share',
    kind: 'rest_of_share',
    table: 'P2.time',
    change: all(
      print({ measure: 'B17', statistic: 'count', ...now }, '117'),
      print({ measure: 'B17', statistic: 'percentage', ...now }, '98%'),
    ),
  },
  {
    name: 'rounding finer than stated',
    kind: 'rounding_too_fine',
    table: 'P1.age_band',
    change: print({ group: '1-4' }, '14'),
  },
  {
    name: 'average on too fine a step',
    kind: 'average_too_precise',
    table: 'P8.time',
    change: print({ statistic: 'mean_days' }, '437'),
  },
  {
    name: 'average of few',
    kind: 'average_of_few',
    table: 'P8.time',
    change: print({ measure: 'B30', statistic: 'count' }, '7'),
  },
  {
    name: 'small count',
    kind: 'small_count',
    table: 'P7.time',
    change: print({ measure: 'B28', ...now }, '4'),
  },
  {
    name: 'a day that is no quarter-end',
    kind: 'month_series',
    table: 'P1.time',
    change: more(row({ date: '2026-05-31', shown: '121' })),
  },
];
