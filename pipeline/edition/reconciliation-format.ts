/**
 * The format of `data/reconciliation.json` in a Board edition: every figure of the Panel's papers made in the same run
 * beside the Board's own. It goes into no Panel edition, for it holds exact numbers behind hidden ones.
 */

import { z } from 'zod';
import { isoDay } from './key-format.ts';
import { panelFigure } from './panel-format.ts';

/** How a Panel figure stands to the Board's. */
export const verdicts = [
  'same',
  'quarter-end',
  'hidden',
  'rounded',
  'differently defined',
  'not in the Board papers',
] as const;
export type Verdict = (typeof verdicts)[number];

const reconciledFigure = panelFigure
  .omit({ key: true, shown: true, kind: true, value: true, lower: true, upper: true, provisional: true })
  .extend({
    /** As the Board's papers print it; null where they do not hold it. */
    board: z.string().nullable(),
    /** As the Panel's paper prints it. */
    panel: z.string(),
    verdict: z.enum(verdicts),
    why: z.string(),
  });
export type ReconciledFigure = z.infer<typeof reconciledFigure>;

export const reconciliationFile = z.object({
  audiences: z.array(
    z.object({
      audience: z.string(),
      title: z.string(),
      authority: z.string(),
      as_at_date: isoDay,
      edition_id: z.string(),
      figures: z.array(reconciledFigure),
    }),
  ),
});
export type ReconciliationFile = z.infer<typeof reconciliationFile>;
