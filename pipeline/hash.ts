import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** sha256 of text or bytes, in hexadecimal. */
export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

const part = Buffer.allocUnsafeSlow(1 << 20);

/** sha256 of a file's bytes, however many: a warehouse is larger than all else that a run holds. */
export function fileSha256(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (let length = -1; length !== 0; ) {
      length = readSync(file, part);
      hash.update(part.subarray(0, length));
    }
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}

/** JSON with sorted keys, so that equal things have equal text. */
export function canonicalJson(value: unknown, indent = 2): string {
  return `${JSON.stringify(value, (_, part) => (isObject(part) ? sortKeys(part) : part), indent)}\n`;
}

const isObject = (part: unknown): part is Record<string, unknown> =>
  typeof part === 'object' && part !== null && !Array.isArray(part);

const sortKeys = (part: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(part)
      .sort()
      .map((key) => [key, part[key]]),
  );
