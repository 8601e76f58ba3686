/** Searches bytes for many values in one pass: the first three bytes of each decide where to look closer. */

/** Something to find, and what to report when it is found. */
export interface Needle<T> {
  readonly bytes: Uint8Array;
  readonly means: T;
}

const keyOf = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);

/** Few enough slots to stay in the processor's cache; two keys in one slot only cost a closer look. */
const slotBits = 18;
const slotOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> (32 - slotBits);

/** A set of needles of three bytes and more; shorter ones would be found by chance and are refused. */
export class Needles<T> {
  readonly #starts = new Uint8Array(1 << slotBits);
  readonly #byKey = new Map<number, Needle<T>[]>();

  constructor(needles: readonly Needle<T>[]) {
    for (const needle of needles) {
      if (needle.bytes.length < 3)
        throw new Error('a value of less than three bytes cannot be told from chance');
      const key = keyOf(needle.bytes, 0);
      this.#starts[slotOf(key)] = 1;
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), needle]);
    }
  }

  /** What each needle means that stands anywhere in the bytes. */
  find(bytes: Uint8Array): Set<T> {
    const found = new Set<T>();
    for (let at = 0; at + 2 < bytes.length; at += 1) {
      const key = keyOf(bytes, at);
      if (this.#starts[slotOf(key)] === 0) continue;
      for (const { bytes: wanted, means } of this.#byKey.get(key) ?? [])
        if (!found.has(means) && standsAt(bytes, at, wanted)) found.add(means);
    }
    return found;
  }
}

function standsAt(bytes: Uint8Array, at: number, wanted: Uint8Array): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let offset = 3; offset < wanted.length; offset += 1)
    if (bytes[at + offset] !== wanted[offset]) return false;
  return true;
}
