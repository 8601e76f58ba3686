import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { scratchFolder } from '../../support/source-folder.ts';

const base = repositoryFile('sources/rules');
const bookOf = (procedure: string, rules: string | null = null, on?: string): RuleBook =>
  loadRules(base, { authority: 'town', procedure, rules }, on);
const measureOf = (book: RuleBook, id: string) => book.measures.find(({ measure_id }) => measure_id === id);

/** A folder with rules of the authority's own. */
function own(files: Readonly<Record<string, string>>): string {
  const folder = join(scratchFolder(), 'rules');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const limits = (...rows: readonly string[]): string =>
  `authority,measure_id,limit_key,meaning,n,unit,effective_from,effective_to,source,approved_by_role,approved_on\n${rows.join('\n')}\n`;

describe('limits in the texts of measures', () => {
  it('are those of the authority’s procedure, and so is the source', () => {
    const hertfordshire = bookOf('hertfordshire');
    const warrington = bookOf('warrington');
    expect(measureOf(hertfordshire, 'T13')?.exact_definition).toContain('98 days after entry');
    expect(measureOf(hertfordshire, 'T13')?.exact_definition).toContain('otherwise 112 days');
    expect(measureOf(warrington, 'T13')?.exact_definition).not.toMatch(/98|112/);
    expect(measureOf(warrington, 'T13')?.exact_definition).toContain('4 months after entry');
    expect(measureOf(hertfordshire, 'T3')?.source).toContain('Hertfordshire');
    expect(measureOf(warrington, 'T3')?.source).toBe('Adoption and Children Act 2002 s21');
    expect(measureOf(warrington, 'T2')?.source).toBe('Measures catalogue T2');
    for (const { source } of warrington.measures) expect(source).not.toMatch(/^Hertfordshire/);
  });

  it('leave no slot and no bracket in any text of any procedure', () => {
    for (const procedure of ['hertfordshire', 'warrington', 'cumbria', 'hillingdon', 'unnamed']) {
      const { measures, lines } = bookOf(procedure);
      const texts = JSON.stringify([measures, lines].flat().map((row) => Object.values(row)));
      expect(texts).not.toMatch(/\{#?\w|\[[a-z]+: |no limit is set/);
    }
  });

  it('a figure that Hertfordshire published stands where its procedure does', () => {
    expect(measureOf(bookOf('hertfordshire'), 'T9')?.reference_value).toBe(90.3);
    expect(measureOf(bookOf('cumbria'), 'T9')).toMatchObject({
      reference_value: null,
      reference_source: null,
    });
  });

  it('follow the authority’s own limit from the day on which it holds', () => {
    const rules = own({
      'limits.csv': limits('town,T2,standing,Counted from this long on,1,years,2026-04-01,,Own policy,,'),
    });
    const nameOn = (on?: string) => measureOf(bookOf('hertfordshire', rules, on), 'T2')?.name;
    expect(nameOn('2026-03-31')).toBe('Return home plan, 6 months or more');
    expect(nameOn('2026-04-01')).toBe('Return home plan, 1 year or more');
    expect(nameOn()).toBe('Return home plan, 1 year or more');
  });
});
