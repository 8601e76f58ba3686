/** A file of canonical JSON whose lists come part by part, so that memory does not grow with the number of authorities. */
import { appendFileSync, createReadStream, createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { canonicalJson } from '../hash.ts';

/** Text of a value as it stands so many blanks deep. */
const nested = (value: unknown, blanks: number): string =>
  canonicalJson(value)
    .trimEnd()
    .replaceAll('\n', `\n${' '.repeat(blanks)}`);

/**
 * Writes lists, each part of them as it comes, and what else the file says: the bytes that `canonicalJson` would give
 * for the whole of it. Each list grows in a file beside, named like its key.
 *
 * @example await writeParts('data/charts.json', ['charts', 'travel'], parts)
 */
export async function writeParts<K extends string>(
  file: string,
  lists: readonly K[],
  parts: AsyncIterable<Readonly<Record<K, readonly unknown[]>>>,
  rest: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const begun = new Set<string>();
  for await (const part of parts)
    for (const list of lists.filter((each) => part[each].length > 0)) {
      const items = part[list].map((item) => `\n    ${nested(item, 4)}`).join(',');
      appendFileSync(`${file}.${list}`, `${begun.has(list) ? ',' : ''}${items}`);
      begun.add(list);
    }
  writeFileSync(file, '{');
  for (const [index, key] of [...lists, ...Object.keys(rest)].sort().entries()) {
    appendFileSync(file, `${index === 0 ? '' : ','}\n  ${JSON.stringify(key)}: `);
    if (begun.has(key)) {
      appendFileSync(file, '[');
      await pipeline(createReadStream(`${file}.${key}`), createWriteStream(file, { flags: 'a' }));
      rmSync(`${file}.${key}`);
      appendFileSync(file, '\n  ]');
    } else appendFileSync(file, key in rest ? nested(rest[key], 2) : '[]');
  }
  appendFileSync(file, '\n}\n');
}
