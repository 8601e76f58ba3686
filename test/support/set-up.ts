/**
 * Once before all tests and once after them: a temporary folder of their own, so that nothing is left in the system's,
 * and, where no file is named, everything that several tests look at.
 */
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReady } from './prepared.ts';

/** What stands on the command line beside `vitest run` and options: files, or names of tests. */
const named = process.argv.slice(2).filter((word) => !/^(?:-.*|run|watch|dev)$/.test(word));

/** A file system in memory, where there is one: tests publish some hundred editions, and each waits for the disk. */
const inMemory = '/dev/shm';
const roomNeeded = 8e9;

function quickestFolder(): string {
  try {
    const { bavail, bsize } = statfsSync(inMemory);
    return Math.min(bavail * bsize, freemem()) > roomNeeded ? inMemory : tmpdir();
  } catch {
    return tmpdir();
  }
}

export default async function setUp(): Promise<() => void> {
  const folder = mkdtempSync(join(quickestFolder(), 't-'));
  // The names that Node looks at on Linux, macOS and Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  if (named.length === 0) await makeReady();
  return () => rmSync(folder, { recursive: true, force: true });
}
