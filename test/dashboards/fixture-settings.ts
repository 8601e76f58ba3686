import type { Manifest } from '../../pipeline/edition/format.ts';

/** Settings of a rule book as an edition prints them. */
export const fixtureSettings: Manifest['settings'] = [
  {
    key: 'few_denominator',
    value: 10,
    meaning: 'Below this denominator nothing is rated',
    source: 'Measures catalogue',
  },
  {
    key: 'caution_denominator',
    value: 30,
    meaning: 'Below this denominator a rating comes with a caution',
    source: 'Measures catalogue',
  },
  {
    key: 'xmr_limit_thousandths',
    value: 2660,
    meaning: 'Control limits lie this many thousandths of the mean moving range from the mean',
    source: 'Measures catalogue',
  },
  {
    key: 'run_points',
    value: 7,
    meaning: 'So many points on one side of the mean are a special cause',
    source: 'Measures catalogue',
  },
  {
    key: 'trial_points',
    value: 13,
    meaning: 'Below so many points the limits are trial limits',
    source: 'Measures catalogue',
  },
];
