import type { Command } from 'commander';
import { ensurePython } from '../../python/environment.ts';
import type { Context } from '../context.ts';

/** `tracker setup`: the Python environment that SQLMesh runs in; the program itself is compiled by having got here. */
export function addSetup(program: Command, context: Context): void {
  program
    .command('setup')
    .summary('compile the program and make the Python environment for SQLMesh')
    .description(
      'Compiles the program into var/program and makes the Python environment that derivation needs in var/python,\n' +
        'unless they are there and up to date. Takes about a minute. Both belong to the account that runs the tracker.',
    )
    .action(async () => {
      const { python } = await ensurePython(context.console.log);
      context.console.say(`Ready: ${python}`);
    });
}
