import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** sha256 of text or bytes, in hexadecimal. */
export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** sha256 of a file's bytes, of whatever size. */
export function fileSha256(path: string): string {
  const hash = createHash('sha256');
  const part = Buffer.allocUnsafe(1 << 18);
  const file = openSync(path, 'r');
  try {
    for (let size = readSync(file, part); size > 0; size = readSync(file, part))
      hash.update(part.subarray(0, size));
  } finally {
    closeSync(file);
  }
  return hash.digest('hex');
}

/** JSON with sorted keys, so that equal things have equal text. */
export function canonicalJson(value: unknown, indent = 2): string {
  return `${JSON.stringify(sorted(value), null, indent)}\n`;
}

/** The same with sorted keys throughout; what says itself how it is written, as a date does, stays what it is. */
function sorted(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || 'toJSON' in part) return part;
  if (Array.isArray(part)) return part.map(sorted);
  const cells = part as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(cells)
      .sort()
      .map((key) => [key, sorted(cells[key])]),
  );
}
