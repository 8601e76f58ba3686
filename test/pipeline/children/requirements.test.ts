import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineSupplies } from '../../../pipeline/children/requirements.ts';
import { stateInWords } from '../../../pipeline/children/state-words.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { type InputName, inputNames } from '../../../sources/contract/extract.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';

const base = repositoryFile('sources/rules');
const book = (rules: string | null = null): RuleBook =>
  loadRules(base, { authority: 'smalltown', procedure: 'hertfordshire', rules });
const all: readonly InputName[] = inputNames.filter((name) => name !== 'boundary');

const supply = (rules: RuleBook, inputs: readonly InputName[], measure: string, line = 'main') => {
  const found = lineSupplies(rules, inputs).find((row) => row.measure_id === measure && row.line === line);
  if (found === undefined) throw new Error(`no line ${line} of ${measure}`);
  return found;
};

describe('what an authority can feed', () => {
  it('is no rate until the number of residents is on file', () => {
    const without = supply(book(), all, 'B8');
    expect(without.state).toBe('not available');
    expect(without.stand_in).toContain('population.csv');
    const folder = mkdtempSync(join(tmpdir(), 'tracker-population-'));
    writeFileSync(
      join(folder, 'population.csv'),
      'authority,estimated_on,children,source\nsmalltown,2024-06-30,50000,Invented\n',
    );
    expect(supply(book(folder), all, 'B8').state).toBe('available');
  });

  it('is the distance alone while no source knows the boundary', () => {
    expect(supply(book(), all, 'B17')).toMatchObject({ state: 'proxy', missing: ['boundary'] });
    expect(supply(book(), ['care_period', 'legal_status', 'placement'], 'B17').state).toBe('not available');
  });

  it('is the drift headline in full, in part or not at all', () => {
    expect(supply(book(), all, 'B27').state).toBe('available');
    expect(
      supply(
        book(),
        all.filter((name) => name !== 'panel_decision'),
        'B27',
      ),
    ).toMatchObject({ state: 'proxy', stand_in: expect.stringContaining('In part') });
    expect(supply(book(), ['care_period'], 'B27').state).toBe('not available');
  });

  it('rests on the lists of the own procedure', () => {
    const unnamed = loadRules(base, { authority: 'smalltown', procedure: 'unnamed', rules: null });
    expect(supply(unnamed, all, 'B27').state).toBe('available');
    // its one list compares dates of the plan; none of Hertfordshire's inputs besides is asked for
    const plans: InputName[] = ['care_period', 'legal_status', 'care_plan'];
    expect(supply(unnamed, plans, 'B27').state).toBe('available');
    expect(supply(unnamed, ['care_period', 'legal_status'], 'B27').state).toBe('not available');
  });
});

describe('states in words', () => {
  it('are known for every state that a case names', () => {
    const states = book().cases.flatMap((row) => [
      row.population,
      ...(row.clock === null ? [] : [row.clock]),
      ...`${row.all_of} ${row.none_of} ${row.wait_from}`.split(' ').filter((state) => state !== ''),
    ]);
    const bare = [...new Set(states)].filter((state) => stateInWords(state) === state.replaceAll('_', ' '));
    expect(bare).toEqual([]);
  });
});
