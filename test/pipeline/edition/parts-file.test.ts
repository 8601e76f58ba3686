import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { writeParts } from '../../../pipeline/edition/parts-file.ts';
import { canonicalJson } from '../../../pipeline/hash.ts';
import { temporaryFolder } from '../small-extract.ts';

async function* oneByOne<T>(parts: readonly T[]): AsyncGenerator<T> {
  for (const part of parts) yield part;
}

it('a file written part by part has the bytes of the whole, and nothing is left beside it', async () => {
  const items = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 3 });
  const parts = fc.array(fc.record({ travel: items, charts: items }), { maxLength: 3 });
  const rest = fc.option(fc.record({ before: fc.jsonValue(), why: fc.constant('two\nlines') }));
  await fc.assert(
    fc.asyncProperty(parts, rest, async (given, beside) => {
      const folder = temporaryFolder();
      const file = join(folder, 'charts.json');
      await writeParts(file, ['travel', 'charts'], oneByOne(given), beside ?? {});
      const whole = {
        ...beside,
        travel: given.flatMap(({ travel }) => travel),
        charts: given.flatMap(({ charts }) => charts),
      };
      expect(readFileSync(file, 'utf8')).toBe(canonicalJson(whole));
      expect(readdirSync(folder)).toEqual(['charts.json']);
    }),
    { numRuns: 50 },
  );
});
