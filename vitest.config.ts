import { defineConfig } from 'vitest/config';
import { testFiles } from './test/support/native-tests.ts';

const { native, pure } = testFiles();

export default defineConfig({
  test: {
    // One copy of the product's modules per worker: no test mocks a module or leaves anything behind in one.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 240_000,
    poolOptions: { threads: { maxThreads: 1, minThreads: 1 }, forks: { maxForks: 2, minForks: 1 } },
    projects: [
      { extends: true, test: { name: 'pure', include: [...pure], pool: 'threads' } },
      // Native code and a thread's end do not go together: these have processes of their own.
      { extends: true, test: { name: 'native', include: [...native], pool: 'forks' } },
    ],
  },
});
