/** Which test files must not share a thread: those that reach native code, a browser or a process of their own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** Native code (DuckDB), WebAssembly with a memory of its own (HiGHS), a whole browser or its likeness, processes. */
const native = /^(?:@duckdb\/|highs$|playwright-core$|execa$|node:child_process$)/;
const imported = /(?:import|export)\s+(?!type\s)(?:[^'";]*?\s+from\s+)?'([^']+)'|import\('([^']+)'\)/g;

/** Paths from the repository's root, sorted: test files that reach native code, and all others. */
export function testFiles(): { readonly native: readonly string[]; readonly pure: readonly string[] } {
  const reaching = new Map<string, boolean>();
  const reaches = (file: string): boolean => {
    const known = reaching.get(file);
    if (known !== undefined) return known;
    // A circle of imports decides nothing: what else is imported does.
    reaching.set(file, false);
    const found = importsOf(file).some((name) => {
      if (!name.startsWith('.')) return native.test(name);
      const path = join(dirname(file), name);
      return path.endsWith('.ts') && existsSync(path) && reaches(path);
    });
    reaching.set(file, found);
    return found;
  };
  const all = (readdirSync(join(repository, 'test'), { recursive: true, encoding: 'utf8' }) as string[])
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join(repository, 'test', path))
    .sort();
  const fromRoot = (file: string): string => relative(repository, file).replaceAll('\\', '/');
  return {
    native: all.filter(reaches).map(fromRoot),
    pure: all.filter((file) => !reaches(file)).map(fromRoot),
  };
}

function importsOf(file: string): string[] {
  const found = [...readFileSync(file, 'utf8').matchAll(imported)];
  return found.map(([, statically, dynamically]) => statically ?? dynamically ?? '');
}
