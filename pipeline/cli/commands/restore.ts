import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../../../sources/error.ts';
import type { Forgetting } from '../../keep/forgotten.ts';
import type { Restored } from '../../keep/restore.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

interface Options {
  readonly data: string;
  readonly from: string;
  readonly missing?: boolean;
  readonly partial?: boolean;
}

/** `tracker restore`: a data folder, or what it lacks, from a backup. */
export function addRestore(program: Command, context: Context): void {
  const command = program
    .command('restore')
    .summary('put back a backup, or what of it is missing or damaged')
    .description(
      'Restores into a data folder that is empty or missing. Every checksum is compared before anything appears; a part\n' +
        'that is missing or damaged in the backup is named, nothing is restored, and the exit code is 4. Everything restored\n' +
        'is readable by its owner only. What was forgotten after the backup was made is in it again: forget it again.',
    )
    .requiredOption('--from <file>', 'the archive that `tracker backup` wrote')
    .option(
      '--missing',
      'into a folder in use: what is missing or damaged there; what is whole stays as it is',
    )
    .option('--partial', 'what is whole in a damaged backup; the exit code stays 4')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  tracker restore --from /backup/2026-06-30.tar --data /srv/tracker\n' +
        '  tracker restore --from /backup/2026-06-30.tar --data /srv/tracker --missing',
    );
  dataOption(command).action(async (options: Options) => {
    const { restore, faultWords } = await import('../../keep/restore.ts');
    const { data } = dataOf(options);
    const { missing = false, partial = false } = options;
    const restored = await restore({ from: resolve(options.from), data, missing, partial }, context.console);
    for (const line of lines(restored, data)) context.console.say(line);
    for (const fault of restored.faults) context.console.complain(`Not restored: ${faultWords(fault)}`);
    if (restored.faults.length > 0) context.exitCode = exitCodes.check_stopped;
  });
}

function lines({ paths, leftOut, known, since }: Restored, data: string): string[] {
  const last = known.at(-1);
  const of = last === undefined ? 'no forgetting' : `${known.length} forgetting(s), the last on ${last.on}`;
  const children = since.filter(({ older_than }) => older_than === null);
  const again = [
    `The backup knows of ${of}. A child forgotten after it was made is in it again: run \`tracker forget\` for`,
    'each such request since then, from the register of requests; nothing here says whose they were.',
    ...children.map((each) => `  recorded here since: ${words(each)}`),
  ];
  return [
    paths.length === 0 ? 'Nothing is missing or damaged.' : `Restored ${paths.length} files into ${data}.`,
    ...(leftOut === 0 ? [] : [`Left out: ${leftOut} snapshot(s) that were forgotten by age.`]),
    ...(paths.some((path) => path.startsWith('snapshots/')) ? again : []),
    'The next `tracker run` makes the warehouse anew.',
  ];
}

const words = ({ on, authority, by_role, because }: Forgetting): string =>
  `${on}, a child of ${authority}, by ${by_role}: ${because}`;
