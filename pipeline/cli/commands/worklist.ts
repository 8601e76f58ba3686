import type { Command } from 'commander';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

interface Options {
  readonly authority: string;
  readonly measure: string;
  readonly line: string;
  readonly period?: string;
  readonly data: string;
}

/** `tracker worklist`: the children who make a figure. */
export function addWorklist(program: Command, context: Context): void {
  const command = program
    .command('worklist')
    .summary('write the list of children behind a figure (restricted)')
    .description(
      'Writes the children counted in one line of the live edition as CSV: case number, team, days waited and the dates\n' +
        'that put them there. The file is readable by its owner only and never part of an edition: handle it as\n' +
        'child-level data.',
    )
    .requiredOption('--authority <yaml>', 'configuration of the authority')
    .requiredOption('--measure <id>', 'such as T3')
    .option('--line <key>', 'line of the measure', 'main')
    .option('--period <period>', 'of a measure with several periods: month, r12m')
    .addHelpText(
      'after',
      '\nExamples:\n  tracker worklist --authority herts/authority.yaml --measure T3\n  tracker worklist --authority herts/authority.yaml --measure T7 --line unmatched',
    );
  dataOption(command).action(async (options: Options) => worklist(options, context));
}

async function worklist(options: Options, { console }: Context): Promise<void> {
  const { writeWorklist } = await import('../../children/worklist.ts');
  const { chooseLine, readLive } = await import('../../children/live-warehouse.ts');
  const { folders } = dataOf(options);
  const { authority } = readAuthority(options.authority);
  const live = readLive(folders);
  const choice = chooseLine(live, authority, options.measure, options.line);
  const period = options.period ?? choice.measure.periods[0] ?? 'as_at';
  const { file, children } = await writeWorklist(folders, live, choice, period);
  console.say(
    `${children} ${children === 1 ? 'child' : 'children'}, as many as ${live.edition.edition_id} says for ${choice.measure.measure_id} ${choice.line.line}.`,
  );
  console.say(file);
}
