/** What of an earlier edition is loaded beside the live snapshot, so that its figures can be worked out again. */
import type { StoredSnapshot } from '../snapshot/manifest.ts';

/** The snapshot behind an edition before, with the snapshots seen up to it, and the date of that edition. */
export interface ComparedSnapshot {
  readonly snapshot: StoredSnapshot;
  readonly observed: readonly StoredSnapshot[];
  readonly asAt: string;
}

/** Names of the same authority in a warehouse; no authority's own code holds an `@`. */
export const nameBefore = (authority: string): string => `${authority}@before`;
export const nameSince = (authority: string): string => `${authority}@since`;
