import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type PanelFile, plainSentence } from '../../../pipeline/edition/panel-format.ts';
import { guardPaper, guardPolicy, type PublishedFolder } from '../../../pipeline/guard/guard.ts';
import { quartersBefore } from '../../../pipeline/panel/calendar.ts';
import { Steps } from '../../../pipeline/panel/steps.ts';
import { type PanelPlan, panelPaperOf, unansweredPaper, writePaper } from '../../../pipeline/panel/write.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import type { Database } from '../../../pipeline/warehouse/database.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { someOf } from '../../proofs/sizes.ts';
import { derive, withChildren } from './invented-children.ts';

const rules = loadRules(repositoryFile('sources/rules'), {
  authority: 'demo',
  procedure: 'hertfordshire',
  rules: null,
});
const part = {
  rules,
  observed: [],
  snapshot: { manifest: { authority: 'demo', name: 'Demo', snapshot_id: 'demo-1' } },
} as unknown as PanelPlan['part'];
const quarterEnds = Array.from({ length: 8 }, (_, back) => quartersBefore('2026-06-30', back)).reverse();

/** What decides which pages a paper's site has. */
const pagesOf = ({ questions, packs }: PanelFile) =>
  [questions, packs].map((all) =>
    all.map(({ question, position, title, short_title }) => [question, position, title, short_title]),
  );

/** Successive papers, each held by the guard against those before it; no page is built, so none can hold a figure. */
async function papers(database: Database, late: (database: Database) => Promise<void> = async () => {}) {
  const files: PanelFile[] = [];
  const published: PublishedFolder[] = [];
  const findings: string[] = [];
  for (const [index, asAt] of quarterEnds.entries()) {
    if (index === 4) await late(database);
    const id = `panel-public-${asAt}-0000000${index}`;
    const folder = join(mkdtempSync(join(tmpdir(), 'tracker-paper-')), id);
    const plan = {
      editionId: id,
      part,
      audience: 'panel_public',
      asAt,
      codeVersion: '0',
      earlier: [...files],
    };
    const { file } = await panelPaperOf(database, plan);
    expect(pagesOf(unansweredPaper(plan))).toEqual(pagesOf(file));
    writePaper(folder, plan, file);
    const found = await guardPaper({
      about: { id, folder },
      earlier: [...published],
      policy: guardPolicy(rules.disclosure, 'panel_public', asAt),
      coarsening: rules.group_coarsening,
    });
    findings.push(
      ...found
        .filter(({ kind }) => kind !== 'figure_not_on_a_page')
        .map(({ kind, cells }) => `${asAt} ${kind} ${cells}`),
    );
    files.push(file);
    published.push({ id, folder });
  }
  return { files, findings };
}

const cellOf = (figure: PanelFile['figures'][number]): string =>
  [figure.measure_id, figure.statistic, figure.step, figure.to_date, figure.breakdown, figure.group].join(
    ' ',
  );

const populations = [
  [40, 35],
  [160, 20],
  [400, 8],
] as const;

describe.each(someOf(populations, 'successivePapers'))(
  'eight successive papers about %i children',
  (children, most) => {
    it('give nothing away together, print no cell twice in two ways, and no two times of a line overlap', async () => {
      const { files, findings } = await withChildren(children, (database) => papers(database));
      expect(findings).toEqual([]);
      for (const { hidden } of files) expect(hidden.share_percent).toBeLessThanOrEqual(most);
      const printed = new Map<string, string>();
      for (const { figures } of files)
        for (const figure of figures.filter(({ kind }) => kind !== 'outside' && kind !== 'unknown')) {
          expect([cellOf(figure), printed.get(cellOf(figure)) ?? figure.shown]).toEqual([
            cellOf(figure),
            figure.shown,
          ]);
          printed.set(cellOf(figure), figure.shown);
        }
      for (const line of new Set(
        files.flatMap(({ figures }) => figures.map(({ measure_id }) => measure_id)),
      )) {
        const times = files
          .flatMap(({ figures }) => figures)
          .filter((each) => each.measure_id === line && each.breakdown === 'all' && each.from_date !== null)
          .map(({ from_date, to_date }) => `${from_date} ${to_date}`);
        const spans = [...new Set(times)].sort().map((time) => time.split(' '));
        for (const [index, [from = '']] of spans.entries())
          expect(from > (spans[index - 1]?.[1] ?? ''), `${line} ${from}`).toBe(true);
      }
      for (const question of files
        .at(-1)
        ?.questions.filter(({ question }) => question === 'P1' || question === 'P7') ?? [])
        expect(plainSentence(question.answer)).not.toMatch(/hidden|not known/);
    }, 120_000);
  },
);

it('a small correction is not shown: what was printed stands, and the officers are told', async () => {
  const { files, findings } = await withChildren(160, (database) =>
    papers(database, async (late) => {
      await late.run(
        "UPDATE child SET gone = gone + 40 WHERE id IN (SELECT id FROM child WHERE gone BETWEEN DATE '2025-01-01' AND DATE '2025-01-31' ORDER BY id LIMIT 1)",
      );
      await late.run(
        "UPDATE child SET gone = DATE '2025-02-03' WHERE id IN (SELECT id FROM child WHERE gone BETWEEN DATE '2025-03-01' AND DATE '2025-06-20' ORDER BY id LIMIT 2)",
      );
      await derive(late);
    }),
  );
  expect(findings).toEqual([]);
  expect(files.at(-1)?.left_out.join('\n')).toContain('stands as an earlier paper printed it');
}, 120_000);

it('a step that is taken away within its year is refused, with the line of its row', () => {
  const row = rules.panel_lines.find(({ measure_id }) => measure_id === 'B9');
  if (row === undefined) throw new Error('no row of B9');
  const [quarter, ...others] = row.steps;
  const steps = new Steps('2026-06-30', 2026, [
    { measure_id: 'B9', line: 'main', year: 2026, step: 'quarter' },
  ]);
  Object.assign(row, { steps: others });
  expect(() => steps.choose(row, {} as never, {} as never)).toThrow(
    /panel_lines\.csv:4, P1 B9 main, steps: a sealed paper prints the line by quarter/,
  );
  Object.assign(row, { steps: [quarter, ...others] });
});
