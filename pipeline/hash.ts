import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** sha256 of text or bytes, in hexadecimal. */
export const sha256 = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');

/** sha256 of a file's bytes. */
export const fileSha256 = (path: string): string => sha256(readFileSync(path));

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
