import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'var/**'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Scripts that tests start keep no compiled code in the system's temporary folder, where others can put theirs.
    env: { TSX_DISABLE_CACHE: '1' },
    // Two cores are the usual runner; a child process per file keeps DuckDB's native handles apart.
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
  },
});
