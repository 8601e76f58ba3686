/**
 * One run at a time in a data folder. The lock is the operating system's, on the file of an empty DuckDB database: the
 * system gives it back at the moment in which the process ends, however it ends, and nobody else can. So neither a
 * process number given out again, nor another host name, nor a container, nor a process that sleeps decides anything.
 * A note beside the file says who is at work, for people alone.
 */
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { TrackerError } from '../sources/error.ts';
import { onInterruption } from './interruption.ts';

const holder = z.object({ pid: z.number(), host: z.string(), run: z.string(), since: z.string() });
type Holder = z.infer<typeof holder>;

/** Who takes the lock, and from when. */
export interface LockRequest {
  /** Path of the note; the file that is locked lies beside it, and stays. */
  readonly file: string;
  readonly run: string;
  readonly since: string;
  readonly log: (line: string) => void;
}

/** The file that is locked. While the lock is held, the process that holds it may not open and close it: that gives it back. */
export const lockedFile = (file: string): string => `${file}.duckdb`;

/** Locks that this very process holds: the system refuses other processes only. */
const held = new Set<string>();

/**
 * Takes the lock and returns the function that gives it back.
 * @throws {TrackerError} `run_in_progress` while another run is at work; `lock_unusable` when the folder cannot be locked
 */
export async function takeLock(request: LockRequest): Promise<() => void> {
  const { file, run, since, log } = request;
  if (held.has(file)) throw inProgress(readNote(file));
  held.add(file);
  let release = (): void => undefined;
  const giveBack = (): void => {
    forget();
    rmSync(file, { force: true });
    release();
    held.delete(file);
  };
  const forget = onInterruption(() => giveBack());
  try {
    release = await lock(file);
    const left = readNote(file);
    if (left !== null) log(`Taking over from ${left.run}, which process ${left.pid} left unfinished.`);
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname(), run, since } satisfies Holder));
    return giveBack;
  } catch (error) {
    forget();
    release();
    held.delete(file);
    throw error;
  }
}

async function lock(file: string): Promise<() => void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const locked = lockedFile(file);
  const open = (path: string) => DuckDBInstance.create(path, { threads: '1' });
  try {
    if (!existsSync(locked)) await make(locked, open);
    const instance = await open(locked);
    return () => instance.closeSync();
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    // Windows says so in its own language; there a run that is at work has left its note.
    const told = process.platform === 'win32' ? existsSync(file) : message.includes('Could not set lock');
    if (told) throw inProgress(readNote(file));
    throw unusable(locked, error);
  }
}

/** Makes the file aside and gives it its name when it is whole: nobody finds half of one. */
async function make(locked: string, open: (path: string) => Promise<{ closeSync(): void }>): Promise<void> {
  const aside = `${locked}.${process.pid}`;
  try {
    (await open(aside)).closeSync();
    nameIt(aside, locked);
  } finally {
    rmSync(aside, { force: true });
  }
}

function nameIt(aside: string, locked: string): void {
  try {
    linkSync(aside, locked);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    // A file system without hard links.
    writeFileSync(locked, readFileSync(aside), { flag: 'wx' });
  }
}

/** Null when there is no note, or only half of one: it decides nothing. */
function readNote(file: string): Holder | null {
  try {
    return holder.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

function inProgress(other: Holder | null): TrackerError {
  const who =
    other === null
      ? 'another run'
      : `${other.run} (process ${other.pid} on ${other.host}, since ${other.since})`;
  return new TrackerError(
    'usage',
    'run_in_progress',
    `The data folder is in use by ${who}.`,
    'Wait for it to end and run again. The lock ends with that process, so there is nothing to delete.',
  );
}

function unusable(locked: string, cause: unknown): TrackerError {
  return new TrackerError(
    'derivation_failed',
    'lock_unusable',
    `The data folder cannot be locked: ${locked} cannot be opened for writing.`,
    'Check that this account may write there, that the disk has room and that the file system can lock files. ' +
      'The file holds nothing: when it is damaged and no run is at work, delete it.',
    cause,
  );
}
