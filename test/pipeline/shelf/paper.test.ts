import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { panelFile, plainSentence } from '../../../pipeline/edition/panel-format.ts';
import { reconciliationFile } from '../../../pipeline/edition/reconciliation-format.ts';
import type { GuardInput } from '../../../pipeline/guard/guard.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { currentDraft } from '../../../pipeline/shelf/draft.ts';
import { paperPlace } from '../../../pipeline/shelf/place.ts';
import { effectsAt, smallRooms, treeHash } from '../run/small-rooms.ts';
import { audience, authority, county, exempt, failure, header, read } from './small-papers.ts';

describe('a run', () => {
  it('makes a draft beside the Board edition, and reconciles the two', async () => {
    const town = county();
    const report = await town.run();
    expect([report.outcome, report.exit_code]).toEqual(['published', 0]);
    expect(report.papers).toHaveLength(1);
    const [paper] = report.papers;
    expect(paper?.edition_id).toMatch(/^panel-public-2026-06-30-[0-9a-f]{8}$/);
    expect(paper?.hidden?.by_table.length).toBeGreaterThan(0);
    const draft = currentDraft(town.place);
    expect(draft?.edition_id).toBe(paper?.edition_id);
    expect(existsSync(town.place.published)).toBe(false);
    const board = join(town.folders.editions, report.edition_id ?? '', 'data', 'reconciliation.json');
    const [beside] = reconciliationFile.parse(read(board)).audiences;
    const b7 = beside?.figures.find(
      (each) => each.measure_id === 'B7' && each.to_date === '2026-06-30' && each.breakdown === 'all',
    );
    expect([b7?.board, b7?.panel, b7?.verdict]).toEqual(['40', '40', 'same']);
  });

  it('judges its draft as sealing will, and says what stands in the way', async () => {
    const town = county();
    const finding = { kind: 'narrow', file: 'figures.csv', cells: [], because: [], what: 'It is known.' };
    const report = await town.run('2026-06-30', { ...smallRooms, guard: () => Promise.resolve([finding]) });
    expect([report.exit_code, report.papers[0]?.gates]).toEqual([0, ['figures.csv, narrow: It is known.']]);
    expect(currentDraft(town.place)?.gates).toEqual(['figures.csv, narrow: It is known.']);
  });

  it('publishes the Board edition when a paper cannot be made, says so, leaves no draft, and tries again', async () => {
    const town = county();
    const broken: Rooms = {
      ...smallRooms,
      buildSite: (place) =>
        readFileSync(join(place.editionFolder, 'manifest.json'), 'utf8').includes('"audience": "panel"')
          ? Promise.reject(new Error('no paper'))
          : smallRooms.buildSite(place),
    };
    const report = await town.run('2026-06-30', broken);
    expect([report.outcome, report.exit_code]).toEqual(['published', 6]);
    expect(report.papers[0]?.error?.code).toMatch(/_failed$/);
    expect(report.papers[0]?.error?.message).not.toContain('no paper');
    expect(currentDraft(town.place)).toBeNull();
    const again = await town.run('2026-06-30', {
      ...smallRooms,
      derive: () => Promise.reject(new Error('derived again')),
    });
    expect([again.outcome, again.exit_code]).toEqual(['published', 0]);
    expect(currentDraft(town.place)).not.toBeNull();
    expect((await town.run()).outcome).toBe('nothing_new');
  });

  it('of an authority with 4 children makes a paper that hides them and can be sealed', async () => {
    const town = county(4);
    await town.run();
    const paper = panelFile.parse(read(join(currentDraft(town.place)?.folder ?? '', 'data', 'panel.json')));
    expect(plainSentence(paper.questions[0]?.answer ?? '')).toBe('We care for fewer than 10 children.');
    expect((await town.seal('2026-07-15')).kind).toBe('sealed');
  });

  it('makes papers for Part 2 and the Cabinet Panel where the authority asks for them, each with its mark', async () => {
    const town = county(40, {
      'audiences.csv':
        `${header}panel_part2,Exempt papers,"${exempt}",floor_exempt,Y,P1 P2,,Own\n` +
        'cabinet_panel,Cabinet Panel,PUBLIC,floor,Y,P1,,Own\n',
    });
    const report = await town.run();
    expect(report.papers.map((each) => each.audience)).toEqual([
      'panel_public',
      'panel_part2',
      'cabinet_panel',
    ]);
    for (const [name, marking, questions] of [
      ['panel_part2', exempt, ['P1', 'P2']],
      ['cabinet_panel', 'PUBLIC', ['P1']],
    ] as const) {
      const folder = currentDraft(paperPlace(town.folders, name, authority))?.folder ?? '';
      expect((read(join(folder, 'manifest.json')) as { marking: string }).marking).toBe(marking);
      const paper = panelFile.parse(read(join(folder, 'data', 'panel.json')));
      expect(paper.questions.map(({ question }) => question)).toEqual(questions);
    }
  });

  it('is refused where a policy is looser than the floor, with file and line', async () => {
    const town = county(40, {
      'disclosure.csv':
        'audience,rule,value,effective_from,effective_to,source,approved_by_role,approved_on\n' +
        'panel_public,least_count,3,2026-01-01,,Own,,\n',
    });
    const report = await town.run();
    expect(report.outcome).toBe('failed');
    expect(report.error?.message).toMatch(/disclosure\.csv:2: least_count 3 is looser/);
  });
});

describe('sealing a paper', () => {
  const begun = county();
  beforeAll(() => begun.run());

  it('publishes it at the address of its audience, with exact copies kept', async () => {
    const town = begun.copy();
    const sealed = await town.seal('2026-07-15');
    expect(sealed.edition_id).toMatch(/^panel-public-2026-06-30-sealed-2026-07-15-[0-9a-f]{8}$/);
    const { place } = town;
    expect(readFileSync(join(place.published, 'index.html'), 'utf8')).toContain(sealed.edition_id);
    expect(treeHash(join(place.published, sealed.edition_id))).toBe(
      treeHash(join(place.editions, sealed.edition_id, 'site')),
    );
    expect(await failure(town.seal('2026-07-16'))).toBe('papers_changed');
  });

  it('hands the guard the bytes and every earlier paper, withdrawn ones too', async () => {
    const town = county();
    const seen: GuardInput[] = [];
    const rooms: Rooms = {
      ...smallRooms,
      guard: async (input) => {
        seen.push(input);
        return smallRooms.guard(input);
      },
    };
    await town.run('2026-03-31');
    const first = await town.seal('2026-04-15', rooms);
    await town.withdraw(first.edition_id, '2026-04-20');
    await town.run('2026-06-30');
    await town.seal('2026-07-15', rooms);
    expect(seen.map(({ earlier }) => earlier.map(({ id }) => id))).toEqual([[], [first.edition_id]]);
    const notice = join(town.place.published, first.edition_id);
    expect(readdirSync(notice)).toEqual(['index.html']);
    expect(existsSync(join(town.place.editions, first.edition_id, 'site', 'index.html'))).toBe(true);
  });

  it.each(['itself', 'another'] as const)(
    'takes what is published of a council as known where it is %s',
    async (who) => {
      const town = county();
      appendFileSync(town.yaml, `benchmark_authority: Hertfordshire\nbenchmark_authority_is: ${who}\n`);
      await town.run();
      let asked: GuardInput | undefined;
      await town.seal('2026-07-15', {
        ...smallRooms,
        guard: (input) => {
          asked = input;
          return Promise.resolve([]);
        },
      });
      expect(asked?.national?.some(({ measure }) => measure === 'B28')).toBe(who === 'itself');
    },
  );

  it('stops at what the guard finds, naming table and equations', async () => {
    const town = begun.copy();
    const breach = {
      kind: 'narrow',
      file: 'data/figures.csv',
      cells: ['P1.B7'],
      because: ['a = b + c'],
      what: 'It is known.',
    };
    const stopped = town.seal('2026-07-15', { ...smallRooms, guard: () => Promise.resolve([breach]) });
    await expect(stopped).rejects.toThrow(
      /data\/figures\.csv, narrow \(P1\.B7\): It is known\. Put together: a = b \+ c/,
    );
    expect(existsSync(town.place.published)).toBe(false);
    expect(readdirSync(town.folders.runs)).not.toContain('sealing');
  });

  it('and a draft are refused while an earlier paper is missing or changed', async () => {
    const town = county();
    await town.run('2026-03-31');
    const first = await town.seal('2026-04-15');
    await town.run('2026-06-30');
    const folder = join(town.place.editions, first.edition_id);
    renameSync(folder, `${town.data}/elsewhere`);
    expect(await failure(town.seal('2026-07-15'))).toBe('earlier_edition_lost');
    renameSync(`${town.data}/elsewhere`, folder);
    for (const file of ['site/index.html', 'data/figures.csv', 'manifest.json']) {
      const before = readFileSync(join(folder, file));
      appendFileSync(join(folder, file), ' ');
      expect([file, await failure(town.seal('2026-07-15'))]).toEqual([file, 'earlier_edition_lost']);
      writeFileSync(join(folder, file), before);
    }
    appendFileSync(join(folder, 'site', 'index.html'), ' ');
    town.grow(41);
    const report = await town.run('2026-06-30');
    expect([report.outcome, report.exit_code, report.papers[0]?.error?.code]).toEqual([
      'published',
      6,
      'earlier_edition_lost',
    ]);
    expect(currentDraft(town.place)).toBeNull();
  }, 120_000);

  it('is refused for a draft whose run was not concluded, and after another run', async () => {
    const town = begun.copy();
    town.grow(41);
    const cut = effectsAt('publish: swap', () => {
      throw new Error('cut');
    });
    expect((await town.run('2026-06-30', smallRooms, cut)).outcome).toBe('failed');
    expect(await failure(town.seal('2026-07-15'))).toBe('draft_stale');
    expect(existsSync(town.place.published)).toBe(false);
    await town.run();
    expect((await town.seal('2026-07-15')).kind).toBe('sealed');
  });

  it('has no draft of an audience that runs make none for any more', async () => {
    const audiences = (everyRun: string): string =>
      `${header}cabinet_panel,Cabinet Panel,PUBLIC,floor,${everyRun},P1,,Own\n`;
    const town = county(40, { 'audiences.csv': audiences('Y') });
    await town.run();
    const cabinet = paperPlace(town.folders, 'cabinet_panel', authority);
    expect(currentDraft(cabinet)).not.toBeNull();
    writeFileSync(join(dirname(town.yaml), 'rules', 'audiences.csv'), audiences('N'));
    const report = await town.run();
    expect(report.papers.map((each) => each.audience)).toEqual([audience]);
    expect(currentDraft(cabinet)).toBeNull();
    expect(readdirSync(cabinet.drafts)).toEqual([]);
    expect(currentDraft(town.place)).not.toBeNull();
  });
});
