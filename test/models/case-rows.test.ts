import { expect, it } from 'vitest';
import { caseRowFaults, productCases } from './case-rows.ts';

it('every row of cases.csv has a unit test, and what a test takes for it is that row', () => {
  expect(caseRowFaults()).toEqual([]);
});

it('a row that no test has, and one that the tests have otherwise, are told', () => {
  const [one] = productCases().filter(({ measure_id, line }) => measure_id === 'T20' && line === 'main');
  if (one === undefined) throw new Error('T20/main is no row of cases.csv');
  expect(caseRowFaults('B60', [{ ...one, measure_id: 'B60' }])).toEqual([
    'B60/main is a row of cases.csv that no test of core.child_case has: add one in models/tests/test_state_case_*.yaml',
  ]);
  expect(caseRowFaults('t20', [{ ...one, none_of: '' }])).toEqual([
    expect.stringContaining('test_t20_t21_escalated: T20/main is tested as adoption_unlikely'),
  ]);
});
