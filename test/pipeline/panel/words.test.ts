import { describe, expect, it } from 'vitest';
import type { PanelFigure } from '../../../pipeline/edition/panel-format.ts';
import { sentence } from '../../../pipeline/panel/words.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { loadRules } from '../../../sources/rules/rules.ts';

const say = (template: string, shown: Readonly<Record<string, string>>): string =>
  sentence(
    template,
    new Map(
      Object.entries(shown).map(([statistic, text]) => [
        statistic,
        { shown: text, value: /\d/.test(text) ? Number(text.replace(/[^\d]/g, '')) : null } as PanelFigure,
      ]),
    ),
  );

describe('the sentence of a line', () => {
  const template = '{count} {child|children} in our care {has|have} no plan.';
  it.each([
    ['0', 'No children in our care have no plan.'],
    ['1', '1 child in our care has no plan.'],
    ['10', '10 children in our care have no plan.'],
    ['1,000', '1,000 children in our care have no plan.'],
    ['[c]', 'This number is hidden to protect children.'],
    ['[x]', 'This number is not available.'],
    ['[z]', 'There is nothing to work this number out from.'],
    ['[low]', 'This number is more than none, but rounds to nothing.'],
  ])('holds for %s', (shown, said) => expect(say(template, { count: shown })).toBe(said));

  it('is that of the mark which says least, wherever the mark stands', () => {
    const both = '{percentage} of the children ({count}) moved.';
    expect(say(both, { percentage: '[z]', count: '[c]' })).toBe('This number is hidden to protect children.');
    expect(say(both, { percentage: '0%', count: '0' })).toBe('0% of the children (none) moved.');
    expect(say('That is {rate} for every 10,000 children who live here.', { rate: '0' })).toBe(
      'That is 0 for every 10,000 children who live here.',
    );
    expect(say('It took {mean_days} days on average.', { mean_days: '0' })).toBe(
      'It took 0 days on average.',
    );
    expect(say('Courts made {count} {order|orders}.', { count: '0' })).toBe('Courts made no orders.');
  });
});

describe('the sentences of panel_lines.csv', () => {
  const { panel_lines: panelLines } = loadRules(repositoryFile('sources/rules'), {
    authority: 'small',
    procedure: 'hertfordshire',
    rules: null,
  });

  it('stand alone, since the sentence before may be hidden', () => {
    for (const { question, position, sentence: said } of panelLines)
      expect(said, `${question} ${position}`).not.toMatch(/(?:\}|^[^,{]*) of (?:them|these|those)\b/);
  });

  it('name the whole population of the planning meetings', () => {
    const meetings = panelLines.find(({ measure_id }) => measure_id === 'T9');
    for (const part of [
      'under 12',
      'came into our care in the last year and a half',
      'in care for more than four months',
    ])
      expect(meetings?.sentence).toContain(part);
  });
});
