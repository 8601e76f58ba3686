/** Drives SQLMesh: one `plan prod` on a fresh warehouse file, with nothing of the caller's environment let in. */
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { TrackerError } from '../../sources/error.ts';
import { makePrivateFolder } from '../folders.ts';
import { attended } from '../interruption.ts';
import type { PythonEnvironment } from '../python/environment.ts';
import { repositoryFile } from '../repository.ts';
import { saidOfFullDisk } from '../storage-failure.ts';
import { type Engine, engineEnvironment, engineFailure } from './engine.ts';
import {
  auditFailures,
  failedModels,
  failureSummary,
  type WarnedAudit,
  warnedAudits,
} from './sqlmesh-output.ts';

/** Where a command of SQLMesh works. */
export interface SqlmeshPlace {
  readonly python: PythonEnvironment;
  /** Absolute path of the warehouse file; its stem is `warehouse`. SQLMesh begins without one that is still to come. */
  readonly warehouse: string | Promise<string>;
  /** Folder for log files and SQLMesh's own home. */
  readonly runFolder: string;
  readonly cacheFolder: string;
  /** Where the models run; in the warehouse file itself when absent. */
  readonly engine?: Engine;
  /** Hears each line that SQLMesh prints. */
  readonly onLine?: (line: string) => void;
}

interface Spoken {
  readonly exitCode: number | undefined;
  /** What ended it from outside. */
  readonly signal?: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** TRACKER_MEMORY is how much memory DuckDB may take before it puts rows on the disk (models/config.yaml). */
const passed = [
  'PATH',
  'HOME',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'Path',
  'TRACKER_MEMORY',
];

const ownPaths = (runFolder: string) => ({
  home: join(runFolder, 'sqlmesh-home'),
  logs: join(runFolder, 'sqlmesh-logs'),
  said: join(runFolder, 'sqlmesh.log'),
});

function environment(place: SqlmeshPlace): Record<string, string> {
  const { home } = ownPaths(place.runFolder);
  const own = Object.fromEntries(
    passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  return {
    ...own,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    COLUMNS: '220',
    PYTHONUTF8: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    WAREHOUSE_DB: 'warehouse.duckdb',
    ...(typeof place.warehouse === 'string' ? {} : { TRACKER_WAREHOUSE_TO_COME: 'true' }),
    // several models at a time share the cores: threads that wait for each other cost a fifth more
    TRACKER_THREADS: String(Math.max(1, Math.floor(availableParallelism() / 2))),
    SQLMESH_CACHE_DIR: place.cacheFolder,
    SQLMESH_HOME: home,
    TMPDIR: home,
    TEMP: home,
    TMP: home,
    SQLMESH__DISABLE_ANONYMIZED_ANALYTICS: '1',
    SQLMESH_RUNTIME_ENVIRONMENT: 'ci',
    MAX_FORK_WORKERS: '1',
  };
}

/** Runs any command of SQLMesh on the models and returns what it said, whatever its exit code. */
export async function sqlmesh(
  place: SqlmeshPlace,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Spoken> {
  const { logs, home, said } = ownPaths(place.runFolder);
  for (const folder of [logs, home]) makePrivateFolder(folder);
  // what it remembers of earlier plans is read whole before it is found to be of no warehouse at hand
  rmSync(join(place.cacheFolder, 'snapshot'), { recursive: true, force: true });
  const child = execa(
    place.python.python,
    [
      repositoryFile('pipeline/python/sqlmesh_cli.py'),
      '--log-file-dir',
      logs,
      '-p',
      repositoryFile('models'),
      ...args,
    ],
    {
      cwd: typeof place.warehouse === 'string' ? dirname(place.warehouse) : place.runFolder,
      env: { ...environment(place), ...more },
      extendEnv: false,
      // Open as long as this process lives: SQLMesh ends with it.
      stdin: 'pipe',
      reject: false,
    },
  );
  let isNeeded = true;
  if (typeof place.warehouse !== 'string')
    place.warehouse.then(
      (file) => child.stdin.write(`${dirname(file)}\n`),
      () => {
        isNeeded = false;
        child.kill('SIGKILL');
      },
    );
  const heard = hear(child.stdout, place.onLine);
  const result = await attended(child);
  await heard;
  const spoken = {
    exitCode: result.exitCode,
    signal: result.signal,
    stdout: result.stdout,
    stderr: result.stderr || (result.failed ? (result.shortMessage ?? '') : ''),
  };
  // Batches of one run speak one after the other; one that had nothing to do must not talk over one that failed.
  if (isNeeded) writeFileSync(said, `${spoken.stdout}\n${spoken.stderr}\n`, { mode: 0o600, flag: 'a' });
  return spoken;
}

/** Called in the moment in which the process starts: the end of a stream that has ended is never heard. */
async function hear(
  stream: NodeJS.ReadableStream,
  onLine: ((line: string) => void) | undefined,
): Promise<void> {
  if (onLine === undefined) return;
  for await (const line of createInterface({ input: stream })) onLine(line);
}

/** Tests and linter belong to the test command: here their files are not read, nor queries rewritten for them. */
const quick = { SQLMESH_IGNORE: 'test*.yaml', SQLMESH_OPTIMIZE: 'false' };

/** Arguments and environment of a derivation; `shared` is what a shared engine needs beside them. */
export const derivation = (shared: Readonly<Record<string, string>> = {}) =>
  [
    ['plan', 'prod', '--auto-apply', '--no-prompts', '--no-diff', '--skip-tests', '--skip-linter'],
    { ...quick, ...shared },
  ] as const;

/** Derives every model and leaves what is read later in the warehouse file. Returns the audits that warned; a failure throws. */
export async function derive(place: SqlmeshPlace): Promise<WarnedAudit[]> {
  const { engine = 'embedded' } = place;
  const shared = engine === 'embedded' ? {} : engineEnvironment(engine);
  const spoken = await sqlmesh(place, ...derivation(shared));
  if (spoken.exitCode === 0) return warnedAudits(spoken.stdout);
  throw (engine === 'embedded' ? null : engineFailure(engine, spoken)) ?? derivationError(spoken);
}

/** Derivations of a run, one after the other; each begins before its warehouse is there. */
export interface Deriving {
  /** `isMoreToCome`: the one after this is begun, too. */
  readonly derive: (warehouse: string, isMoreToCome?: boolean) => Promise<WarnedAudit[]>;
  /** Ends what has begun and never got a warehouse. */
  readonly end: () => Promise<void>;
}

/** Starts SQLMesh, which reads itself and the models, and waits for a warehouse when it comes to ask for one. */
export function beginDeriving(place: Omit<SqlmeshPlace, 'warehouse'>): Deriving {
  let waiting: Deriving | null = beginOne(place);
  let isTold = false;
  return {
    derive: (file, isMoreToCome = false) => {
      const { derive } = waiting ?? beginOne(place);
      waiting = isMoreToCome ? beginOne(place) : null;
      isTold = true;
      return derive(file);
    },
    end: async () => {
      await waiting?.end();
      for (const path of isTold ? [] : Object.values(ownPaths(place.runFolder)))
        rmSync(path, { recursive: true, force: true });
    },
  };
}

function beginOne(place: Omit<SqlmeshPlace, 'warehouse'>): Deriving {
  let give = (_file: string): void => undefined;
  let refuse = (): void => undefined;
  const warehouse = new Promise<string>((resolve, reject) => {
    give = resolve;
    refuse = () => reject(new Error('there is no warehouse'));
  });
  const derived = derive({ ...place, warehouse });
  const ended = derived.then(
    () => undefined,
    () => undefined,
  );
  return {
    derive: (file) => {
      give(file);
      return derived;
    },
    end: () => {
      refuse();
      return ended;
    },
  };
}

/** Names models and audits only: what SQLMesh and DuckDB say beside that may quote a value of a row. */
export function derivationError(spoken: Omit<Spoken, 'exitCode'>): TrackerError {
  // A full disk may stand far above the last words: whoever fails for it fails at several things.
  const full = saidOfFullDisk(spoken.stderr) ?? saidOfFullDisk(spoken.stdout);
  const summary = failureSummary(spoken.stdout, spoken.stderr);
  const cause = new Error(summary, full === null ? undefined : { cause: new Error(full) });
  const audits = auditFailures(spoken.stdout);
  if (audits.length > 0)
    return new TrackerError(
      'check_stopped',
      'audit_failed',
      `An audit of the models stopped the run: ${audits.join('; ')}.`,
      'Nothing was published. The run folder keeps sqlmesh.log and the warehouse file with the rows at fault.',
      cause,
    );
  if (spoken.signal !== undefined)
    return new TrackerError(
      'derivation_failed',
      'derivation_ended',
      `SQLMesh was ended from outside (${spoken.signal}) before the measures were derived.`,
      'Nothing was published. A system does so where memory runs out: free some, or set TRACKER_MEMORY to less, such as 2GB, and run again.',
      cause,
    );
  const models = failedModels(spoken.stdout);
  const where = models.length > 0 ? ` Failed: ${models.join(', ')}.` : '';
  return new TrackerError(
    'derivation_failed',
    'derivation_failed',
    `SQLMesh could not derive the measures.${where}`,
    'Nothing was published. The reason is in error.txt and the whole output in sqlmesh.log, both in the run folder.',
    cause,
  );
}
