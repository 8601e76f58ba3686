import type { Command } from 'commander';
import { ensureEngine, ensurePython } from '../../python/environment.ts';
import type { Engine } from '../../warehouse/engine.ts';
import { type Context, engineOption } from '../context.ts';

/** `tracker setup`: the Python environment that SQLMesh runs in; the program itself is compiled by having got here. */
export function addSetup(program: Command, context: Context): void {
  const command = program
    .command('setup')
    .summary('compile the program and make the Python environment for SQLMesh')
    .description(
      'Compiles the program into var/program and makes the Python environment that derivation needs in var/python,\n' +
        'unless they are there and up to date. Takes about a minute. Both belong to the account that runs the tracker.\n' +
        'With --engine also what another engine than the one built in needs.',
    );
  engineOption(command).action(async ({ engine }: { readonly engine: Engine }) => {
    const environment = await ensurePython(context.console.log);
    if (engine !== 'embedded') await ensureEngine(engine, environment);
    context.console.say(`Ready: ${environment.python}`);
  });
}
