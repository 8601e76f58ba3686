import type { Command } from 'commander';
import { ensurePython } from '../../python/environment.ts';
import type { Context } from '../context.ts';

/** `tracker setup`: the Python environment that SQLMesh runs in. */
export function addSetup(program: Command, context: Context): void {
  program
    .command('setup')
    .summary('make the Python environment for SQLMesh')
    .description(
      'Makes the Python environment that derivation needs, unless it is there and up to date. Takes about a minute.',
    )
    .action(async () => {
      const { python } = await ensurePython(context.console.log);
      context.console.say(`Ready: ${python}`);
    });
}
