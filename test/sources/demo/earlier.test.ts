import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { readCommentaries } from '../../../sources/commentary/commentary.ts';
import { demoFiles, writeDemoWithPast } from '../../../sources/demo/demo.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { repository } from '../../support/source-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'demo-past-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = { children: 60, asAt: '2026-06-30', seed: 1 };
const days = writeDemoWithPast(folder, options);
const tables = ['ssd', 'local'].flatMap((kind) =>
  readdirSync(join(folder, kind)).map((file) => `${kind}/${file}`),
);
const rowsOf = (path: string): string[] =>
  readFileSync(join(folder, path), 'latin1')
    .split('\r\n')
    .slice(1)
    .filter((row) => row !== '');

/** Dates of a row as yyyy-mm-dd, whichever way they are written. */
const datesIn = (row: string): string[] => [
  ...[...row.matchAll(/\b(\d{4}-\d\d-\d\d)(?: 00:00|,|$)/g)].map(([, day]) => day ?? ''),
  ...[...row.matchAll(/\b(\d\d)\/(\d\d)\/(\d{4})\b/g)].map(
    ([, day, month, year]) => `${year}-${month}-${day}`,
  ),
];

describe('the demo with a month before', () => {
  it('looks at the end of the month before, and seals for a meeting between the two days', () => {
    expect(days).toEqual({ earlier: '2026-05-31', meeting: '2026-06-16' });
    expect(
      writeDemoWithPast(mkdtempSync(join(folder, 'early-')), { ...options, asAt: '2026-06-08' }),
    ).toEqual({
      earlier: '2026-04-30',
      meeting: '2026-05-18',
    });
  });

  it('knows on the earlier day nothing that happened later, but what is due or booked', () => {
    for (const table of tables) {
      const [head = ''] = readFileSync(join(folder, 'earlier', table), 'latin1').split('\r\n');
      if (/_due_date|_next_meeting|_final_hearing|_expiry|_extension_to|_booked/.test(head)) continue;
      const late = rowsOf(`earlier/${table}`)
        .flatMap(datesIn)
        .filter((day) => day > '2026-05-31' && day < '2027');
      expect(late, table).toEqual([]);
    }
  });

  it('is the same county: rows of long ago stand as they do now, and some of the last weeks came late', () => {
    const clean =
      demoFiles({ ...options, soiled: false }).contents.get('ssd/ssd_cla_visits.csv') ?? Buffer.of();
    const now = clean.toString('latin1').split('\r\n');
    const then = new Set(rowsOf('earlier/ssd/ssd_cla_visits.csv'));
    const dated = now.flatMap((row) =>
      datesIn(row)
        .slice(0, 1)
        .map((day) => [day, row] as const),
    );
    const old = dated.filter(([day]) => day <= '2026-04-26');
    const recent = dated.filter(([day]) => day > '2026-04-26' && day <= '2026-05-31');
    expect(old.length).toBeGreaterThan(500);
    expect(old.filter(([, row]) => !then.has(row))).toEqual([]);
    const late = recent.filter(([, row]) => !then.has(row));
    expect(late.length).toBeGreaterThan(0);
    expect(late.length).toBeLessThan(recent.length / 4);
  });

  it('has a reason or an outcome only where its date is known', () => {
    const episodes = rowsOf('earlier/ssd/ssd_cla_episodes.csv').map((row) =>
      row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/),
    );
    for (const [id, , , , , , ceased, reason] of episodes)
      if (ceased === '') expect([id, reason]).toEqual([id, '']);
  });

  it('says what is done about some lines, one of them late, and has changed a rule since', async () => {
    const config = readAuthority(join(folder, 'authority.yaml'));
    const rules = loadRules(join(repository, 'sources/rules'), config, '2026-06-30');
    const before = loadRules(
      join(repository, 'sources/rules'),
      readAuthority(join(folder, 'earlier', 'authority.yaml')),
      '2026-05-31',
    );
    const { commentaries, faults } = await readCommentaries(config.commentary, { rules, caseNumbers: [] });
    expect(faults).toEqual([]);
    expect(commentaries.length).toBeGreaterThan(4);
    const open = commentaries.filter(({ status }) => status !== 'done');
    expect(open.filter(({ by_when }) => by_when < '2026-06-30').map(({ measure_id }) => measure_id)).toEqual([
      'T3',
    ]);
    const aim = (book: typeof rules) =>
      book.limits
        .filter(
          ({ measure_id, limit_key, effective_to }) =>
            measure_id === 'B6' && limit_key === 'aim' && effective_to === null,
        )
        .map(({ n }) => n);
    expect([aim(before), aim(rules)]).toEqual([[16], [20]]);
    expect([before.settings.month_ends, rules.settings.month_ends]).toEqual([13, 36]);
  });

  it('is the same to the byte when it is written twice', () => {
    const again = mkdtempSync(join(folder, 'again-'));
    writeDemoWithPast(again, options);
    for (const file of readdirSync(join(again, 'earlier', 'ssd')))
      expect(
        readFileSync(join(again, 'earlier', 'ssd', file)).equals(
          readFileSync(join(folder, 'earlier', 'ssd', file)),
        ),
        file,
      ).toBe(true);
  });
});
