import type { Command } from 'commander';
import { type AuthorityConfig, readAuthority } from '../../../sources/authority/authority.ts';
import type { Problem } from '../../../sources/contract/extract.ts';
import { exitCodes, TrackerError } from '../../../sources/error.ts';
import { lossGates } from '../../../sources/gates.ts';
import { seenFiles } from '../../../sources/problems.ts';
import { linesByExtract, listed } from '../../../sources/rules/line-extracts.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { extractSettings } from '../../../sources/snapshot-date.ts';
import { type Found, findFiles } from '../../../sources/source-files.ts';
import { type LineSupply, lineSupplies } from '../../children/requirements.ts';
import { type DoorReport, doorOf } from '../../run/door.ts';
import { lastSnapshot } from '../../run/gate.ts';
import { type Context, dataOf, parseDay } from '../context.ts';
import { table } from '../text-table.ts';

interface Options {
  readonly authority: string;
  readonly asAt?: string;
  readonly data?: string;
  readonly json: boolean;
}

/** `tracker check`: what the files are, what is lost on the way, and which measures they can feed; nothing is run. */
export function addCheck(program: Command, context: Context): void {
  program
    .command('check')
    .summary("say what an authority's files are and which measures they can feed")
    .description(
      'Reads the files as a run would, changes nothing, and prints what was seen of each file, what was refused by\n' +
        'column and cause, and which measures can be fed, by name. Exit code 0: fit to run; 3: refused; 4: a check\n' +
        'would stop the run.',
    )
    .requiredOption('--authority <yaml>', 'configuration of the authority')
    .option('--as-at <day>', 'as for run; the extract_date of authority.yaml when left out', parseDay)
    .option('--data <folder>', 'data folder of earlier runs, to compare with the last snapshot')
    .option('--json', 'print one object for other programs', false)
    .addHelpText('after', '\nExample:\n  tracker check --authority herts/authority.yaml --as-at 2026-06-30')
    .action(async (options: Options) => check(options, context));
}

interface Checked {
  readonly report: DoorReport;
  readonly supplies: readonly LineSupply[];
  readonly day: string | null;
}

async function check(options: Options, context: Context): Promise<void> {
  const { console, rooms } = context;
  const config = readAuthority(options.authority);
  const rules = loadRules(rooms.rulesFolder, config);
  const asAt = options.asAt ?? config.extract_date;
  if (asAt === null)
    throw new TrackerError(
      'usage',
      'as_at_missing',
      'The day of the extract is not known.',
      'Give --as-at <day>, or set extract_date in authority.yaml.',
    );
  const checked = await look(config, rules, asAt, options, context);
  const lines = options.json ? [JSON.stringify(checked.report, null, 2)] : text(config, rules, checked);
  for (const line of lines) console.say(line);
  const has = (severity: Problem['severity']): boolean =>
    checked.report.problems.some((each) => each.severity === severity);
  context.exitCode = has('refused') ? exitCodes.input_refused : has('gate') ? exitCodes.check_stopped : 0;
}

/** Reads the files; what refuses them is the first problem of the report. */
async function look(
  config: AuthorityConfig,
  rules: RuleBook,
  asAt: string,
  { data }: Options,
  { rooms }: Context,
): Promise<Checked> {
  let found: Found = { sheets: [], notRead: [] };
  try {
    const settings = extractSettings(rules.settings);
    found = await findFiles(config, settings);
    const extract = await rooms.extractAuthority(config, { asAt, settings, found });
    const last =
      data === undefined
        ? null
        : lastSnapshot(dataOf({ data }).folders.snapshots, config.authority, extract.snapshot_date, () => {});
    const report = doorOf(extract, rules, asAt, lossGates(extract, last, settings));
    return { report, supplies: lineSupplies(rules, extract.inputs), day: extract.snapshot_date };
  } catch (error) {
    if (!(error instanceof TrackerError) || !['input_refused', 'check_stopped'].includes(error.failure))
      throw error;
    return { report: refused(error, found, rules), supplies: [], day: null };
  }
}

function refused(error: TrackerError, found: Found, { lines }: RuleBook): DoorReport {
  return {
    files: seenFiles(found, []).map((file) => ({ ...file, columns_missing: [...file.columns_missing] })),
    problems: [
      {
        severity: error.failure === 'input_refused' ? 'refused' : 'gate',
        code: error.code,
        file: null,
        column: null,
        count: 1,
        sentence: `${error.message}. ${error.advice}`,
      },
    ],
    not_read: [...found.notRead],
    coverage: [],
    children_in_care: null,
    lines_fed: 0,
    lines_by_stand_in: 0,
    lines_not_available: lines.length,
  };
}

function text(config: AuthorityConfig, rules: RuleBook, { report, supplies, day }: Checked): string[] {
  const { lines_fed: fed, lines_by_stand_in: standIn, lines_not_available: none } = report;
  return [
    `${config.name}${day === null ? '' : `, extract of ${day}`}`,
    '',
    ...files(report),
    '',
    ...windows(report),
    ...report.problems.map(({ severity, sentence }) => `${headings[severity]}: ${sentence}`),
    '',
    ...(report.children_in_care === null
      ? []
      : [`${report.children_in_care} children are in care on the as-at date.`]),
    ...measures(rules, supplies),
    ...extracts(rules, report),
    `${fed} lines can be fed, ${standIn} by a stand-in, ${none} not.`,
  ];
}

const headings: Readonly<Record<Problem['severity'], string>> = {
  refused: 'Refused',
  gate: 'A run would stop',
  warning: 'To mend',
  note: 'Seen',
};

function files({ files }: DoorReport): string[] {
  const rows = files.map((file) => [
    file.path,
    file.recognised_as ?? 'not recognised',
    [file.encoding, file.separator].filter((part) => part !== null).join(', '),
    String(file.rows),
    String(file.accepted),
    String(file.refused),
    [...new Set(Object.values(file.date_notation))].join('; '),
  ]);
  return table(['file', 'recognised as', 'written in', 'rows', 'accepted', 'refused', 'dates'], rows);
}

/** The days that the files cover, one line for each kind. */
function windows({ coverage }: DoorReport): string[] {
  if (coverage.length === 0) return [];
  const rows = coverage.map(({ source, table: name, stock_from, event_from, whole_to, known_by }) => [
    source,
    name,
    stock_from ?? 'not said',
    event_from ?? 'not said',
    whole_to,
    known_by,
  ]);
  return [
    ...table(['file', 'table', 'who is in it from', 'what happened from', 'to', 'how known'], rows),
    '',
  ];
}

/** The local extracts that lines of the procedure need: those that are there, and what the others would turn on. */
function extracts(rules: RuleBook, { files }: DoorReport): string[] {
  const there = new Set(files.map(({ recognised_as }) => recognised_as));
  const rows = [...linesByExtract(rules)].map(([name, ids]) =>
    there.has(`local.${name}`)
      ? `  ${name.padEnd(30)} is there; ${ids.length} lines need it`
      : `  ${name.padEnd(30)} would turn on ${listed(ids)}`,
  );
  return ['', 'Lines of the procedure by local extract:', ...rows, ''];
}

const states: Readonly<Record<LineSupply['state'], string>> = {
  available: 'can be fed',
  proxy: 'by a stand-in',
  'not available': 'not available',
};

/** Measures by name under the page they stand on; lines besides the main one where they differ from it. */
function measures(rules: RuleBook, supplies: readonly LineSupply[]): string[] {
  const byId = new Map(rules.measures.map((measure) => [measure.measure_id, measure]));
  const mains = new Map(
    supplies.filter(({ line }) => line === 'main').map((row) => [row.measure_id, row.state]),
  );
  const printed: string[] = [];
  let page = '';
  for (const row of supplies) {
    const measure = byId.get(row.measure_id);
    if (row.line !== 'main' && row.state === mains.get(row.measure_id)) continue;
    if (measure !== undefined && measure.page !== page) {
      page = measure.page;
      printed.push('', `Page ${page}:`);
    }
    const name = row.line === 'main' ? (measure?.name ?? row.name) : `  ${row.name}`;
    // A rate lacks no input but the number of residents; B27 in part lacks what its own lists lack.
    const needed = row.missing.join(', ') || (row.state === 'not available' ? 'the number of residents' : '');
    const lacking = row.state === 'available' || needed === '' ? '' : `: needs ${needed}`;
    printed.push(`  ${row.measure_id.padEnd(4)} ${name}: ${states[row.state]}${lacking}`);
    if (row.stand_in !== null) printed.push(`         ${row.stand_in}`);
  }
  return printed;
}
