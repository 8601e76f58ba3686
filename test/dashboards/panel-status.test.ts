import { describe, expect, it } from 'vitest';
import { policyRules } from '../../dashboards/components/panel/about-page.ts';
import { attentionFirst, statusKey } from '../../dashboards/components/panel/opening-page.ts';
import type { PanelContext } from '../../dashboards/components/panel/panel-block.ts';
import { questionTag } from '../../dashboards/components/panel/panel-status.ts';
import { parsePage, textOf } from '../../dashboards/page-tree.ts';
import type { PanelManifest, PanelQuestion } from '../../pipeline/edition/panel-format.ts';
import { fixturePanel } from './fixture-panel.ts';

const [question] = fixturePanel().questions as [PanelQuestion];
const said = (markup: unknown): string =>
  textOf(parsePage(String(markup)))
    .replace(/\s+/g, ' ')
    .trim();
const tag = (status: string | null): string => {
  const found = questionTag({ ...question, status });
  return found === null ? 'no tag' : said(found);
};
const context = (status: string, policy: PanelManifest['policy'] = []): PanelContext =>
  ({
    edition: {
      manifest: { policy },
      paper: fixturePanel({ questions: [{ ...question, status, grown_worse: false }] }),
      figures: new Map(),
    },
    subject: undefined,
  }) as unknown as PanelContext;

describe('the rating of a question', () => {
  it.each([
    ['Red - worse than floor', 'Red – far from our aim'],
    ['Amber - short of target', 'Amber – short of our aim'],
    ['Green - on target', 'Green – our aim is met'],
    ['Red - worst quarter of councils', 'Red – among the worst quarter of councils'],
    ['Green - best quarter of councils', 'Green – among the best quarter of councils'],
    ['Too few to rate', 'Too few to rate'],
    ['Purple', 'no tag'],
    [null, 'no tag'],
  ])('%s is worded %s', (status, words) => expect(tag(status)).toBe(words));

  it('needs attention among the worst quarter of councils, and not among the best', () => {
    expect(said(attentionFirst(context('Red - worst quarter of councils')))).toContain(question.title);
    expect(said(attentionFirst(context('Green - best quarter of councils')))).toBe(
      'No question is rated Red or Amber, and none has grown much worse within a year.',
    );
  });

  it('is explained for aims and for quarters of councils', () => {
    const words = said(statusKey(context('Red - worse than floor')));
    expect(words).toContain('Green, our aim is met');
    expect(words).toContain('Green means that we are in the best quarter');
  });
});

describe('the policy on the page about this paper', () => {
  it('says each rule about people in words, and one that it has no words for by its name', () => {
    const row = (rule: string, value: number) => ({ rule, value, source: 'Catalogue', agreed: true });
    const words = said(
      policyRules(context('', [row('least_count', 6), row('least_event', 1), row('a_rule_of_tomorrow', 20)])),
    );
    expect(words).toContain('A number of children below 6 is never printed as it is');
    expect(words).toContain('a rule of tomorrow: 20.');
    expect(words).not.toMatch(/event/);
  });
});
