import type { Command } from 'commander';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { holdsOn } from '../../../sources/rules/validity.ts';
import type { Explanation } from '../../children/explanation.ts';
import type { LineChoice } from '../../children/live-warehouse.ts';
import { type Context, dataOf, dataOption } from '../context.ts';
import { table } from '../text-table.ts';

interface Options {
  readonly authority: string;
  readonly measure: string;
  readonly line: string;
  readonly child: string;
  readonly data: string;
}

/** `tracker explain`: why one child is, or is not, counted. */
export function addExplain(program: Command, context: Context): void {
  const command = program
    .command('explain')
    .summary('show why one child is, or is not, in a figure (restricted)')
    .description(
      'Prints every test that a line makes of one child in the live edition, with its date and the limit in force, and\n' +
        'the rows of the case files behind it, each with file and line. Child-level data: mind who sees the screen.',
    )
    .requiredOption('--authority <yaml>', 'configuration of the authority')
    .requiredOption('--measure <id>', 'such as T3')
    .requiredOption('--child <id>', 'case number of the child')
    .option('--line <key>', 'line of the measure', 'main')
    .addHelpText(
      'after',
      '\nExample:\n  tracker explain --authority herts/authority.yaml --measure T2 --child 100245',
    );
  dataOption(command).action(async (options: Options) => explain(options, context));
}

async function explain(options: Options, { console }: Context): Promise<void> {
  const { chooseLine, readLive } = await import('../../children/live-warehouse.ts');
  const { explainChild } = await import('../../children/explanation.ts');
  const { folders } = dataOf(options);
  const { authority } = readAuthority(options.authority);
  const live = readLive(folders);
  const choice = chooseLine(live, authority, options.measure, options.line);
  const explanation = await explainChild(live, choice, options.child);
  for (const line of [...heading(choice, live.edition.edition_id), ...body(explanation, choice)])
    console.say(line);
}

const heading = ({ measure, line, asAt }: LineChoice, edition: string): string[] => [
  `${measure.measure_id} ${measure.name}: ${line.name}`,
  `as at ${asAt}, edition ${edition}`,
  '',
];

function body(found: Explanation, choice: LineChoice): string[] {
  if (found.verdict === 'unknown child')
    return ['No child with this case number was accepted from the files; look in the quarantine list.'];
  const wait = found.days === null ? '' : `, waiting ${found.days} days since ${found.waitingSince}`;
  return [
    `Verdict: ${found.verdict}${wait}.`,
    ...section(
      'On the day',
      found.day.map(([name, value]) => `${name}: ${value}`),
    ),
    ...section(
      'Tests',
      table(['', 'test', 'result', 'date'], found.tests.map(testRow)),
      found.tests.length > 0,
    ),
    ...section('Limits in force', limits(choice)),
    ...section(
      'Rows of the case files',
      table(
        ['table', 'file and line', 'says'],
        found.sources.map((row) => [row.table, row.place, row.says]),
      ),
    ),
  ];
}

function section(title: string, lines: readonly string[], wanted = lines.length > 0): string[] {
  return wanted ? ['', `${title}:`, ...lines.map((line) => `  ${line}`)] : [];
}

function testRow({ kind, words, passed, date }: Explanation['tests'][number]): string[] {
  const when = date === null ? '' : kind === 'limit' ? `reached on ${date}` : `since ${date}`;
  return [kind, words, passed ? 'passed' : 'failed', when];
}

function limits({ measure, authority, asAt }: LineChoice): string[] {
  return measure.limits
    .filter((limit) => limit.authority === authority && holdsOn(limit, asAt))
    .map(
      (limit) =>
        `${limit.meaning}: ${limit.n} ${limit.unit}, since ${limit.effective_from}${limit.agreed ? '' : ' (proposed)'}; ${limit.source}`,
    );
}
