/** The rule book of one authority: measures, limits, targets, groups, settings, calendar. */
import { createHash } from 'node:crypto';
import { checkRules, type knownSettings, type RuleRows } from './checks.ts';
import { Complaints } from './complaints.ts';
import { type RuleFileName, type RuleRow, ruleFileNames } from './contract.ts';
import { layDated, layPlain, layPolicies, layScoped, type Whose } from './overlay.ts';
import { type Placed, readRuleFile } from './rule-file.ts';

/** What the loader must know of an authority. */
export interface RuleOwner extends Whose {
  /** Folder with the authority's own rule files; null when it has none. */
  readonly rules: string | null;
}

/** Numbers that steer the program: how far back it looks, what it keeps; settings.csv says what each means. */
export type Settings = Readonly<Record<(typeof knownSettings)[number], number>> &
  Readonly<Record<string, number>>;

/** Rules in force for one authority; every row names it, none says `*`. */
export interface RuleBook {
  readonly authority: string;
  readonly procedure: string;
  readonly settings: Settings;
  /** The same settings with their meaning and source. */
  readonly settingRows: readonly RuleRow<'settings'>[];
  readonly measures: readonly RuleRow<'measures'>[];
  readonly lines: readonly RuleRow<'lines'>[];
  readonly cases: readonly RuleRow<'cases'>[];
  readonly reasons: readonly RuleRow<'reasons'>[];
  readonly limits: readonly RuleRow<'limits'>[];
  readonly targets: readonly RuleRow<'targets'>[];
  readonly groups: readonly RuleRow<'groups'>[];
  readonly categories: readonly RuleRow<'categories'>[];
  readonly ageBands: readonly RuleRow<'age_bands'>[];
  readonly breakdowns: readonly RuleRow<'breakdowns'>[];
  readonly bankHolidays: readonly RuleRow<'bank_holidays'>[];
  readonly processChanges: readonly RuleRow<'process_changes'>[];
  readonly population: readonly RuleRow<'population'>[];
  readonly alerts: readonly RuleRow<'alerts'>[];
  readonly studentT: readonly RuleRow<'student_t'>[];
  readonly benchmarkLinks: readonly RuleRow<'benchmark_links'>[];
  readonly deadlines: readonly RuleRow<'deadlines'>[];
  readonly escalations: readonly RuleRow<'escalations'>[];
  /** What each audience may read: thresholds, mark and pages. */
  readonly disclosure: readonly RuleRow<'disclosure'>[];
  readonly audiences: readonly RuleRow<'audiences'>[];
  readonly panelQuestions: readonly RuleRow<'panel_questions'>[];
  readonly panelLines: readonly RuleRow<'panel_lines'>[];
  readonly panelTies: readonly RuleRow<'panel_ties'>[];
  readonly coarsening: readonly RuleRow<'group_coarsening'>[];
  /** sha256 of everything above. */
  readonly version: string;
}

/** A rule is agreed once a role at the authority has approved it on a day. */
export const isAgreed = (rule: { approved_by_role: string | null; approved_on: string | null }): boolean =>
  rule.approved_by_role !== null && rule.approved_on !== null;

/**
 * Reads the product's rules and the authority's own over them. Anything contradictory, unknown or without
 * a source stops with file and line.
 *
 * @example loadRules('sources/rules', { authority: 'demo', procedure: 'hertfordshire', rules: null })
 */
export function loadRules(baseFolder: string, owner: RuleOwner): RuleBook {
  const complaints = new Complaints();
  const rows = readAll(baseFolder, owner.rules, complaints);
  complaints.throwIfAny();
  checkRules(rows, owner, complaints);
  complaints.throwIfAny();
  return assemble(rows, owner);
}

function readAll(baseFolder: string, ownFolder: string | null, complaints: Complaints): RuleRows {
  const read = <F extends RuleFileName>(name: F): Placed<F>[] => [
    ...readRuleFile(baseFolder, name, 'base', complaints),
    ...(ownFolder === null ? [] : readRuleFile(ownFolder, name, 'own', complaints)),
  ];
  return Object.fromEntries(ruleFileNames.map((name) => [name, read(name)])) as unknown as RuleRows;
}

function assemble(rows: RuleRows, owner: RuleOwner): RuleBook {
  const settings = layPlain(rows.settings, (row) => row.key);
  const content = {
    authority: owner.authority,
    procedure: owner.procedure,
    settings: Object.fromEntries(settings.map((row) => [row.key, row.value])) as unknown as Settings,
    settingRows: settings,
    measures: layPlain(rows.measures, (row) => row.measure_id),
    lines: layPlain(rows.lines, (row) => `${row.measure_id} ${row.line}`),
    cases: layPlain(rows.cases, (row) => `${row.measure_id} ${row.line}`),
    reasons: layPlain(rows.reasons, (row) => row.reason_code),
    limits: layDated(rows.limits, owner, (row) => `${row.measure_id} ${row.limit_key}`),
    targets: layDated(rows.targets, owner, (row) => `${row.measure_id} ${row.line}`),
    groups: layScoped(rows.groups, owner, (row) => JSON.stringify([row.breakdown, row.code])),
    categories: layPlain(rows.categories, (row) => `${row.code_set} ${row.code}`),
    ageBands: layPlain(rows.age_bands, (row) => row.group),
    breakdowns: layPlain(rows.breakdowns, (row) => row.breakdown),
    bankHolidays: layPlain(rows.bank_holidays, (row) => row.date),
    processChanges: layScoped(rows.process_changes, owner, (row) =>
      JSON.stringify([row.measure_id, row.line, row.changed_on]),
    ),
    population: layScoped(rows.population, owner, (row) => row.estimated_on),
    alerts: layDated(rows.alerts, owner, (row) => `${row.measure_id} ${row.alert}`),
    studentT: layPlain(rows.student_t, (row) => String(row.degrees)),
    deadlines: layPlain(rows.deadlines, (row) => row.deadline),
    escalations: layPlain(rows.escalations, (row) => `${row.measure_id} ${row.line}`),
    disclosure: layPolicies(rows.disclosure),
    audiences: layPlain(rows.audiences, (row) => row.audience),
    panelQuestions: layPlain(rows.panel_questions, (row) => row.question),
    panelLines: layPlain(rows.panel_lines, (row) => `${row.question} ${row.measure_id} ${row.line}`),
    panelTies: layPlain(rows.panel_ties, (row) => JSON.stringify(row)),
    coarsening: layScoped(rows.group_coarsening, owner, (row) => JSON.stringify([row.breakdown, row.group])),
    benchmarkLinks: layPlain(rows.benchmark_links, (row) => `${row.measure_id} ${row.line} ${row.statistic}`),
  };
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  return { ...content, version };
}
