/** The rule book of one authority: measures, limits, targets, groups, settings, calendar. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Complaints, type Placed, readOwnTable, readTableFile } from '../table-file.ts';
import { checkRules, type knownSettings } from './checks.ts';
import { type RuleFileName, type RuleRow, ruleFileNames, ruleTables } from './contract.ts';
import { lay, type PlacedRule, type RuleRows, type Whose } from './overlay.ts';
import { procedureDocuments } from './vocabulary.ts';
import { worded } from './wording.ts';

/** What the loader must know of an authority. */
export interface RuleOwner extends Whose {
  /** Folder with the authority's own rule files; null when it has none. */
  readonly rules: string | null;
}

/** Numbers that steer the program: how far back it looks, what it keeps; settings.csv says what each means. */
export type Settings = Readonly<Record<(typeof knownSettings)[number], number>> &
  Readonly<Record<string, number>>;

type LaidRows = { readonly [F in RuleFileName]: readonly RuleRow<F>[] };

/** Rules in force for one authority, by file; every row names it, none says `*`. */
export interface RuleBook extends Omit<LaidRows, 'settings'> {
  readonly authority: string;
  readonly procedure: string;
  readonly settings: Settings;
  /** The same settings with their meaning and source. */
  readonly settingRows: readonly RuleRow<'settings'>[];
  /** sha256 of everything above. */
  readonly version: string;
}

/** A rule is agreed once a role at the authority has approved it on a day. */
export const isAgreed = (rule: { approved_by_role: string | null; approved_on: string | null }): boolean =>
  rule.approved_by_role !== null && rule.approved_on !== null;

/** Who stands behind a rule: a role that approved it, the law, a national body, or the authority's own publication. */
export type Backing = 'approved' | 'statutory' | 'national' | 'own procedure' | 'proposed';

type Approvable = Pick<RuleRow<'limits'>, 'source' | 'approved_by_role' | 'approved_on'>;

/**
 * Who stands behind a limit. What the authority itself has published counts as agreed by it, with the page in the source;
 * what the law or a national definition says needs no agreement; all else is a proposal until a role approves it.
 *
 * @example backingOfLimit({ source: 'Warrington permanence policy (Nov 2023) 3.8', ... }, 'warrington') // 'own procedure'
 */
export function backingOfLimit(limit: Approvable, procedure: string): Backing {
  const { source } = limit;
  const own = procedureDocuments[procedure];
  if (isAgreed(limit)) return 'approved';
  if (own !== undefined && source.startsWith(own)) return 'own procedure';
  if (
    source.includes('(P)') ||
    Object.values(procedureDocuments).some((document) => source.startsWith(document))
  )
    return 'proposed';
  if (/\b(Act|Regulations) \d{4}\b/.test(source)) return 'statutory';
  return /^(DfE|National|Data standards)\b/.test(source) ? 'national' : 'proposed';
}

/** Who stands behind a rating rule: its basis, unless target or tolerance are the product's own, as `(P)` in its source says. */
export function backingOfTarget(target: Approvable & Pick<RuleRow<'targets'>, 'basis'>): Backing {
  if (isAgreed(target)) return 'approved';
  return target.basis === 'local' || target.source.includes('(P)') ? 'proposed' : target.basis;
}

/**
 * Reads the product's rules and the authority's own over them. Anything contradictory, unknown or without
 * a source stops with file and line.
 *
 * @param on day whose limits the texts say; without it the newest
 * @example loadRules('sources/rules', { authority: 'demo', procedure: 'hertfordshire', rules: null })
 */
export function loadRules(baseFolder: string, owner: RuleOwner, on?: string): RuleBook {
  const complaints = new Complaints(
    'rule',
    'The rules contradict themselves or are incomplete',
    'Correct the named lines and run again; sources/rules/README.md describes every column.',
  );
  const rows = byFile((file) => readRules(file, baseFolder, owner.rules, complaints)) as RuleRows;
  for (const { row, at } of rows.panel_lines) places.set(row, at);
  complaints.throwIfAny();
  checkRules(rows, owner, complaints);
  complaints.throwIfAny();
  const { settings, ...rules } = byFile((file) => lay(file, rows[file], owner)) as LaidRows;
  const speaker = { procedure: owner.procedure, limits: rules.limits, on };
  const laid = {
    ...rules,
    measures: rules.measures.map((row) => withSource(worded(row, speaker))),
    lines: rules.lines.map((row) => worded(row, speaker)),
  };
  const content = {
    authority: owner.authority,
    procedure: owner.procedure,
    settings: Object.fromEntries(settings.map((row) => [row.key, row.value])) as unknown as Settings,
    settingRows: settings,
    ...laid,
  };
  return { ...content, version: createHash('sha256').update(JSON.stringify(content)).digest('hex') };
}

/** What only another procedure is the source of is this program's own here; a figure that it published is not told. */
function withSource(row: RuleRow<'measures'>): RuleRow<'measures'> {
  const source = row.source === '' ? `Measures catalogue ${row.measure_id}` : row.source;
  return row.reference_source === ''
    ? { ...row, source, reference_value: null, reference_unit: null, reference_source: null }
    : { ...row, source };
}

/** Where rows stand in their files: of panel_lines.csv, whose steps are held against sealed papers long after they are read. */
const places = new WeakMap<object, Placed<object>['at']>();

/** File and line of a row of panel_lines.csv, for a message that asks to change it. */
export function placeOf(row: RuleRow<'panel_lines'>): string {
  const at = places.get(row);
  return at === undefined ? 'panel_lines.csv' : `${at.file}:${at.line}`;
}

const byFile = (of: (file: RuleFileName) => unknown): unknown =>
  Object.fromEntries(ruleFileNames.map((file) => [file, of(file)]));

/** The product's rows, and the authority's own behind them; its own files may be absent. */
export function readRules<F extends RuleFileName>(
  file: F,
  baseFolder: string,
  ownFolder: string | null,
  complaints: Complaints,
): PlacedRule<F>[] {
  const [name, { row: schema }] = [`${file}.csv`, ruleTables[file]];
  const base = readOwnTable(join(baseFolder, name), schema, complaints);
  const own =
    ownFolder === null ? [] : readTableFile(join(ownFolder, name), schema, complaints, { optional: true });
  const placed = (layer: 'base' | 'own') => (each: Placed<unknown>) => ({
    ...each,
    row: each.row as RuleRow<F>,
    layer,
  });
  return [...base.map(placed('base')), ...own.map(placed('own'))];
}
