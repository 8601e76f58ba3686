import { type Command, Option } from 'commander';
import { TrackerError } from '../../../sources/error.ts';
import { type Context, dataOf, dataOption, parseDay } from '../context.ts';
import { differenceLines, listLines, showLines } from '../edition-words.ts';

interface DataOptions {
  readonly data: string;
}

interface SealOptions extends DataOptions {
  readonly meeting: string;
  readonly waive: readonly string[];
  readonly because: readonly string[];
  readonly by: readonly string[];
}

interface WithdrawOptions extends DataOptions {
  readonly by: string;
  readonly reason: string;
  readonly on: string;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** `tracker edition`: sealing for a meeting, and what became of every edition. */
export function addEdition(program: Command, context: Context): void {
  const group = program
    .command('edition')
    .summary('seal an edition for a meeting; list, show, compare and withdraw editions')
    .description(
      'Every run publishes a working edition. Sealing makes an immutable one for a named meeting from the live working\n' +
        'edition; it keeps its own address, published/board/<edition>/, and meeting.html leads to the newest.',
    );
  addSeal(group, context);
  addReading(group, context);
  addWithdraw(group, context);
}

function addSeal(group: Command, context: Context): void {
  const command = group
    .command('seal')
    .summary('make an immutable edition for a meeting')
    .description(
      'Every Red line and every special-cause concern needs a commentary that is approved by the day of the meeting and\n' +
        'current on it, or a waiver with a reason and a role, both of which are printed. No commentary may have a fault.',
    )
    .addOption(new Option('--audience <audience>', 'whom it is for').choices(['board']).makeOptionMandatory())
    .requiredOption('--meeting <day>', 'day of the meeting, such as 2026-07-15', parseDay)
    .option('--waive <line>', 'a line such as T3 or T3/not_placed; repeat it for more', collect, [])
    .option(
      '--because <reason>',
      'why, printed with the edition; one for each --waive, or one for all',
      collect,
      [],
    )
    .option('--by <role>', 'whose word it is, as a role; one for each --waive, or one for all', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  tracker edition seal --audience board --meeting 2026-07-15\n' +
        '  tracker edition seal --audience board --meeting 2026-07-15 --waive T3 --because "Panel meets on the 14th." --by "Director of Children\'s Services"',
    );
  dataOption(command).action(async (options: SealOptions) => {
    const { seal } = await import('../../sealing/seal.ts');
    const { data, folders } = dataOf(options);
    const waivers = waiversOf(options);
    const sealed = await seal(folders, { meeting: options.meeting, waivers }, context.console, context.rooms);
    context.console.say(
      `Sealed ${sealed.edition_id} for the meeting of ${options.meeting}, from ${sealed.sealed_from}.`,
    );
    context.console.say(`  ${data}/published/board/${sealed.edition_id}/index.html`);
    for (const waiver of sealed.waivers ?? [])
      context.console.say(
        `  waived: ${waiver.measure_id} ${waiver.line}, ${waiver.by_role}: ${waiver.because}`,
      );
  });
}

function waiversOf({ waive, because, by }: SealOptions) {
  const enough = (words: readonly string[]): boolean => words.length === waive.length || words.length === 1;
  if (waive.length === 0 ? because.length + by.length > 0 : !enough(because) || !enough(by))
    throw new TrackerError(
      'usage',
      'waiver_incomplete',
      'Waivers, reasons and roles do not match.',
      'Give one --because and one --by for each --waive, in the same order, or one of each for all.',
    );
  return waive.map((line, index) => ({
    line,
    because: because[index] ?? because[0] ?? '',
    byRole: by[index] ?? by[0] ?? '',
  }));
}

function addReading(group: Command, context: Context): void {
  const say = (lines: readonly string[]): void => {
    for (const line of lines) context.console.say(line);
  };
  dataOption(
    group
      .command('list')
      .summary('list editions: kind, as-at date, meeting, live, withdrawn')
      .description('Lists every edition of the data folder.'),
  ).action(async (options: DataOptions) => {
    const { shelf } = await import('../../sealing/shelf.ts');
    say(listLines(shelf(dataOf(options).folders)));
  });
  dataOption(
    group
      .command('show')
      .summary('show one edition: what it was made from, what was waived, whether its bytes are as they were')
      .description('Shows one edition and compares its files with their checksums.')
      .argument('<edition>', 'such as board-2026-06-30-1a2b3c4d'),
  ).action(async (id: string, options: DataOptions) => {
    const { changedFiles, fromShelf } = await import('../../sealing/shelf.ts');
    const { folders } = dataOf(options);
    const edition = fromShelf(folders, id);
    const changed = changedFiles(folders, edition);
    say(showLines(edition, changed));
    if (changed.length > 0)
      throw new TrackerError(
        'check_stopped',
        'edition_damaged',
        `${changed.length} of its files are not as they were made.`,
        'Put them back from a backup.',
      );
  });
  dataOption(
    group
      .command('diff')
      .summary('compare the totals, rules and availability of two editions')
      .description(
        'Prints every total that the two give differently on days that both describe, and the rules and availability in\n' +
          'which they differ. Differences are no fault: the exit code is 0.',
      )
      .argument('<a>', 'an edition')
      .argument('<b>', 'another edition'),
  ).action(async (a: string, b: string, options: DataOptions) => {
    const { fromShelf } = await import('../../sealing/shelf.ts');
    const { compareEditions } = await import('../../sealing/difference.ts');
    const { folders } = dataOf(options);
    say(differenceLines(await compareEditions(fromShelf(folders, a), fromShelf(folders, b))));
  });
}

function addWithdraw(group: Command, context: Context): void {
  const command = group
    .command('withdraw')
    .summary('take an edition back: a notice stands in its place, and it cannot be made live again')
    .description(
      'Its figures stay in editions/, for they were published. The reason is kept in a file that only its owner may\n' +
        'read and is printed nowhere. If the edition was live, the newest that remains becomes live.',
    )
    .argument('<edition>', 'such as board-2026-06-30-1a2b3c4d')
    .requiredOption('--by <role>', 'role of whom readers may ask; printed in the notice')
    .requiredOption('--reason <words>', 'why; kept privately')
    .requiredOption('--on <day>', 'day of the withdrawal; printed in the notice', parseDay)
    .addHelpText(
      'after',
      '\nExample:\n  tracker edition withdraw board-2026-06-30-1a2b3c4d --by "Head of performance" --reason "A file was read twice." --on 2026-07-20',
    );
  dataOption(command).action(async (editionId: string, options: WithdrawOptions) => {
    const { withdraw } = await import('../../sealing/withdraw.ts');
    const { folders } = dataOf(options);
    const { by, reason, on } = options;
    const done = await withdraw(folders, { editionId, byRole: by, reason, on }, context.console);
    const { say } = context.console;
    say(`Withdrawn: ${editionId}. A notice stands in its place.`);
    if (done.live !== done.liveBefore)
      say(done.live === null ? 'No edition is live now.' : `Live now: ${done.live}.`);
    for (const sealed of done.sealedFromIt)
      say(`Sealed from it, and still standing: ${sealed}. Withdraw it too if it is wrong.`);
  });
}
