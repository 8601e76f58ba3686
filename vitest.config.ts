import { defineConfig } from 'vitest/config';
import { proving } from './test/proofs/sizes.ts';
import { testFiles } from './test/support/native-tests.ts';

const { native, pure } = testFiles();
const minutes = 60_000;

export default defineConfig({
  test: {
    globalSetup: ['test/support/set-up.ts'],
    // Scripts that tests start keep no compiled code in the system's temporary folder, where others can put theirs.
    // And DuckDB works in one thread: two workers keep two cores busy, and threads that wait for one another cost a sixth.
    env: { TSX_DISABLE_CACHE: '1', TRACKER_THREADS: '1' },
    // One copy of the product's modules per worker: no test mocks a module or leaves anything behind in one.
    isolate: false,
    // A test that hangs must end; how long one takes on a busy machine says nothing.
    testTimeout: (proving ? 240 : 30) * minutes,
    hookTimeout: (proving ? 240 : 30) * minutes,
    slowTestThreshold: 3_000,
    // As many at least as at most: a worker that is ended while another is at work takes the run with it.
    poolOptions: { threads: { maxThreads: 1, minThreads: 1 }, forks: { maxForks: 2, minForks: 2 } },
    projects: [
      { extends: true, test: { name: 'pure', include: [...pure], pool: 'threads' } },
      // Native code and a thread's end do not go together: these have processes of their own.
      { extends: true, test: { name: 'native', include: [...native], pool: 'forks' } },
    ],
  },
});
