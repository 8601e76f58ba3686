import type { Command } from 'commander';
import { exitCodes } from '../../../sources/error.ts';
import type { DataFolders } from '../../folders.ts';
import type { Place } from '../../shelf/place.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

/** `tracker verify`: whether everything that is kept is still what was made. */
export function addVerify(program: Command, context: Context): void {
  const command = program
    .command('verify')
    .summary('compare everything that is kept with its checksums')
    .description(
      'Reads every snapshot, edition, site, paper and ledger of the data folder and compares it with the checksum that was\n' +
        'noted when it was made. Changes nothing. The exit code is 4 when something is missing or differs.',
    )
    .addHelpText('after', '\nExample:\n  tracker verify --data /srv/tracker');
  dataOption(command).action((options: { readonly data: string }) =>
    sayVerified(dataOf(options).folders, context),
  );
}

/** Prints what was looked at and what differs, and sets the exit code. */
export async function sayVerified(
  folders: DataFolders,
  context: Context,
  places?: readonly Place[],
): Promise<void> {
  const { verify } = await import('../../shelf/verify.ts');
  const { counted, findings } = verify(folders, places);
  const { say, complain } = context.console;
  const looked = Object.entries(counted).map(([name, n]) => `${n} ${n === 1 ? name.slice(0, -1) : name}`);
  say(`Looked at ${looked.join(', ')}.`);
  for (const { path, what } of findings) complain(`${path}: ${what}`);
  if (findings.length === 0) return say('Everything is as it was made.');
  complain(
    `${findings.length} ${findings.length === 1 ? 'difference' : 'differences'}. Put back from a backup what is named; a run makes working editions and drafts anew.`,
  );
  context.exitCode = exitCodes.check_stopped;
}
