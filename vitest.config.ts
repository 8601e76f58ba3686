import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'var/**'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two cores are the usual runner; a child process per file keeps DuckDB's native handles apart.
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
  },
});
