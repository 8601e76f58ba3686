import { actionsList, commentaryWanted, waivers } from './actions-page.ts';
import {
  checks,
  coverage,
  editionRecord,
  filesRead,
  freshness,
  qualityNotes,
  quarantine,
} from './assurance-page.ts';
import type { Block } from './block.ts';
import { changesBefore, changesLargest, changesNotSplit, changesTable } from './changes-page.ts';
import { childrenBreakdowns, childrenHeadline, childrenTrend } from './children-in-care.ts';
import { decisions, furtherConcerns, sinceBefore, verdict } from './decisions.ts';
import { dictionaryDates, dictionaryMeasures, dictionaryRating, dictionaryStatuses } from './dictionary.ts';
import { strategicPages, themes } from './domain-list.ts';
import { explore } from './explore-page.ts';
import { countywideTracker } from './line-table.ts';
import { measureBenchmarks } from './measure-benchmarks.ts';
import { measureBreakdowns } from './measure-breakdowns.ts';
import { measureCommentary } from './measure-commentary.ts';
import {
  measureAvailability,
  measureDefinition,
  measureLines,
  measureNeighbours,
  measureStanding,
  measureTrend,
  measureWorklist,
} from './measure-page.ts';
import { measureChange } from './measure-revisions.ts';
import { measureRules } from './measure-rules.ts';
import { deadlinesDue, driftSummary, overdueNow } from './overview.ts';
import { caseColours, procedureLines, procedurePage } from './procedure-page.ts';
import { reconciliationFigures, reconciliationSummary } from './reconciliation-page.ts';
import { rulesCounts, rulesLimits, rulesRebased, rulesSettings, rulesTargets } from './rules-page.ts';
import { scoreSheet } from './score-sheet.ts';
import { chartsOf, notesOf, scorecardOf } from './scorecard.ts';
import { teamLines, teamList, teamMine } from './team-page.ts';
import { themeMeasures, themeYear } from './thematic-report.ts';
import { rulesAgreed, trustLine } from './trust.ts';
import { weeklyLines, weeklyReference, weeklyTeams, weeklyTrend } from './weekly-tool.ts';

interface Registered {
  readonly render: Block;
  /** Printed once for the edition, not once for each authority. */
  readonly once: boolean;
}

const each = (render: Block): Registered => ({ render, once: false });
const once = (render: Block): Registered => ({ render, once: true });

/** The three blocks of each strategic page: `adoption-scorecard`, `adoption-charts`, `adoption-notes`. */
const strategicBlocks = Object.fromEntries(
  strategicPages.flatMap((page) => [
    [`${page.page}-scorecard`, each(scorecardOf(page))],
    [`${page.page}-charts`, each(chartsOf(page))],
    [`${page.page}-notes`, each(notesOf(page))],
  ]),
);

/** The two blocks of each thematic report: `reviewing-year`, `reviewing-measures`. */
const thematicBlocks = Object.fromEntries(
  themes.flatMap((theme) => [
    [`${theme.theme}-year`, each(themeYear(theme))],
    [`${theme.theme}-measures`, each(themeMeasures(theme))],
  ]),
);

/** Every block that a page can call, by the name it is called by. */
export const blockRegister: ReadonlyMap<string, Registered> = new Map(
  Object.entries({
    ...strategicBlocks,
    ...thematicBlocks,
    'reconciliation-summary': each(reconciliationSummary),
    'reconciliation-figures': each(reconciliationFigures),
    'drift-summary': each(driftSummary),
    'overdue-now': each(overdueNow),
    'deadlines-due': each(deadlinesDue),
    verdict: each(verdict),
    'since-before': each(sinceBefore),
    decisions: each(decisions),
    'further-concerns': each(furtherConcerns),
    'score-sheet': each(scoreSheet),
    'team-list': each(teamList),
    'team-mine': once(teamMine),
    'team-lines': once(teamLines),
    'trust-line': each(trustLine),
    'rules-agreed': once(rulesAgreed),
    'procedure-page': each(procedurePage),
    'procedure-lines': each(procedureLines),
    'case-colours': each(caseColours),
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
    'measure-benchmarks': each(measureBenchmarks),
    'measure-commentary': each(measureCommentary),
    'measure-change': each(measureChange),
    'measure-breakdowns': each(measureBreakdowns),
    'measure-availability': each(measureAvailability),
    'measure-worklist': each(measureWorklist),
    'measure-neighbours': once(measureNeighbours),
    'changes-before': once(changesBefore),
    'changes-largest': each(changesLargest),
    'changes-table': each(changesTable),
    'changes-not-split': each(changesNotSplit),
    'actions-list': each(actionsList),
    'commentary-wanted': each(commentaryWanted),
    waivers: once(waivers),
    'rules-counts': each(rulesCounts),
    'rules-targets': each(rulesTargets),
    'rules-limits': each(rulesLimits),
    'rules-rebased': each(rulesRebased),
    'rules-settings': once(rulesSettings),
    explore: once(explore),
    freshness: each(freshness),
    'files-read': each(filesRead),
    quarantine: each(quarantine),
    'quality-notes': each(qualityNotes),
    coverage: each(coverage),
    checks: once(checks),
    'edition-record': once(editionRecord),
    'dictionary-measures': once(dictionaryMeasures),
    'dictionary-statuses': once(dictionaryStatuses),
    'dictionary-rating': once(dictionaryRating),
    'dictionary-dates': once(dictionaryDates),
  }),
);
