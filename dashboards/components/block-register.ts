import { checks, editionRecord, filesRead, freshness, qualityNotes, quarantine } from './assurance-page.ts';
import { attention, statusSummary } from './attention.ts';
import type { Block } from './block.ts';
import { childrenBreakdowns, childrenHeadline, childrenTrend } from './children-in-care.ts';
import { countywideTracker } from './countywide-tracker.ts';
import { dictionaryMeasures, dictionaryStatuses } from './dictionary.ts';
import { measureBreakdowns } from './measure-breakdowns.ts';
import {
  measureAvailability,
  measureDefinition,
  measureLines,
  measureNeighbours,
  measureStanding,
  measureTrend,
  measureWorklist,
} from './measure-page.ts';
import { measureRules } from './measure-rules.ts';
import { rulesAgreed, trustLine } from './trust.ts';
import { weeklyLines, weeklyReference, weeklyTeams, weeklyTrend } from './weekly-tool.ts';

interface Registered {
  readonly render: Block;
  /** Printed once for the edition, not once for each authority. */
  readonly once: boolean;
}

const each = (render: Block): Registered => ({ render, once: false });
const once = (render: Block): Registered => ({ render, once: true });

/** Every block that a page can call, by the name it is called by. */
export const blockRegister: ReadonlyMap<string, Registered> = new Map(
  Object.entries({
    attention: each(attention),
    'status-summary': each(statusSummary),
    'trust-line': each(trustLine),
    'rules-agreed': once(rulesAgreed),
    'countywide-tracker': each(countywideTracker),
    'weekly-reference': each(weeklyReference),
    'weekly-lines': each(weeklyLines),
    'weekly-teams': each(weeklyTeams),
    'weekly-trend': each(weeklyTrend),
    'children-headline': each(childrenHeadline),
    'children-trend': each(childrenTrend),
    'children-breakdowns': each(childrenBreakdowns),
    'measure-standing': each(measureStanding),
    'measure-definition': once(measureDefinition),
    'measure-rules': each(measureRules),
    'measure-lines': each(measureLines),
    'measure-trend': each(measureTrend),
    'measure-breakdowns': each(measureBreakdowns),
    'measure-availability': each(measureAvailability),
    'measure-worklist': each(measureWorklist),
    'measure-neighbours': once(measureNeighbours),
    freshness: each(freshness),
    'files-read': each(filesRead),
    quarantine: each(quarantine),
    'quality-notes': each(qualityNotes),
    checks: once(checks),
    'edition-record': once(editionRecord),
    'dictionary-measures': once(dictionaryMeasures),
    'dictionary-statuses': once(dictionaryStatuses),
  }),
);
