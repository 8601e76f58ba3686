import { expect, it } from 'vitest';
import { caseRowFaults } from './case-rows.ts';

it('what a unit test takes for a row of cases.csv is that row', () => {
  expect(caseRowFaults()).toEqual([]);
});
