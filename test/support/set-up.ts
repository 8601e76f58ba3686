/**
 * Once before all tests and once after them: a temporary folder of their own, so that nothing is left in the system's,
 * and, where no file is named, everything that several tests look at.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReady } from './prepared.ts';

/** What stands on the command line beside `vitest run` and options: files, or names of tests. */
const named = process.argv.slice(2).filter((word) => !/^(?:-.*|run|watch|dev)$/.test(word));

export default async function setUp(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 't-'));
  // The names that Node looks at on Linux, macOS and Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  if (named.length === 0) await makeReady();
  return () => rmSync(folder, { recursive: true, force: true });
}
