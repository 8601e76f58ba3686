/** A reporter of vitest that keeps what `npm test` sums up: how many tests passed and failed, and how long each file took. */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** What a run of vitest came to. */
export interface VitestResults {
  readonly passed: number;
  readonly failed: number;
  /** Seconds of each test file: reading it with all that it imports, its set-up and its tests. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
}

/** Variable that names the file which this reporter writes. */
export const resultsVariable = 'TRACKER_TEST_RESULTS';

export default class FileTimes implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    );
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const results: VitestResults = {
      passed: tests.filter((state) => state === 'passed').length,
      failed: tests.filter((state) => state === 'failed').length + broken,
      files: modules.map((module) => {
        const { collectDuration, setupDuration, duration } = module.diagnostic();
        return {
          file: relative(process.cwd(), module.moduleId),
          seconds: (collectDuration + setupDuration + duration) / 1000,
        };
      }),
    };
    writeFileSync(process.env[resultsVariable] ?? '', JSON.stringify(results));
  }
}
