import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { disclosureRules } from '../../../sources/rules/panel-contract.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';

const audiencesHeader = 'audience,title,marking,strictness,every_run,questions,packs,source\n';
const disclosureHeader =
  'audience,rule,value,effective_from,effective_to,source,approved_by_role,approved_on\n';
const floor = {
  least_count: 6,
  least_denominator: 20,
  least_numerator: 6,
  least_average: 8,
  average_step_days: 5,
  round_cross_breaks_to: 5,
  least_interval_width: 5,
  least_family: 6,
  least_household: 1,
  least_event: 6,
  least_place: 1,
  least_difference: 6,
  least_step: 10,
  band_limit: 10,
  hidden_share_percent: 20,
} as const;

const changesHeader = 'question,position,measure_id,line,subject,source\n';

const questionsHeader = 'question,position,title,short_title,so_what,young_title,young_sentence,source\n';

/** The rules of an authority with rows of its own. */
function load(own: {
  readonly audiences?: string;
  readonly disclosure?: string;
  readonly changes?: string;
  readonly questions?: string;
}): RuleBook {
  const rules = mkdtempSync(join(tmpdir(), 'tracker-panel-rules-'));
  if (own.audiences !== undefined)
    writeFileSync(join(rules, 'audiences.csv'), audiencesHeader + own.audiences);
  if (own.disclosure !== undefined)
    writeFileSync(join(rules, 'disclosure.csv'), disclosureHeader + own.disclosure);
  if (own.questions !== undefined)
    writeFileSync(join(rules, 'panel_questions.csv'), questionsHeader + own.questions);
  if (own.changes !== undefined) writeFileSync(join(rules, 'panel_changes.csv'), changesHeader + own.changes);
  return loadRules(repositoryFile('sources/rules'), {
    authority: 'smalltown',
    procedure: 'hertfordshire',
    rules,
  });
}

/** A whole policy of an audience of the authority's own. */
const policy = (audience: string, changed: Partial<Record<keyof typeof floor, number>> = {}): string =>
  disclosureRules
    .map((rule) => `${audience},${rule},${changed[rule] ?? floor[rule]},2000-01-01,,Own,,\n`)
    .join('');

describe('the floor of disclosure control', () => {
  it("holds every audience of the authority's own, whatever its row says", () => {
    const disclosure = policy('press');
    expect(() => load({ audiences: 'press,Press,PUBLIC,floor_exempt,Y,P1,,Own\n', disclosure })).toThrow(
      /audiences\.csv:2: audience press is not the product's, so it is held to floor and not to floor_exempt/,
    );
    const { audiences } = load({ audiences: 'press,Press,PUBLIC,floor,Y,P1,,Own\n', disclosure });
    expect(audiences.map(({ audience }) => audience)).toContain('press');
  });

  it('cannot be left by an own row of a public audience', () => {
    expect(() => load({ audiences: 'cabinet_panel,Cabinet Panel,PUBLIC,floor_exempt,Y,P1,,Own\n' })).toThrow(
      /audiences\.csv:2: audience cabinet_panel is held to floor by the product/,
    );
  });

  it('keeps the mark that the product gives an audience', () => {
    expect(() => load({ audiences: 'panel_part2,Exempt papers,PUBLIC,floor_exempt,Y,P1,,Own\n' })).toThrow(
      /audiences\.csv:2: audience panel_part2 is marked "EXEMPT: Part 2.*" by the product/,
    );
    const mark = '"EXEMPT: Part 2, not for publication (Schedule 12A, paragraphs 1 and 2)"';
    const { audiences } = load({ audiences: `panel_part2,Exempt papers,${mark},floor_exempt,Y,P1,,Own\n` });
    expect(audiences.find(({ audience }) => audience === 'panel_part2')?.title).toBe('Exempt papers');
  });
});

describe('lines that say how an answer has changed', () => {
  it('are refused with file and line where they are not printed, or hold a number', () => {
    expect(() => load({ changes: 'P8,1,B34,matched,The share matched,Own\n' })).toThrow(
      /panel_changes\.csv:2: panel_lines\.csv has no line P8 B34 matched/,
    );
    expect(() => load({ changes: 'P8,1,B31,main,The wait in 2026,Own\n' })).toThrow(
      /panel_changes\.csv:2: the subject of P8 B31 main holds a number/,
    );
  });

  it('put the wait after the court’s decision before the whole wait for adoption', () => {
    const { panel_changes } = load({});
    const waits = panel_changes
      .filter(({ question }) => question === 'P8')
      .map(({ measure_id }) => measure_id);
    expect(waits.slice(0, 2)).toEqual(['B31', 'B30']);
  });
});

describe('the share of a table that may be hidden', () => {
  const own = (value: number, audience = 'panel_public'): string =>
    `${audience},hidden_share_percent,${value},2026-01-01,,Own,,\n`;

  it('cannot be raised for a public audience', () => {
    expect(() => load({ disclosure: own(21) })).toThrow(
      /disclosure\.csv:2: hidden_share_percent 21 is looser than the product's 20 for panel_public/,
    );
    for (const value of [20, 10])
      expect(load({ disclosure: own(value) }).disclosure.map((row) => row.value)).toContain(value);
  });

  it("of an audience of the authority's own is that of the product's public ones at most", () => {
    const audiences = 'press,Press,PUBLIC,floor,Y,P1,,Own\n';
    const at = disclosureRules.indexOf('hidden_share_percent') + 2;
    expect(() => load({ audiences, disclosure: policy('press', { hidden_share_percent: 100 }) })).toThrow(
      new RegExp(`disclosure\\.csv:${at}: hidden_share_percent 100 is looser than the product's 20`),
    );
  });

  it('is not limited for exempt papers', () => {
    expect(() => load({ disclosure: own(100, 'panel_part2') })).not.toThrow();
  });
});

describe('what young people read', () => {
  const row = (title: string, sentence: string): string =>
    `P5,5,Who waits?,Waiting,It matters.,${title},${sentence},Own\n`;

  it('is refused with a figure that its line has not, a number, or no question above it', () => {
    expect(() => load({ questions: row('Who waits?', '{mean_days} days is too long.') })).toThrow(
      /panel_questions\.csv:2: young_sentence: the sentence says \{mean_days\}, which the line does not have/,
    );
    expect(() => load({ questions: row('Who waits?', '{share} the 30 children wait.') })).toThrow(
      /young_sentence: the sentence holds a number/,
    );
    expect(() => load({ questions: row('', '{share} the children wait.') })).toThrow(
      /there is no young_title to stand above it/,
    );
  });

  it('may be left out by an authority', () => {
    const rules = load({ questions: row('', '') });
    expect(rules.panel_questions.find(({ question }) => question === 'P5')?.young_sentence).toBe('');
  });
});
