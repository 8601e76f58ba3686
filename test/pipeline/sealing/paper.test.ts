import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paperLines, paperShowLines } from '../../../pipeline/cli/paper-words.ts';
import { panelFile } from '../../../pipeline/edition/panel-format.ts';
import { reconciliationFile } from '../../../pipeline/edition/reconciliation-format.ts';
import { dataFolders, paperFolders } from '../../../pipeline/folders.ts';
import type { IntruderInput } from '../../../pipeline/intruder/intruder.ts';
import { silentEffects } from '../../../pipeline/run/effects.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { currentDraft } from '../../../pipeline/sealing/draft.ts';
import { readLedger } from '../../../pipeline/sealing/ledger.ts';
import { paperPlaces } from '../../../pipeline/sealing/paper-places.ts';
import { sealPaper } from '../../../pipeline/sealing/paper-seal.ts';
import { withdrawPaper } from '../../../pipeline/sealing/paper-withdraw.ts';
import { TrackerError } from '../../../sources/error.ts';
import { effectsAt, smallAuthority, smallRooms, treeHash } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

const audience = 'panel_public';
const authority = 'smalltown';

/** A county with a data folder of its own, run through the real door with quick rooms. */
function county(children = 40, ownRules: Readonly<Record<string, string>> = {}, rooms: Rooms = smallRooms) {
  const { yaml, grow } = smallAuthority(children);
  if (Object.keys(ownRules).length > 0) {
    const rules = join(dirname(yaml), 'rules');
    mkdirSync(rules);
    for (const [name, text] of Object.entries(ownRules)) writeFileSync(join(rules, name), text);
    appendFileSync(yaml, 'rules: rules\n');
  }
  return countyIn(temporaryFolder(), yaml, grow, rooms);
}

function countyIn(data: string, yaml: string, grow: (children: number) => void, rooms: Rooms) {
  const folders = dataFolders(data);
  const place = paperFolders(folders, audience, authority);
  return {
    yaml,
    grow,
    data,
    folders,
    place,
    run: (asAt = '2026-06-30', with_: Rooms = rooms, effects = silentEffects) =>
      run({ authorities: [yaml], asAt, data }, effects, with_),
    seal: (meeting: string, with_: Rooms = rooms, effects = silentEffects, name: string = audience) =>
      sealPaper(folders, { audience: name, authority, meeting }, effects, with_),
    /** The same county with a copy of its data folder. */
    copy: () => {
      const copied = temporaryFolder();
      cpSync(data, copied, { recursive: true });
      return countyIn(copied, yaml, grow, rooms);
    },
    withdraw: (editionId: string, on: string, effects = silentEffects) =>
      withdrawPaper(
        folders,
        { audience, authority, editionId, byRole: 'Head of service', reason: 'A file was read twice.', on },
        effects,
      ),
  };
}

const header = 'audience,title,marking,strictness,every_run,questions,packs,source\n';
/** The mark of the product, which an authority cannot change. */
const exempt = 'EXEMPT: Part 2, not for publication (Schedule 12A, paragraphs 1 and 2)';

const failure = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(() => null).catch((caught: unknown) => caught);
  return error instanceof TrackerError ? error.code : String(error);
};
/** The note of a sealing under way, beside the ledger. */
const noteOf = (ledger: string): string => join(dirname(ledger), 'sealing.json');
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('a run', () => {
  it('makes a draft beside the Board edition, and reconciles the two', async () => {
    const town = county();
    const report = await town.run();
    expect([report.outcome, report.exit_code]).toEqual(['published', 0]);
    expect(report.papers).toHaveLength(1);
    const [paper] = report.papers;
    expect(paper?.edition_id).toMatch(/^panel-public-2026-06-30-[0-9a-f]{8}$/);
    expect(paper?.hidden?.by_breakdown.length).toBeGreaterThan(0);
    const draft = currentDraft(town.place);
    expect(draft?.edition_id).toBe(paper?.edition_id);
    expect(existsSync(town.place.published)).toBe(false);
    const board = join(town.folders.editions, report.edition_id ?? '', 'data', 'reconciliation.json');
    const [beside] = reconciliationFile.parse(read(board)).audiences;
    const b7 = beside?.figures.find(
      (each) => each.measure_id === 'B7' && each.as_at_date === '2026-06-30' && each.breakdown === 'all',
    );
    expect([b7?.board, b7?.panel, b7?.verdict]).toEqual(['40', '40', 'same']);
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
    expect(paper.questions[0]?.answer).toBe('This number is hidden to protect children.');
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
      const folder = currentDraft(paperFolders(town.folders, name, authority))?.folder ?? '';
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
  it('publishes it at the address of its audience, with exact copies kept', async () => {
    const town = county();
    await town.run();
    const sealed = await town.seal('2026-07-15');
    expect(sealed.edition_id).toMatch(/^panel-public-2026-06-30-sealed-2026-07-15-[0-9a-f]{8}$/);
    const { place } = town;
    expect(readFileSync(join(place.published, 'index.html'), 'utf8')).toContain(sealed.edition_id);
    expect(treeHash(join(place.published, sealed.edition_id))).toBe(
      treeHash(join(place.editions, sealed.edition_id, 'site')),
    );
    expect(await failure(town.seal('2026-07-16'))).toBe('papers_changed');
  });

  it('hands the intruder the bytes and every earlier paper, withdrawn ones too', async () => {
    const town = county();
    const seen: IntruderInput[] = [];
    const rooms: Rooms = {
      ...smallRooms,
      intrude: async (input) => {
        seen.push(input);
        return smallRooms.intrude(input);
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

  it('stops at what the intruder finds, naming table and equations', async () => {
    const town = county();
    await town.run();
    const breach = {
      table: 'P1.time',
      kind: 'narrow',
      file: 'data/figures.csv',
      equations: ['a = b + c'],
      what: 'It is known.',
    };
    const stopped = town.seal('2026-07-15', { ...smallRooms, intrude: () => Promise.resolve([breach]) });
    await expect(stopped).rejects.toThrow(
      /P1\.time \(data\/figures\.csv, narrow\): It is known\. Put together: a = b \+ c/,
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

  it('cut short at any step leaves what was published, and is completed or undone by the next', async () => {
    const cutAt = (step: string) =>
      effectsAt(`seal paper: ${step}`, () => {
        throw new Error('cut');
      });
    const town = county();
    await town.run();
    for (const step of ['gates', 'compose', 'draw', 'intruder', 'edition', 'move', 'ledger']) {
      expect(await failure(town.seal('2026-07-15', smallRooms, cutAt(step)))).toContain('cut');
      expect([step, existsSync(town.place.published), existsSync(town.place.ledger)]).toEqual([
        step,
        false,
        false,
      ]);
    }
    expect(readdirSync(town.place.editions)).toHaveLength(1);
    for (const step of ['recorded', 'site', 'pointer', 'sealed']) {
      const copy = town.copy();
      expect(await failure(copy.seal('2026-07-15', smallRooms, cutAt(step)))).toContain('cut');
      // It counts since the ledger knows of it; whatever comes next brings the address in line.
      expect([step, await failure(copy.seal('2026-07-15'))]).toEqual([step, 'papers_changed']);
      const index = readFileSync(join(copy.place.published, 'index.html'), 'utf8');
      expect(index).toContain('sealed-2026-07-15');
      expect(readdirSync(copy.place.editions)).toHaveLength(1);
      expect(existsSync(noteOf(copy.place.ledger))).toBe(false);
    }
  }, 120_000);

  it('is refused for a draft whose run was not concluded, and after another run', async () => {
    const town = county();
    await town.run();
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
    const cabinet = paperFolders(town.folders, 'cabinet_panel', authority);
    expect(currentDraft(cabinet)).not.toBeNull();
    writeFileSync(join(dirname(town.yaml), 'rules', 'audiences.csv'), audiences('N'));
    const report = await town.run();
    expect(report.papers.map((each) => each.audience)).toEqual([audience]);
    expect(currentDraft(cabinet)).toBeNull();
    expect(readdirSync(cabinet.drafts)).toEqual([]);
    expect(currentDraft(town.place)).not.toBeNull();
  });
});

describe('withdrawing a paper', () => {
  it('cut short at any step is decided or not, and completed by the next', async () => {
    const town = county();
    await town.run();
    const { edition_id } = await town.seal('2026-07-15');
    for (const step of ['ledger', 'recorded', 'pointer', 'notice', 'notice in place', 'withdrawn']) {
      const copy = town.copy();
      const site = treeHash(join(copy.place.editions, edition_id));
      const cut = effectsAt(`withdraw paper: ${step}`, () => {
        throw new Error('cut');
      });
      expect(await failure(copy.withdraw(edition_id, '2026-07-20', cut))).toContain('cut');
      expect([step, readLedger(copy.place).withdrawn.length]).toEqual([step, step === 'ledger' ? 0 : 1]);
      const next = await failure(copy.withdraw(edition_id, '2026-07-20'));
      expect([step, next]).toEqual([step, step === 'ledger' ? 'null' : 'already_withdrawn']);
      const { published } = copy.place;
      expect(readdirSync(published).sort()).toEqual(['index.html', edition_id]);
      expect(readdirSync(join(published, edition_id))).toEqual(['index.html']);
      expect(readFileSync(join(published, 'index.html'), 'utf8')).not.toContain(edition_id);
      expect(readFileSync(join(published, edition_id, 'index.html'), 'utf8')).toContain('2026-07-20');
      expect(treeHash(join(copy.place.editions, edition_id))).toBe(site);
    }
  }, 120_000);
});

describe('a ledger that is lost', () => {
  it('stops the list, the next sealing, a withdrawal and the next draft, and nothing is removed', async () => {
    const town = county();
    await town.run('2026-03-31');
    const { edition_id } = await town.seal('2026-04-15');
    await town.run('2026-06-30');
    const { place } = town;
    const before = treeHash(place.editions, place.published);
    const whole = readFileSync(place.ledger);
    const all = (): Promise<string[]> =>
      Promise.all([
        failure(town.seal('2026-07-15')),
        failure(Promise.resolve().then(() => paperLines(paperPlaces(town.folders)))),
        failure(Promise.resolve().then(() => paperShowLines(place, edition_id))),
      ]);
    const lost = 'earlier_edition_lost';
    rmSync(place.ledger);
    expect([...(await all()), await failure(town.withdraw(edition_id, '2026-07-20'))]).toEqual(
      Array(4).fill(lost),
    );
    // An older ledger, from before the paper, forgets it as well.
    writeFileSync(place.ledger, '{ "sealed": [], "withdrawn": [] }');
    expect(await all()).toEqual(Array(3).fill(lost));
    rmSync(place.ledger);
    const report = await town.run('2026-06-30');
    expect([report.exit_code, report.papers[0]?.error?.code]).toEqual([6, lost]);
    expect(currentDraft(place)).toBeNull();
    expect(treeHash(place.editions, place.published)).toBe(before);
    // The site alone tells as well that something was published.
    renameSync(place.editions, `${town.data}/elsewhere`);
    expect(await failure(town.withdraw(edition_id, '2026-07-20'))).toBe(lost);
    renameSync(`${town.data}/elsewhere`, place.editions);
    writeFileSync(place.ledger, whole);
    expect((await town.run('2026-06-30')).exit_code).toBe(0);
    expect((await town.seal('2026-07-15')).kind).toBe('sealed');
  }, 120_000);
});

describe('two audiences that anybody may read', () => {
  const cabinetRule = { 'audiences.csv': `${header}cabinet_panel,Cabinet Panel,PUBLIC,floor,Y,P1,,Own\n` };
  const b7On = (folder: string, day: string): string | undefined =>
    panelFile
      .parse(read(join(folder, 'data', 'panel.json')))
      .figures.find(
        (each) =>
          each.measure_id === 'B7' &&
          each.statistic === 'count' &&
          each.breakdown === 'all' &&
          each.as_at_date === day,
      )?.shown;

  it('are decided together: what the one hid stays hidden in the draft of the other', async () => {
    const town = county(4, cabinetRule);
    const cabinet = paperFolders(town.folders, 'cabinet_panel', authority);
    await town.run('2026-03-31');
    const first = await town.seal('2026-04-15');
    expect(b7On(join(town.place.editions, first.edition_id), '2026-03-31')).toBe('[c]');
    // The draft made beside it knew nothing of it.
    expect(await failure(town.seal('2026-04-20', smallRooms, silentEffects, 'cabinet_panel'))).toBe(
      'papers_changed',
    );
    // Recorded late: the same day is no longer small.
    town.grow(40);
    await town.run('2026-06-30');
    const draft = currentDraft(cabinet)?.folder ?? '';
    expect(b7On(draft, '2026-03-31')).toBe('[c]');
    expect(b7On(draft, '2026-06-30')).toBe('40');
    const second = await town.seal('2026-07-20', smallRooms, silentEffects, 'cabinet_panel');
    expect(second.policy_audience).toBe('cabinet_panel');
  }, 120_000);

  it('are read together by the intruder, in the order of sealing; exempt papers are not', async () => {
    const town = county(40, {
      'audiences.csv': `${cabinetRule['audiences.csv']}panel_part2,Exempt papers,"${exempt}",floor_exempt,Y,P1,,Own\n`,
    });
    const seen: string[][] = [];
    const rooms: Rooms = {
      ...smallRooms,
      intrude: async ({ earlier }) => {
        seen.push(earlier.map(({ id }) => id));
        return [];
      },
    };
    const ids: string[] = [];
    for (const [asAt, name] of [
      ['2026-03-31', 'panel_part2'],
      ['2026-03-31', 'cabinet_panel'],
      ['2026-03-31', 'panel_public'],
      ['2026-06-30', 'panel_public'],
      ['2026-06-30', 'panel_part2'],
    ] as const) {
      await town.run(asAt);
      ids.push((await town.seal(asAt, rooms, silentEffects, name)).edition_id);
    }
    const [part2, cabinet, open] = ids;
    expect(seen).toEqual([[], [], [cabinet], [cabinet, open], [part2]]);
  }, 120_000);
});
