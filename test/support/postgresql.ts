import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL of the test's own, in a temporary folder, reachable from this machine alone. */
export interface Cluster {
  /** Connection of its owner. */
  readonly url: string;
  urlOf(user: string, password: string, database?: string): string;
  /** Runs statements as its owner, in the one database or that of another connection. */
  run(sql: string, at?: string): Promise<void>;
  /** Ends the tracker's connection as soon as it is reading a table. */
  endOthers(): Promise<void>;
  stop(): Promise<void>;
}

/** Folder with the programs of PostgreSQL: on the path, or where Debian puts them; null where there is none. */
export function postgresqlPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const ending = process.platform === 'win32' ? '.exe' : '';
  return (
    folders.find((folder) =>
      ['initdb', 'postgres'].every((name) => existsSync(join(folder, `${name}${ending}`))),
    ) ?? null
  );
}

/** PostgreSQL refuses to run as root: then as the user that its package made, or as nobody. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (user: string, flag: string): number =>
    Number(execFileSync('id', [flag, user], { stdio: 'pipe' }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: idOf(user, '-u'), gid: idOf(user, '-g') };
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** Starts a cluster with one database, `ssd`. */
export async function startCluster(programs: string): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'postgresql-'));
  const user = owner();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  // The temporary folders of the tests (`t-…`) are their owner's alone; that user must pass through them.
  for (let each = dirname(folder); basename(each).startsWith('t-'); each = dirname(each))
    chmodSync(each, 0o711);
  const data = join(folder, 'data');
  const settings = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
  const password = join(folder, 'password');
  writeFileSync(password, 'owner-secret');
  if (user !== undefined) chownSync(password, user.uid, user.gid);
  const asked = ['-U', 'owner', '--auth=scram-sha-256', '-E', 'UTF8', '--no-sync', '--pwfile', password];
  execFileSync(join(programs, 'initdb'), ['-D', data, ...asked], { ...settings, stdio: 'pipe' });
  const port = await freePort();
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
    { ...settings, stdio: 'ignore' },
  );
  const urlOf = (name: string, password: string, database = 'ssd') =>
    `postgresql://${name}:${password}@127.0.0.1:${port}/${database}`;
  await answering(urlOf('owner', 'owner-secret', 'postgres'), server);
  await query(urlOf('owner', 'owner-secret', 'postgres'), 'CREATE DATABASE ssd');
  const url = urlOf('owner', 'owner-secret');
  return {
    url,
    urlOf,
    run: (sql, at = url) => query(at, sql),
    endOthers: () => endReading(url),
    stop: () => stopped(server, folder),
  };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      return await query(url, 'SELECT 1');
    } catch (error) {
      if (server.exitCode !== null) throw new Error('PostgreSQL did not start', { cause: error });
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error('PostgreSQL does not answer');
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function endReading(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (let tries = 0; tries < 500; tries += 1) {
      const { rowCount } = await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'permanence-tracker' AND query LIKE '%md5%'",
      );
      if (rowCount !== 0) return;
    }
  } finally {
    await client.end();
  }
}

async function stopped(server: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((done) => server.once('exit', done));
  // Immediate shutdown: nothing of it is kept.
  server.kill('SIGQUIT');
  await gone;
  rmSync(folder, { recursive: true, force: true });
}
