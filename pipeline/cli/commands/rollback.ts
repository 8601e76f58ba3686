import type { Command } from 'commander';
import { rollback } from '../../shelf/rollback.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

/** `tracker rollback`: another edition becomes the live one. */
export function addRollback(program: Command, context: Context): void {
  const command = program
    .command('rollback')
    .summary('make an earlier edition live again')
    .description(
      'Readers see the named edition from the next click on; without a name, the one that was live before.\n' +
        'Nothing is deleted: rolling forward again is another rollback. `tracker status` lists the editions.',
    )
    .argument('[edition]', 'such as board-2026-06-30-1a2b3c4d')
    .addHelpText('after', '\nExamples:\n  tracker rollback\n  tracker rollback board-2026-05-31-1a2b3c4d');
  dataOption(command).action(async (edition: string | undefined, options: { data: string }) => {
    const { data, folders } = dataOf(options);
    const { from, to } = await rollback(folders, edition ?? null, context.console);
    context.console.say(`${to} is live in ${data}${from === null ? '' : `; before it was ${from}`}.`);
  });
}
