import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { phaseNames, type RunReport, readReport, readReports } from '../../../pipeline/run/report.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { run } from '../../../pipeline/run/run.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
import { rollback } from '../../../pipeline/shelf/rollback.ts';
import { verify } from '../../../pipeline/shelf/verify.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import { TrackerError } from '../../../sources/error.ts';
import { someOf } from '../../proofs/sizes.ts';
import { compiledScript } from '../../support/prepared.ts';
import { sealBoard } from '../shelf/small-county.ts';
import { temporaryFolder } from '../small-extract.ts';
import {
  derivePublished,
  effectsAt,
  otherAuthority,
  smallAuthority,
  smallRooms,
  treeHash,
} from './small-rooms.ts';

const asAt = '2026-06-30';
const publishSteps = ['warehouse', 'edition', 'site', 'swap', 'swapped'].map((step) => `publish: ${step}`);

const runOnce = (yaml: string, data: string, rooms: Rooms = smallRooms, effects = silentEffects) =>
  run({ authorities: [yaml], asAt, data }, effects, rooms);

/** Everything that readers and analysts look at. */
const liveTree = (data: string): string => {
  const folders = dataFolders(data);
  return treeHash(folders.published, folders.editions, folders.warehouses);
};

describe('a run', () => {
  const authority = smallAuthority(12);
  const published = temporaryFolder();
  let first: RunReport;

  beforeAll(async () => {
    first = await runOnce(authority.yaml, published);
  });

  /** The folder of the first run, for what comes after it. */
  const copied = (): string => {
    const data = temporaryFolder();
    cpSync(published, data, { recursive: true });
    return data;
  };
  const notAgain: Rooms = { ...smallRooms, derive: () => Promise.reject(new Error('derived again')) };

  it('publishes an edition with its warehouse, report and manifest', () => {
    expect(first.error).toBeNull();
    expect(first.outcome).toBe('published');
    expect(first.phases.map(({ phase }) => phase).sort()).toEqual([...phaseNames].sort());
    const folders = dataFolders(published);
    const id = liveEdition(folders);
    expect(id).toMatch(/^board-2026-06-30-[0-9a-f]{8}$/);
    const manifest = JSON.parse(readFileSync(join(folders.editions, id ?? '', 'manifest.json'), 'utf8'));
    expect(manifest.warehouse).toBe(`warehouses/${id}/warehouse.duckdb`);
    expect(existsSync(join(published, manifest.warehouse))).toBe(true);
    expect(manifest.checks.every((check: { result: string }) => check.result === 'pass')).toBe(true);
    expect(readdirSync(join(folders.runs, first.run_id))).toEqual(['report.json']);
    expect(statSync(folders.warehouses).mode & 0o077).toBe(0);
    expect(statSync(folders.runs).mode & 0o077).toBe(0);
    expect(existsSync(folders.lock)).toBe(false);
  });

  it('gives the same edition from the same input in another folder', async () => {
    const other = temporaryFolder();
    await runOnce(smallAuthority().yaml, other);
    expect(treeHash(dataFolders(other).editions)).toBe(treeHash(dataFolders(published).editions));
    expect(treeHash(dataFolders(other).published)).toBe(treeHash(dataFolders(published).published));
  });

  it('says nothing new when nothing is, and touches nothing', async () => {
    const data = copied();
    const before = liveTree(data);
    const report = await runOnce(authority.yaml, data, notAgain);
    expect(report.outcome).toBe('nothing_new');
    expect(report.exit_code).toBe(0);
    expect(liveTree(data)).toBe(before);
  });

  it('rolls back to the edition before, and to any; one that is found complete is live again without deriving', async () => {
    const data = copied();
    const folders = dataFolders(data);
    authority.grow(13);
    const second = await runOnce(authority.yaml, data).finally(() => authority.grow(12));
    expect(second.edition_id).not.toBe(first.edition_id);
    expect(await rollback(folders, null, silentEffects)).toEqual({
      from: second.edition_id,
      to: first.edition_id,
    });
    expect(liveEdition(folders)).toBe(first.edition_id);
    await rollback(folders, second.edition_id, silentEffects);
    expect(liveEdition(folders)).toBe(second.edition_id);
    await expect(rollback(folders, 'board-2026-01-01-00000000', silentEffects)).rejects.toThrow(
      /no published edition/,
    );
    // Twelve children again: a third revision of the snapshot, with the content of the first.
    const third = await runOnce(authority.yaml, data, notAgain);
    expect(third.outcome).toBe('published');
    expect(third.edition_id).toBe(first.edition_id);
    expect(liveEdition(folders)).toBe(first.edition_id);
  });

  it('keeps no more warehouses than the setting says', async () => {
    const data = copied();
    for (const children of [13, 14, 15, 16]) {
      authority.grow(children);
      await runOnce(authority.yaml, data);
    }
    authority.grow(12);
    const folders = dataFolders(data);
    expect(readdirSync(folders.warehouses)).toHaveLength(4);
    expect(readdirSync(folders.editions)).toHaveLength(5);
    expect(readdirSync(folders.warehouses)).toContain(liveEdition(folders));
  });
});

describe('a failure in any phase leaves what is live as it was', () => {
  let data = '';
  let authority = smallAuthority();
  let before = '';

  beforeAll(async () => {
    data = temporaryFolder();
    authority = smallAuthority(12);
    await runOnce(authority.yaml, data);
    authority.grow(13);
    before = liveTree(data);
  });

  it.each(phaseNames)('thrown at %s', async (phase) => {
    const effects = effectsAt(phase, () => {
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    });
    // A phase begins inside its own bookkeeping, so the failure is reported as that phase's.
    const report = await runOnce(authority.yaml, data, smallRooms, effects);
    expect(report.outcome).toBe('failed');
    expect(report.exit_code).toBe(5);
    expect(report.error?.code).toBe('disk_full');
    expect(report.error?.phase).toBe(phase);
    expect(liveTree(data)).toBe(before);
  });

  it('a failed check stops with its own exit code and is named in the report', async () => {
    const rooms: Rooms = {
      ...smallRooms,
      derive: async ({ warehouse }) => {
        await withDatabase(warehouse, async (database) => {
          await derivePublished(database);
          await database.run(
            "INSERT INTO published.check_result VALUES ('stock_and_flow', 'Stock and flow agree.', 'stop', 3)",
          );
        });
        return [];
      },
    };
    const report = await runOnce(authority.yaml, data, rooms);
    expect(report.exit_code).toBe(4);
    expect(report.error?.message).toContain('stock_and_flow (3)');
    expect(report.checks.find((check) => check.check === 'stock_and_flow')?.result).toBe('fail');
    expect(liveTree(data)).toBe(before);
  });

  it('a child key among the groups stops the publication', async () => {
    const rooms: Rooms = {
      ...smallRooms,
      derive: async ({ warehouse }) => {
        await withDatabase(warehouse, async (database) => {
          await derivePublished(database);
          await database.run(
            "UPDATE published.measure_value SET group_key = 'person1003' WHERE breakdown = 'team'",
          );
        });
        return [];
      },
    };
    const report = await runOnce(authority.yaml, data, rooms);
    expect(report.exit_code).toBe(4);
    expect(report.error?.message).toContain('no_child_published');
    expect(report.error?.message).not.toContain('person1003');
    expect(liveTree(data)).toBe(before);
  });

  it('refused input has exit code 3', async () => {
    const refused = new TrackerError('input_refused', 'file_missing', 'no file', 'add it');
    const report = await runOnce(authority.yaml, data, {
      ...smallRooms,
      extractAuthority: () => Promise.reject(refused),
    });
    expect([report.exit_code, report.error?.code]).toEqual([3, 'file_missing']);
    expect(liveTree(data)).toBe(before);
  });
});

describe('a region of which one authority fails', () => {
  const second = (): string => otherAuthority().yaml;
  const refusing = (...refused: readonly string[]): Rooms => ({
    ...smallRooms,
    extractAuthority: async (config, options) => {
      if (refused.includes(config.authority))
        throw new TrackerError(
          'input_refused',
          'nothing_recognised',
          `no file of ${config.name} is known`,
          'look',
        );
      return smallRooms.extractAuthority(config, options);
    },
  });
  const runRegion = (yamls: readonly string[], data: string, rooms: Rooms) =>
    run({ authorities: yamls, asAt, data }, silentEffects, rooms);
  const manifestOf = (data: string) => {
    const folders = dataFolders(data);
    return JSON.parse(
      readFileSync(join(folders.editions, liveEdition(folders) ?? '', 'manifest.json'), 'utf8'),
    );
  };
  const heldBy = (data: string): string[] =>
    manifestOf(data).authorities.map(({ authority }: { authority: string }) => authority);

  it('publishes the others, says which failed and why, and takes it in again once it is whole', async () => {
    const data = temporaryFolder();
    const yamls = [smallAuthority().yaml, second()];
    const report = await runRegion(yamls, data, refusing('othertown'));
    expect([report.outcome, report.exit_code, report.error]).toEqual(['published', 7, null]);
    expect(report.left_out).toEqual([
      {
        ...{ authority: 'othertown', name: 'Othertown', phase: 'read', code: 'nothing_recognised' },
        ...{ message: 'no file of Othertown is known', advice: 'look' },
      },
    ]);
    expect(heldBy(data)).toEqual(['smalltown']);
    const [told] = manifestOf(data).checks.filter(
      ({ check }: { check: string }) => check === 'authority_left_out',
    );
    expect(told.meaning).toMatch(/^Othertown is not in this edition/);
    // Sealed, it would stand for the whole region.
    await expect(sealBoard(data)).rejects.toThrow(/Othertown is not in this edition/);
    // Nothing has changed, and yet it is not "nothing new": an authority is still missing.
    expect((await runRegion(yamls, data, refusing('othertown'))).exit_code).toBe(7);
    const whole = await runRegion(yamls, data, smallRooms);
    expect([whole.outcome, whole.exit_code]).toEqual(['published', 0]);
    expect(heldBy(data)).toEqual(['othertown', 'smalltown']);
    expect(
      manifestOf(data).checks.some(({ check }: { check: string }) => check === 'authority_left_out'),
    ).toBe(false);
  });

  it('stops where no authority is left, and leaves what is live as it was', async () => {
    const data = temporaryFolder();
    const yamls = [smallAuthority().yaml, second()];
    await runRegion(yamls, data, smallRooms);
    const before = liveTree(data);
    writeFileSync(join(yamls[0] ?? '', '..', 'children'), '13');
    const report = await runRegion(yamls, data, refusing('othertown', 'smalltown'));
    expect([report.outcome, report.exit_code]).toEqual(['failed', 3]);
    expect(report.left_out).toHaveLength(2);
    expect(liveTree(data)).toBe(before);
  });

  it('goes on without an authority whose rows stop an audit of the models, and says so', async () => {
    const holds = (warehouse: string): Promise<boolean> =>
      withDatabase(warehouse, async (database) => {
        const rows = await database.rows("SELECT 1 FROM raw.snapshot WHERE authority = 'othertown'");
        return rows.length > 0;
      });
    const audited = (everybody: boolean): Rooms => ({
      ...smallRooms,
      derive: async (place) => {
        if (everybody || (await holds(place.warehouse)))
          throw new TrackerError('check_stopped', 'audit_failed', 'an audit of the models', 'look');
        return smallRooms.derive(place);
      },
    });
    const data = temporaryFolder();
    const yamls = [smallAuthority().yaml, second()];
    const report = await runRegion(yamls, data, audited(false));
    expect([report.outcome, report.exit_code, report.error]).toEqual(['published', 7, null]);
    expect(report.left_out).toMatchObject([
      {
        authority: 'othertown',
        phase: 'derive',
        code: 'audit_failed',
        advice: expect.stringMatching(/^Run it alone/),
      },
    ]);
    expect(report.snapshots).toHaveLength(2);
    expect(heldBy(data)).toEqual(['smalltown']);
    const before = liveTree(data);
    writeFileSync(join(yamls[0] ?? '', '..', 'children'), '13');
    const none = await runRegion(yamls, data, audited(true));
    expect([none.outcome, none.exit_code, none.error?.code]).toEqual(['failed', 4, 'audit_failed']);
    expect(liveTree(data)).toBe(before);
  });

  it('ends the site that was begun with one whose rows stop an audit, before it begins that of the others', async () => {
    const said: string[] = [];
    let derivations = 0;
    const rooms: Rooms = {
      ...smallRooms,
      together: 1,
      derive: async (place) => {
        derivations += 1;
        if (derivations === 2) throw new TrackerError('check_stopped', 'audit_failed', 'an audit', 'look');
        return smallRooms.derive(place);
      },
      beginSite: async ({ editionFolder }) => {
        const { authorities } = JSON.parse(readFileSync(join(editionFolder, 'manifest.json'), 'utf8'));
        said.push(`begun of ${authorities.length}`);
        return {
          draw: smallRooms.buildSite,
          end: async () => void said.push(`ended of ${authorities.length}`),
        };
      },
    };
    const report = await runRegion([smallAuthority().yaml, second()], temporaryFolder(), rooms);
    expect([report.outcome, report.exit_code]).toEqual(['published', 7]);
    expect(said).toEqual(['begun of 2', 'ended of 2', 'begun of 1', 'ended of 1']);
  });

  it('stops at a failure that is nobody’s own', async () => {
    const rooms: Rooms = {
      ...smallRooms,
      extractAuthority: async () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    };
    const report = await runRegion([smallAuthority().yaml, second()], temporaryFolder(), rooms);
    expect(report.outcome).toBe('failed');
    expect(report.left_out).toEqual([]);
  });

  it('says nothing new, and still that one is missing, where its files cannot be told apart', async () => {
    const data = temporaryFolder();
    const yamls = [smallAuthority().yaml, second()];
    const rooms: Rooms = {
      ...smallRooms,
      inputFingerprint: async (config) => {
        if (config.authority === 'othertown')
          throw new TrackerError('input_refused', 'file_unreadable', 'no folder', 'look');
        return smallRooms.inputFingerprint(config);
      },
    };
    expect((await runRegion(yamls, data, rooms)).exit_code).toBe(7);
    const again = await runRegion(yamls, data, rooms);
    expect([again.outcome, again.exit_code]).toEqual(['nothing_new', 7]);
    expect(again.left_out[0]?.phase).toBe('configuration');
  });
});

describe('SIGKILL at any step leaves what is live unchanged or wholly new', () => {
  const authority = smallAuthority(12);
  const published = temporaryFolder();
  let firstEdition: string | null = null;

  beforeAll(async () => {
    firstEdition = (await runOnce(authority.yaml, published)).edition_id;
    authority.grow(13);
  });

  it.each(someOf([...phaseNames.filter((phase) => phase !== 'publish'), ...publishSteps], 'runKills'))(
    'at %s',
    async (step) => {
      const data = temporaryFolder();
      cpSync(published, data, { recursive: true });
      const folders = dataFolders(data);
      const index = readFileSync(join(folders.published, 'index.html'), 'utf8');
      const script = await compiledScript('killed-run');
      const child = await execa('node', [script, authority.yaml, data, asAt, step], {
        cwd: repositoryFile('.'),
        reject: false,
      });
      expect(child.signal).toBe('SIGKILL');

      const live = liveEdition(folders);
      if (step === 'publish: swapped') expect(live).not.toBe(firstEdition);
      else expect(readFileSync(join(folders.published, 'index.html'), 'utf8')).toBe(index);
      expect(existsSync(join(folders.published, live ?? '', 'index.html'))).toBe(true);
      expect(existsSync(join(folders.warehouses, live ?? '', 'warehouse.duckdb'))).toBe(true);
      expect(verify(folders).findings).toEqual([]);

      // The next run takes over from the dead one and clears what it left.
      const next = await runOnce(authority.yaml, data);
      expect(['published', 'nothing_new']).toContain(next.outcome);
      expect(liveEdition(folders)).toBe(next.edition_id);
      const killed = readReports(folders.runs).find((report) => report.outcome === 'interrupted');
      expect(killed?.exit_code).toBeNull();
      expect(readdirSync(join(folders.runs, killed?.run_id ?? ''))).toEqual(['report.json']);
    },
  );
});

describe('one run at a time', () => {
  it('the second says who holds the folder', async () => {
    const data = temporaryFolder();
    const { yaml } = smallAuthority();
    let second: RunReport | undefined;
    let firstMeanwhile: RunReport | null = null;
    const rooms: Rooms = {
      ...smallRooms,
      extractAuthority: async (...args) => {
        second = await runOnce(yaml, data);
        firstMeanwhile = readReport(dataFolders(data).runs, `${asAt}-001`);
        return smallRooms.extractAuthority(...args);
      },
    };
    const first = await runOnce(yaml, data, rooms);
    expect([first.outcome, first.run_id]).toEqual(['published', `${asAt}-001`]);
    expect(firstMeanwhile).toMatchObject({ outcome: 'running' });
    expect(second).toMatchObject({
      run_id: `${asAt}-002`,
      outcome: 'failed',
      exit_code: 2,
      error: { code: 'run_in_progress', phase: 'lock' },
    });
    expect(second?.error?.message).toContain(`process ${process.pid}`);
    expect(readReport(dataFolders(data).runs, `${asAt}-002`)).toEqual(second);
    expect(readdirSync(join(dataFolders(data).runs, `${asAt}-002`))).toEqual(['report.json']);
  });

  it.each([
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', run: 'a run', since: 'then' })],
    ['that cannot be read', 'half'],
  ])('a note %s whose lock nobody holds does not stand in the way', async (_, note) => {
    const data = temporaryFolder();
    writeFileSync(dataFolders(data).lock, note);
    expect((await runOnce(smallAuthority().yaml, data)).outcome).toBe('published');
    expect(existsSync(dataFolders(data).lock)).toBe(false);
  });
});
