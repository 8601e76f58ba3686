/** One run at a time in a data folder: an exclusive file that says who is at work. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { TrackerError } from '../../sources/error.ts';

const holder = z.object({ pid: z.number(), host: z.string(), run: z.string(), since: z.string() });
type Holder = z.infer<typeof holder>;

/** Who takes the lock, and from when. */
export interface LockRequest {
  readonly file: string;
  readonly run: string;
  readonly since: string;
  readonly log: (line: string) => void;
}

/** Locks that this very process holds: its own number alone does not tell a dead holder from a live one. */
const held = new Set<string>();

/** Takes the lock and returns the function that gives it back. */
export function takeLock(request: LockRequest): () => void {
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    run: request.run,
    since: request.since,
  } satisfies Holder);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (createWith(request.file, mine)) {
      held.add(request.file);
      return () => giveBack(request.file, mine);
    }
    const other = readHolder(request.file);
    if (other === null) continue;
    if (held.has(request.file) || !isDead(other)) throw inProgress(other, request.file);
    request.log(`Taking over from ${other.run}, which process ${other.pid} left unfinished.`);
    takeOver(request.file, other, mine);
    held.add(request.file);
    return () => giveBack(request.file, mine);
  }
  throw inProgress(readHolder(request.file), request.file);
}

/** Creates the file with its content in one step; false when it is there already. */
function createWith(file: string, content: string): boolean {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, content);
  try {
    linkSync(aside, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    return createExclusively(file, content);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** For file systems without hard links. */
function createExclusively(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null when the lock went away meanwhile. */
function readHolder(file: string): Holder | null {
  try {
    const read = holder.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return read.success ? read.data : unknownHolder;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : unknownHolder;
  }
}

const unknownHolder: Holder = { pid: 0, host: 'unknown', run: 'an unknown run', since: 'an unknown time' };

function isDead(other: Holder): boolean {
  if (other.host !== hostname() || other.pid === 0) return false;
  if (other.pid === process.pid) return true;
  try {
    process.kill(other.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Puts this run in the place of a dead one. Whoever takes over holds a second exclusive file meanwhile, so that of
 * two runs that found the same dead holder the later one sees that the lock has changed hands, and is refused.
 */
function takeOver(file: string, dead: Holder, mine: string): void {
  const guard = `${file}.takeover`;
  if (!createWith(guard, mine)) throw inProgress(readHolder(guard), file, guard);
  try {
    const now = readHolder(file);
    if (now !== null) {
      if (!isSame(now, dead)) throw inProgress(now, file);
      remove(file, dead);
    }
    if (!createWith(file, mine)) throw inProgress(readHolder(file), file);
  } finally {
    removeIfMine(guard, mine);
  }
}

/** Moves the dead lock aside before it is removed; what turns out to be another's is put back. */
function remove(file: string, dead: Holder): void {
  const aside = `${file}.left-by-${dead.pid}.${process.pid}`;
  renameSync(file, aside);
  try {
    const moved = readHolder(aside);
    if (moved === null || isSame(moved, dead)) return;
    createWith(file, readFileSync(aside, 'utf8'));
    throw inProgress(moved, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

const isSame = (one: Holder, other: Holder): boolean =>
  one.pid === other.pid && one.host === other.host && one.run === other.run && one.since === other.since;

function giveBack(file: string, mine: string): void {
  held.delete(file);
  removeIfMine(file, mine);
}

function removeIfMine(file: string, mine: string): void {
  try {
    if (readFileSync(file, 'utf8') === mine) rmSync(file);
  } catch {
    // Already gone: nothing is held any more.
  }
}

/** `toDelete` is what a person removes who knows better. */
function inProgress(other: Holder | null, file: string, toDelete = file): TrackerError {
  const who =
    other === null
      ? 'another run'
      : `${other.run} (process ${other.pid} on ${other.host}, since ${other.since})`;
  return new TrackerError(
    'usage',
    'run_in_progress',
    `The data folder is in use by ${who}.`,
    `Wait for it to end and run again. If you are sure that it is no longer running, delete ${toDelete}.`,
  );
}
