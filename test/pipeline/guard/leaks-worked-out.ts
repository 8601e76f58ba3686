/** Leaks that no byte says: they follow from several printed figures together, or break the policy by themselves. */
import { type Cell, cell, threeYears } from './clean-paper.ts';
import { add, all, exact, hidden, type Leak, more, p5, print } from './leak.ts';

const now = { period: '2026-06-30' } as const;
const leak = (name: string, kind: string, where: string, change: Leak['change']): Leak => ({
  name,
  kind,
  where,
  change,
});
const arrivals = (period: string, value: number | null): Cell =>
  cell(['P1', 'B9', 'count', period], 'Came into our care', value);
const leavers = (measure: string, period: string, value: number | null): Cell =>
  cell(['P7', measure, 'count', period], 'Left', value);
const wait = (period: string, count: number, days: number): Cell[] => [
  cell(['P8', 'B30', 'count', period], 'From coming into care to moving in', count),
  cell(['P8', 'B30', 'mean_days', period], 'From coming into care to moving in', days),
];

export const leaksWorkedOut: readonly Leak[] = [
  leak(
    'an unprotected total',
    'hidden_count_too_narrow',
    'P1.B7.main.count.2026-06-30.sex.F',
    print({ group: 'F' }, hidden),
  ),
  leak(
    'difference of two tables',
    'hidden_count_worked_out',
    'P7.B28',
    print({ question: 'P7', measure: 'B28' }, hidden),
  ),
  leak(
    'overlapping age groups',
    'hidden_count_too_narrow',
    'P1.B7.main.count.2026-06-30.age_band.<1',
    more(
      cell(['P1', 'B7', 'count', '2026-06-30'], 'Under 5', 15, {
        breakdown: 'age_band',
        group: 'under_5',
        kind: 'rounded',
      }),
    ),
  ),
  leak(
    'quarters against their year',
    'hidden_count_worked_out',
    'P1.B9.main.count.2025-26-q4',
    more(
      arrivals('2025-26-q1', 14),
      arrivals('2025-26-q2', 13),
      arrivals('2025-26-q3', 16),
      arrivals('2025-26-q4', null),
    ),
  ),
  leak(
    'a half-year against its year and a quarter',
    'difference_of_few',
    'P1.B9.main.count.2025-26',
    more(arrivals('2025-26-h1', 30), arrivals('2025-26-q3', 13)),
  ),
  leak(
    'share of a known whole',
    'hidden_count_too_narrow',
    'P5.T1.main.count.2026-06-30',
    print({ measure: 'T1', statistic: 'percentage', ...now }, exact(3, '3%')),
  ),
  leak(
    'status word',
    'status_of_hidden',
    'P5.T1.main.percentage.2026-06-30',
    add(
      '<strong data-rated="P5.T1.main.percentage.2026-06-30.all.all">Green</strong><p>No plan on record: our aim is less.</p>',
      p5,
    ),
  ),
  leak(
    'status word without its figure',
    'status_unmarked',
    p5,
    add('<strong>Green – our aim is met</strong>', p5),
  ),
  leak(
    'the rest of a share',
    'rest_of_share',
    'P2.B17.main',
    all(
      print({ measure: 'B17', statistic: 'count', ...now }, exact(117)),
      print({ measure: 'B17', statistic: 'percentage', ...now }, exact(98, '98%')),
    ),
  ),
  leak(
    'rounding finer than stated',
    'rounding_too_fine',
    'P1.B7.main.count.2026-06-30.age_band.1-4',
    print({ group: '1-4' }, { value: 14, shown: '14' }),
  ),
  leak(
    'one exact cell of a rounded table',
    'rounding_too_fine',
    'P1.B7.main.count.2026-06-30.age_band.1-4',
    print({ group: '1-4' }, exact(14)),
  ),
  leak(
    'average on too fine a step',
    'average_too_precise',
    'P8.B30.main.mean_days',
    print({ statistic: 'mean_days' }, exact(437, '437 days')),
  ),
  leak(
    'average of few',
    'average_of_few',
    'P8.B30.main.mean_days',
    all(print({ measure: 'B30', statistic: 'count' }, exact(7)), print({ measure: 'B28' }, exact(7))),
  ),
  leak('small count', 'small_count', 'P7.B40', print({ measure: 'B40' }, exact(4))),
  leak(
    'a day that is no quarter-end',
    'month_series',
    'P1.B7.main.count.2026-05-31',
    more(cell(['P1', 'B7', 'count', '2026-05-31'], 'Children in our care', 121)),
  ),
  // Those that broke the first design.
  leak(
    'set inclusion across measures and periods: adopted in one year of three',
    'hidden_count_worked_out',
    'P7.B28.main.count.2025-26',
    more(leavers('B28', '2023-24', 9), leavers('B28', '2024-25', 9), leavers('B28', '2025-26', null)),
  ),
  leak(
    'the children of an average are those adopted',
    'hidden_count_worked_out',
    'P7.B28.main.count.2025-26',
    more(leavers('B28', '2025-26', null), ...wait('2023-24', 10, 400), ...wait('2024-25', 9, 410)),
  ),
  leak(
    'two averages: two years of three',
    'average_difference',
    'P8.B30.main.mean_days',
    more(...wait('2023-24', 10, 400), ...wait('2024-25', 11, 410)),
  ),
  leak(
    'two averages: a year that nearly fills the three',
    'average_difference',
    'P8.B30.main.mean_days',
    more(...wait('2023-24', 19, 400)),
  ),
  leak(
    'those who came and those who left',
    'hidden_count_worked_out',
    'P7.B10.main.count.2026-27-q1',
    more(arrivals('2026-27-q1', 11), leavers('B10', '2026-27-q1', null)),
  ),
  leak(
    'those whose first year at home ends are those who went home a year before',
    'hidden_count_worked_out',
    'P7.B44.main.count.2024-25',
    more(
      leavers('B44', '2024-25', null),
      leavers('B46', '2025-26', 12),
      cell(['P7', 'B46', 'percentage', '2025-26'], 'Came back', 40),
    ),
  ),
  leak(
    'a child whose reviews were late had a late review',
    'hidden_count_too_narrow',
    'P10.B48.main.count.2025-26',
    more(
      cell(['P10', 'B47', 'count', '2025-26'], 'Reviews on time', 63, { unit: 'event' }),
      cell(['P10', 'B47', 'percentage', '2025-26'], 'Reviews on time', 95, { unit: 'event' }),
      cell(['P10', 'B48', 'count', '2025-26'], 'Every review on time', null, {
        kind: 'band',
        shown: 'all but fewer than 10',
      }),
      cell(['P10', 'B48', 'percentage', '2025-26'], 'Every review on time', null, {
        kind: 'band',
        shown: 'nearly all',
      }),
    ),
  ),
  leak(
    'a band that other figures narrow',
    'hidden_count_worked_out',
    'P7.B43.main',
    more(leavers('B43', threeYears, 4)),
  ),
  leak(
    'a rate of a hidden count',
    'rate_of_hidden',
    'P1.B8.main.rate',
    all(
      print({ measure: 'B7', breakdown: 'all', ...now }, hidden),
      more(
        cell(['P1', 'B8', 'rate', '2026-06-30'], 'Children in our care for every 10,000 who live here', 36),
      ),
    ),
  ),
];
