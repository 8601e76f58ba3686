/**
 * The guard: reads only bytes, those about to be published and all that the same readers ever saw, and says what they
 * give away. It shares no code, no equation and no list with what hides; only the policy, and the solver's wrapper.
 */
import { distinct, type Finding } from './finding.ts';
import type { Coarsening } from './knowledge.ts';
import type { NationalFact } from './national.ts';
import { type PublishedFolder, readPaper } from './paper.ts';
import type { GuardPolicy } from './policy.ts';
import { searchBytes } from './search.ts';
import { checkFigures } from './shown.ts';
import { workOut } from './work-out.ts';

export type { Finding } from './finding.ts';
export type { PublishedFolder } from './paper.ts';
export { type GuardPolicy, guardPolicy } from './policy.ts';

export interface GuardInput {
  readonly about: PublishedFolder;
  /** Every earlier paper that the same readers have seen, oldest first, withdrawn ones too. */
  readonly earlier: readonly PublishedFolder[];
  readonly policy: GuardPolicy;
  /** Rows of `group_coarsening.csv`. */
  readonly coarsening?: readonly Coarsening[];
  /** What the Department has published of this very council. */
  readonly national?: readonly NationalFact[];
}

/**
 * Everything that gives a child away; an empty list is a pass. Throws a `TrackerError` where a paper is missing.
 *
 * @example await guardPaper({ about: { id: 'panel-2026-06-30', folder: 'out' }, earlier: [], policy })
 */
export async function guardPaper({
  about,
  earlier,
  policy,
  coarsening = [],
  national = [],
}: GuardInput): Promise<Finding[]> {
  const paper = readPaper(about);
  const before = earlier.map(readPaper);
  const ids = [paper, ...before].flatMap(({ id, manifest }) => [id, manifest.edition_id]);
  return distinct([
    ...checkFigures(paper, policy),
    ...searchBytes(paper, policy, ids),
    ...(await workOut(paper, before, { policy, coarsening, national })),
  ]);
}
