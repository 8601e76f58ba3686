/** What is looked for, and what is found: never the value itself. */
import type { Canary, CanaryKind } from '../../../sources/demo/canaries.ts';

export { plantedCanaries } from '../../../sources/demo/demo.ts';
export type { Canary, CanaryKind };

/** How a value was written where it was found. */
export type CanaryForm =
  | 'plain'
  | 'Latin-1'
  | 'UTF-16'
  | 'base64'
  | 'hexadecimal'
  | 'case-folded'
  | 'URL-encoded'
  | 'HTML entities'
  | 'escapes'
  | 'several encodings'
  | 'split'
  | 'digit groups reversed';

/** A canary where none may be. */
export interface CanaryHit {
  /** Path below the searched folder, with forward slashes; for a database, `file table.column`. */
  readonly file: string;
  readonly kind: CanaryKind;
  /** The field that it was planted in. */
  readonly field: string;
  readonly form: CanaryForm;
}

/** Those that no file after the door may hold; case numbers are left out, which the warehouse and worklists need. */
export const identifying = (canaries: readonly Canary[]): Canary[] =>
  canaries.filter(({ reach }) => reach === 'nowhere');
