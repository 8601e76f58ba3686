import type { Command } from 'commander';
import { TrackerError } from '../../../sources/error.ts';
import type { ForgetRequest, Forgotten } from '../../keep/forget.ts';
import { type Context, dataOf, dataOption, parseDay } from '../context.ts';

interface Options {
  readonly data: string;
  readonly child?: string;
  readonly authority?: string;
  readonly olderThan?: string;
  readonly by: string;
  readonly because: string;
  readonly on: string;
}

/** `tracker forget`: a child, or what is older than may be kept. */
export function addForget(program: Command, context: Context): void {
  const command = program
    .command('forget')
    .summary('remove what is kept of a child, or snapshots older than a day')
    .description(
      'Removes a child from every stored snapshot, or snapshots of days before the given one whole. Warehouses, worklists\n' +
        'and the words of failed runs are cleared away too; the next run makes the warehouse anew. Published editions and\n' +
        'papers hold no child and stay; movements since an edition whose snapshot is gone can no longer be split.\n' +
        'forgotten.json in the data folder keeps the day, role, rule and how much, never of whom. Case files and backups\n' +
        'are not touched: while they hold the child, the next run or restore brings it again.',
    )
    .option('--child <id>', 'case number of the child')
    .option('--authority <yaml or code>', 'whose child it is')
    .option('--older-than <day>', 'the first day that is kept', parseDay)
    .requiredOption('--by <role>', 'role of who decided')
    .requiredOption('--because <rule>', 'the rule it is done under')
    .requiredOption('--on <day>', 'today, for the record', parseDay)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  tracker forget --child 104729 --authority herts/authority.yaml --by "Data protection officer" --because "Erasure, UK GDPR article 17" --on 2026-07-01\n' +
        '  tracker forget --older-than 2020-07-01 --by "Head of performance" --because "Retention schedule, six years" --on 2026-07-01',
    );
  dataOption(command).action(async (options: Options) => {
    const { forget } = await import('../../keep/forget.ts');
    const { data } = dataOf(options);
    const done = await forget(data, requestOf(options, context), context.console);
    for (const line of done.flatMap(lines)) context.console.say(line);
  });
}

function requestOf(options: Options, { rooms }: Context): ForgetRequest {
  const { child, authority, olderThan, by, because, on } = options;
  const ground = { byRole: by, because, on };
  if (olderThan !== undefined && child === undefined && authority === undefined)
    return { ...ground, olderThan };
  if (olderThan === undefined && child !== undefined && authority !== undefined) {
    const code = /\.ya?ml$/i.test(authority) ? rooms.readAuthority(authority).authority : authority;
    return { ...ground, childId: child.trim(), authority: code };
  }
  throw new TrackerError(
    'usage',
    'forget_what',
    'It is not clear what is to be forgotten.',
    'Give --child with --authority, or --older-than alone.',
  );
}

function lines({ forgetting, editions, packs, wasUnderWay }: Forgotten): string[] {
  const { older_than, authority, snapshots, rows } = forgetting;
  const what =
    older_than === null
      ? `${rows} row(s) of a child in ${snapshots} snapshot(s) of ${authority}.`
      : `${snapshots} snapshot(s) of days before ${older_than}, with ${rows} rows.`;
  const lost = `Editions whose data is no longer as it was; they stay as published: ${editions.join(', ')}.`;
  const again =
    'While the case files hold the child, the next run reads it again; so does a restore of an older backup. Then run this command again.';
  return [
    `${wasUnderWay ? 'Completed what was cut short. ' : ''}Forgotten: ${what}`,
    ...(editions.length === 0 ? [] : [lost]),
    ...(packs === 0
      ? []
      : [
          `${packs} workbook(s) and agenda(s) of the Monday pack were removed; workbooks that people keep elsewhere are not reached.`,
        ]),
    'Warehouses, worklists and the words of failed runs were cleared away. The next `tracker run` makes the warehouse anew.',
    older_than === null ? again : 'Backups made before still hold them: delete those too.',
  ];
}
