import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mutated, mutation, outcomeOf, wholeFiles } from '../../support/mutated-files.ts';
import { scratchFolder } from '../../support/source-folder.ts';

// The same at a large size: test/proofs/mutated-files.ts.
test('a damaged file of any format is read or refused, and in less than five seconds', async () => {
  const whole = await wholeFiles();
  const folder = scratchFolder();
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(mutation, async (each) => {
      const file = mutated(whole, each);
      const before = process.cpuUsage();
      outcomes.add(await outcomeOf(folder, ...file));
      const { user, system } = process.cpuUsage(before);
      return user + system < 5_000_000;
    }),
    { numRuns: 400 },
  );
  for (const outcome of ['read', 'xml_refused', 'workbook_refused', 'zip_refused', 'parquet_refused'])
    expect([...outcomes]).toContain(outcome);
});
