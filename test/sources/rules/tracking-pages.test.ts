/** Which lines stand on which page, and which extract each needs. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { linesByExtract, listed } from '../../../sources/rules/line-extracts.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { procedures } from '../../../sources/rules/vocabulary.ts';

const base = repositoryFile('sources/rules');
const bookOf = (procedure: string, folder = base) =>
  loadRules(folder, { authority: 'smalltown', procedure, rules: null });

describe('the pages of a procedure', () => {
  it.each(procedures)(
    '%s: every line that can be measured stands on one, and each register on the last',
    (procedure) => {
      const book = bookOf(procedure);
      const shown = book.tracking_page_lines;
      const isShown = (line_id: string, part: string, on = shown) =>
        on.some((row) => row.line_id === line_id && (row.part === '*' || row.part === part));
      const measured = book.tracking_lines.filter(({ not_measurable }) => not_measurable === '');
      expect(measured.filter(({ line_id, part }) => !isShown(line_id, part))).toEqual([]);
      const registers = shown.filter(({ page }) => page === 'registers');
      const kept = measured.filter(({ family }) => family === 'R');
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.filter(({ line_id, part }) => !isShown(line_id, part, registers))).toEqual([]);
    },
  );

  it('refuses a line that nobody declared, with file, line and the nearest one', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-pages-'));
    for (const name of readdirSync(base).filter((each) => each.endsWith('.csv')))
      cpSync(join(base, name), join(folder, name));
    const file = join(folder, 'tracking_page_lines.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(',W17,*,', ',W177,*,'));
    expect(() => bookOf('warrington', folder)).toThrow(
      /tracking_page_lines\.csv:\d+: line "W177" is not known; the nearest is "W17"/,
    );
  });
});

describe('the extracts that lines need', () => {
  it('are told by the events and states that the rows name', () => {
    const lines = linesByExtract(bookOf('unnamed'));
    expect(lines.get('local_milestones')).toEqual(expect.arrayContaining(['U3', 'U4', 'U5', 'U15']));
    expect(lines.get('local_review_items')).toContain('U2');
    expect(lines.get('local_forum_meetings')).toEqual(['U8']);
    expect([...lines.values()].flat()).not.toContain('U17');
  });

  it('are listed up to a dozen', () => {
    expect(listed(['U1', 'U2'])).toBe('U1, U2');
    expect(listed(Array.from({ length: 15 }, (_, n) => `U${n}`))).toMatch(/U11 and 3 more$/);
  });
});
