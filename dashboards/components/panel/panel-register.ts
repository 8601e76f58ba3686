import { downloads, editionRecord, hiddenCells, policyRules, sources } from './about-page.ts';
import { answers, attentionFirst, packs, paper, statusKey } from './opening-page.ts';
import type { PanelBlock } from './panel-block.ts';
import { changing, compared, howMany, inShort, meaning, neighbours } from './question-page.ts';
import { tables } from './question-tables.ts';
import { readingAgeStated } from './reading-age-place.ts';
import { young } from './young-page.ts';

/** Every block that a page of the Panel's site can call, by the name it is called by. */
export const panelRegister: ReadonlyMap<string, PanelBlock> = new Map(
  Object.entries({
    paper,
    attention: attentionFirst,
    'status-key': statusKey,
    answers,
    packs,
    'in-short': inShort,
    'how-many': howMany,
    changing,
    compared,
    meaning,
    tables,
    young,
    neighbours,
    sources,
    policy: policyRules,
    hidden: hiddenCells,
    'reading-age': readingAgeStated,
    downloads,
    edition: editionRecord,
  }),
);
