import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { check } from '../../support/check.ts';
import { repository } from '../../support/source-folder.ts';

interface Case {
  readonly case: string;
  readonly as_at: string;
  readonly in_care_if_read: string;
  readonly may_refuse: string;
  readonly must_say: string;
}

/** Situations met by others, which lie beside the checkout where they are to be had. */
const beside = ['..', '../..'].map((up) => join(repository, up, 'shared', 'cases', 'door'));
const folder = beside.find((path) => existsSync(path)) ?? '';
const cases: Case[] =
  folder !== ''
    ? parse(readFileSync(join(folder, 'expected.csv')), { columns: true, relax_quotes: true })
    : [];

describe.runIf(cases.length > 0)('situations that others met', () => {
  test.each(cases)('$case', async (each) => {
    const files = join(folder, each.case, 'files');
    const names = readdirSync(files, { recursive: true }).join(' ');
    const { exitCode, report, text } = await check(files, {
      adapter: /person|List 8/.test(names) ? 'ssd' : 'ssda903',
      ...(each.as_at === '' ? {} : { asAt: each.as_at }),
    });
    if (exitCode === 0 && each.in_care_if_read !== '')
      expect(report.children_in_care).toBe(Number(each.in_care_if_read));
    if (each.may_refuse === 'no') expect(exitCode).toBe(0);
    else expect([0, 3, 4]).toContain(exitCode);
    expect(text).toMatch(new RegExp(each.must_say, 'i'));
    expect(text).not.toMatch(/Quillfeather|Wilhelmina/);
  });
});
