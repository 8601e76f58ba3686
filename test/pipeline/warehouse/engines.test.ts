/** Other engines really run, with the packages and servers that they need: `npm run proofs -- engines`. */
import { spawn } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainChild } from '../../../pipeline/children/explanation.ts';
import { chooseLine, ofLine, readLive } from '../../../pipeline/children/live-warehouse.ts';
import { writeWorklist } from '../../../pipeline/children/worklist.ts';
import { dataFolders } from '../../../pipeline/folders.ts';
import { ensureEngine, ensurePython } from '../../../pipeline/python/environment.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { liveEdition } from '../../../pipeline/shelf/live.ts';
import { engineEnvironment, type SharedEngine } from '../../../pipeline/warehouse/engine.ts';
import { derivation, sqlmesh } from '../../../pipeline/warehouse/sqlmesh.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { copyRaw } from '../../models/rendered-model.ts';
import { proving, size } from '../../proofs/sizes.ts';
import { type Cluster, postgresqlPrograms, startCluster } from '../../support/postgresql.ts';
import { treeHash } from '../run/small-rooms.ts';
import { temporaryFolder } from '../small-extract.ts';

const program = repositoryFile('pipeline/cli/tracker.js');
const day = '2026-06-30';
const earlier = '2026-06-23';
const own = temporaryFolder();
const layers = ['staging.*', 'core.*', 'measures.*', 'scorecard.*', 'published.*'];

describe.runIf(proving)('the demo, derived by other engines', () => {
  let cluster: Cluster;
  let warehouse: string;

  const tracker = (args: readonly string[], env: Record<string, string> = {}) =>
    execa(process.execPath, [program, ...args], { env, reject: false, all: true, stdin: 'ignore' });
  const runArguments = (data: string, asAt: string): string[] => [
    ...['run', '--engine', 'postgres', '--authority', join(own, 'demo', 'authority.yaml')],
    ...['--as-at', asAt, '--data', data],
  ];
  const postgres = (data: string, asAt: string, url = cluster.url) =>
    tracker(runArguments(data, asAt), { TRACKER_POSTGRES: url });

  beforeAll(async () => {
    const environment = await ensurePython(() => undefined);
    for (const engine of ['postgres', 'spark']) await ensureEngine(engine, environment);
    const programs = postgresqlPrograms();
    if (programs === null)
      throw new Error('PostgreSQL is not installed: its programs start the one of this proof');
    cluster = await startCluster(programs);
    const children = String(size('engineChildren'));
    const made = await tracker([
      'demo',
      '--no-serve',
      '--no-past',
      '--children',
      children,
      '--as-at',
      day,
      '--data',
      own,
    ]);
    expect(made.exitCode, made.all).toBe(0);
    warehouse = readLive(dataFolders(own)).warehouse;
  });

  afterAll(() => cluster?.stop());

  it.each<[SharedEngine, () => Record<string, string>]>([
    ['postgres', () => ({ TRACKER_POSTGRES: cluster.url })],
    ['spark', () => ({ TRACKER_SPARK: 'local[2]' })],
  ])('%s gives every table of the warehouse as DuckDB does', async (engine, connection) => {
    const folder = temporaryFolder();
    const copy = join(folder, 'warehouse.duckdb');
    await copyRaw(warehouse, copy);
    const place = { python: await ensurePython(() => undefined), warehouse: copy, runFolder: folder };
    const asked = engineEnvironment(engine, connection(), layers);
    const start = performance.now();
    const said = await sqlmesh({ ...place, cacheFolder: join(folder, 'cache') }, ...derivation(asked));
    expect(said.exitCode, `${said.stdout}\n${said.stderr}`.slice(-6_000)).toBe(0);
    process.stdout.write(`${engine}: ${Math.round((performance.now() - start) / 1000)} s\n`);
    const script = repositoryFile('test/proofs/equal-content.ts');
    const compared = await execa('tsx', [script, '--quick', warehouse, copy], {
      preferLocal: true,
      reject: false,
    });
    expect([compared.exitCode, compared.stdout]).toEqual([0, 'every table is equal']);
  });

  it('a run that is killed midway leaves nothing in the way of the next, which publishes the edition of DuckDB', async () => {
    const data = temporaryFolder();
    const first = spawn(process.execPath, [program, ...runArguments(data, day)], {
      env: { ...process.env, TRACKER_POSTGRES: cluster.url },
      stdio: 'ignore',
    });
    await atWork(cluster, first);
    first.kill('SIGKILL');
    const second = await postgres(data, day);
    expect(second.exitCode, second.all).toBe(0);
    expect(second.all).not.toContain('owner-secret');
    const [one, other] = [dataFolders(own), dataFolders(data)];
    expect(liveEdition(other)).toBe(liveEdition(one));
    for (const place of ['editions', 'published', 'audiences'] as const)
      expect([place, treeHash(other[place])]).toEqual([place, treeHash(one[place])]);
    expect(await listed(data)).toEqual(await listed(own));
  });

  it('a connection that is lost midway ends the run with what to do, and the live site stands', async () => {
    const { data, site } = published();
    const running = postgres(data, earlier);
    await atWork(cluster, running);
    await cluster.run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'permanence-tracker-engine'`,
    );
    const done = await running;
    expect([done.exitCode, done.all]).toEqual([5, expect.stringContaining('[engine_lost]')]);
    expect(treeHash(dataFolders(data).published)).toBe(site);
  });

  describe('PostgreSQL that cannot be used', () => {
    const refused = async (code: string, url?: string): Promise<string> => {
      const { data, site } = published();
      const done = await postgres(data, earlier, url);
      expect([done.exitCode, done.all]).toEqual([5, expect.stringContaining(`[engine_${code}]`)]);
      expect(done.all).not.toContain('secret');
      expect(done.all).not.toContain('127.0.0.1');
      expect(treeHash(dataFolders(data).published)).toBe(site);
      return String(done.all);
    };

    it('is not running', () => refused('unreachable', 'postgresql://owner:owner-secret@127.0.0.1:1/ssd'));
    it('knows another password', () => refused('login', cluster.urlOf('owner', 'no-secret')));
    it('has no such database', () => refused('login', cluster.urlOf('owner', 'owner-secret', 'nowhere')));

    it('grants no right to make schemas', async () => {
      await cluster.run(`CREATE ROLE reader LOGIN PASSWORD 'reader-secret'`);
      await refused('rights', cluster.urlOf('reader', 'reader-secret'));
    });

    it('has the lock of another run', async () => {
      const { default: pg } = await import('pg');
      const other = new pg.Client({ connectionString: cluster.url });
      await other.connect();
      await other.query('SELECT pg_advisory_lock(7016231)');
      await refused('in_use').finally(() => other.end());
    });

    it('has a schema of that name that somebody else made', async () => {
      await cluster.run('CREATE DATABASE others');
      const url = cluster.urlOf('owner', 'owner-secret', 'others');
      await cluster.run('CREATE SCHEMA core; CREATE TABLE core.theirs (a INT)', url);
      expect(await refused('foreign_schema', url)).toContain('"core"');
      await cluster.run('SELECT a FROM core.theirs', url);
    });

    it('sorts otherwise than DuckDB', async () => {
      await cluster.run(
        `CREATE DATABASE english TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C' ENCODING 'UTF8'`,
      );
      expect(await refused('differs', cluster.urlOf('owner', 'owner-secret', 'english'))).toContain(
        '"collation"',
      );
    });

    it('is a version too old', async () => {
      const asked = `
import engines
old = object.__new__(engines.Postgres)
old.ask = lambda sql: [(130011, True)]
try:
    old.prepare()
except engines.Refused as refused:
    print(refused)`;
      const { python } = await ensurePython(() => undefined);
      const { stdout } = await execa(python, ['-c', asked], { cwd: repositoryFile('pipeline/python') });
      expect(stdout).toBe('version 13');
    });
  });

  /** A data folder with a live site, that a run for an earlier day has not made. */
  function published(): { data: string; site: string } {
    const data = temporaryFolder();
    cpSync(own, data, { recursive: true });
    return { data, site: treeHash(dataFolders(data).published) };
  }
});

/** Until SQLMesh has made its first measures in the database. */
async function atWork(cluster: Cluster, running: { readonly exitCode?: number | null }): Promise<void> {
  while (typeof running.exitCode !== 'number') {
    await wait(300);
    // The tables of an earlier run lie there until this one has its connections.
    const begun = `SELECT 1 / COUNT(*) FROM pg_tables, pg_stat_activity
      WHERE schemaname = 'core' AND application_name = 'permanence-tracker-engine'`;
    if (
      await cluster.run(begun).then(
        () => true,
        () => false,
      )
    )
      return;
  }
  throw new Error('the run ended before it could be disturbed');
}

/** The children behind a figure, and why one of them is in it. */
async function listed(data: string): Promise<unknown> {
  const folders = dataFolders(data);
  const live = readLive(folders);
  const choice = chooseLine(live, 'demo', 'T3', 'main');
  const { file } = await writeWorklist(folders, live, choice, 'as_at');
  const [counted] = await withWarehouse(live.warehouse, (database) =>
    database.rows(
      `SELECT MIN(child_id) AS child FROM warehouse.scorecard.measure_case AS m WHERE ${ofLine(choice, 'm')} AND counted`,
    ),
  );
  return [readFileSync(file, 'utf8'), await explainChild(live, choice, String(counted?.['child']))];
}
