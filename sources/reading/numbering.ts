import { entryOf } from './entry.ts';

/**
 * Numbers things in order of first appearance, so that rows of one court case, family or household stay together
 * while what the source calls it does not pass the door. The numbers hold within one extract only.
 *
 * @example new Numbering('case').keyOf('ZZ26C00001') // 'case-0001'
 */
export class Numbering {
  readonly #prefix: string;
  readonly #known = new Map<string, string>();
  #last = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The key of what the source names so; spelling (case, blanks, punctuation) does not matter. */
  keyOf(reference: string): string {
    const plain = reference.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
    return entryOf(this.#known, plain === '' ? reference : plain, () => this.next());
  }

  /** The key of something that has no name: nothing else ever shares it. */
  next(): string {
    this.#last += 1;
    return `${this.#prefix}-${String(this.#last).padStart(4, '0')}`;
  }
}
