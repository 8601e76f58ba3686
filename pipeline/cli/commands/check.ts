import type { Command } from 'commander';
import { readAuthority } from '../../../sources/authority/authority.ts';
import type { Extract } from '../../../sources/contract/extract.ts';
import { TrackerError } from '../../../sources/error.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { extractSettings } from '../../../sources/snapshot-date.ts';
import { type LineSupply, lineSupplies } from '../../children/requirements.ts';
import { type Context, parseDay } from '../context.ts';
import { table } from '../text-table.ts';

interface Options {
  readonly authority: string;
  readonly asAt?: string;
}

/** `tracker check`: which measures these files can feed, without running anything. */
export function addCheck(program: Command, context: Context): void {
  program
    .command('check')
    .summary("say which measures an authority's files can feed")
    .description(
      'Reads the files as a run would, changes nothing, and prints every line of every measure with the inputs that\n' +
        'it needs, which of them are missing, and how many rows would be quarantined and why.',
    )
    .requiredOption('--authority <yaml>', 'configuration of the authority')
    .option('--as-at <day>', 'as for run; the extract_date of authority.yaml when left out', parseDay)
    .addHelpText('after', '\nExample:\n  tracker check --authority herts/authority.yaml --as-at 2026-06-30')
    .action(async (options: Options) => check(options, context));
}

async function check(options: Options, { console, rooms }: Context): Promise<void> {
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
  const extract = await rooms.extractAuthority(config, { asAt, settings: extractSettings(rules.settings) });
  const supplies = lineSupplies(rules, extract.inputs);
  for (const line of [
    `${config.name}, extract of ${extract.snapshot_date}`,
    '',
    ...files(extract),
    '',
    ...measures(supplies),
    '',
    ...notes(extract, supplies),
  ])
    console.say(line);
}

function files(extract: Extract): string[] {
  const rows = extract.files.map((file) => [
    file.file,
    file.recognised_as ?? 'not recognised',
    String(file.rows_read),
    String(file.rows_accepted),
    String(file.rows_quarantined),
  ]);
  return table(['file', 'recognised as', 'read', 'accepted', 'quarantined'], rows);
}

function measures(supplies: readonly LineSupply[]): string[] {
  const rows = supplies.map((line) => [
    line.measure_id,
    line.line,
    line.state === 'proxy' ? 'stand-in' : line.state,
    line.requires.join(' '),
    line.missing.join(' '),
  ]);
  return table(['measure', 'line', 'state', 'needs', 'missing'], rows);
}

function notes(extract: Extract, supplies: readonly LineSupply[]): string[] {
  const count = (state: LineSupply['state']): number =>
    supplies.filter((line) => line.state === state).length;
  const reasons = new Map<string, { rows: number; advice: string }>();
  for (const row of extract.quarantine)
    reasons.set(row.reason, { rows: (reasons.get(row.reason)?.rows ?? 0) + 1, advice: row.advice });
  const standIns = [...new Set(supplies.flatMap((line) => line.stand_in ?? []))];
  return [
    `${count('available')} lines can be fed, ${count('proxy')} by a stand-in, ${count('not available')} not.`,
    ...standIns.map((text) => `  ${text}`),
    ...answersOnly(extract),
    ...[...reasons]
      .sort((a, b) => b[1].rows - a[1].rows)
      .map(([reason, { rows, advice }]) => `Quarantined, ${reason}: ${rows}. ${advice}`),
    ...extract.quality.map((note) => `Worth a look, ${note.table}: ${note.rows}. ${note.meaning}`),
  ];
}

/** A source that keeps only the latest answers grows into its measures (boundaries 31). */
function answersOnly(extract: Extract): string[] {
  if (!extract.inputs.includes('care_plan_answers') || extract.inputs.includes('care_plan_history'))
    return [];
  return [
    '  Plans come from the latest answers only: how long a plan has stood is known once extracts have been taken for long enough.',
  ];
}
