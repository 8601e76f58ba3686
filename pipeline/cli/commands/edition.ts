import { join } from 'node:path';
import type { Command } from 'commander';
import { TrackerError } from '../../../sources/error.ts';
import { boardPlace, type PaperPlace, type Place, paperPlace, paperPlaces } from '../../shelf/place.ts';
import { type Context, dataOf, dataOption, parseDay } from '../context.ts';
import { differenceLines, listLines, showLines } from '../edition-words.ts';
import { sayVerified } from './verify.ts';

/** Whose editions are meant. */
interface ShelfOptions {
  readonly audience: string;
  readonly authority?: string;
  readonly data: string;
}

interface SealOptions extends ShelfOptions {
  readonly meeting: string;
  readonly waive: readonly string[];
  readonly because: readonly string[];
  readonly by: readonly string[];
}

interface WithdrawOptions extends ShelfOptions {
  readonly by: string;
  readonly reason: string;
  readonly on: string;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** `tracker edition`: sealing for a meeting, and what became of every edition, for every audience. */
export const addEdition = (program: Command, context: Context): void =>
  addShelf(program, context, {
    name: 'edition',
    audience: 'board',
    summary: 'seal an edition for a meeting; list, show, compare, verify and withdraw editions',
    description:
      'Every run publishes a working edition for the Board and makes a draft for each other audience. Sealing makes an\n' +
      'immutable one for a named meeting: of the Board from the live working edition, of any other from its draft. It keeps\n' +
      'its own address for ever; meeting.html of the Board, and index.html of any other, leads to the newest.',
  });

/** `tracker panel`: the same for the Corporate Parenting Panel's papers, under the name that its officers know. */
export const addPanel = (program: Command, context: Context): void =>
  addShelf(program, context, {
    name: 'panel',
    audience: 'panel_public',
    summary: 'the papers of the Corporate Parenting Panel: as `tracker edition --audience panel_public`',
    description:
      'Every run makes a draft for each audience of audiences.csv with every_run Y, about the newest quarter-end. A draft is\n' +
      'published nowhere. Sealing makes an immutable paper of it for a named meeting, once nothing hidden can be worked out.',
  });

interface Group {
  readonly name: string;
  /** Whose editions are meant when none is named. */
  readonly audience: string;
  readonly summary: string;
  readonly description: string;
}

function addShelf(program: Command, context: Context, group: Group): void {
  const own = program.command(group.name).summary(group.summary).description(group.description);
  const add = (name: string, summary: string, description: string): Command =>
    dataOption(
      own
        .command(name)
        .summary(summary)
        .description(description)
        .option('--audience <audience>', 'board, or an audience of audiences.csv', group.audience)
        .option('--authority <code>', 'of which authority, where the data folder holds papers of several'),
    );
  addSeal(add, context);
  addReading(add, context);
  addWithdraw(add, context);
}

type Add = (name: string, summary: string, description: string) => Command;

function addSeal(add: Add, context: Context): void {
  add(
    'seal',
    'make an immutable edition for a meeting, and publish it',
    'For the Board, every Red line and every special-cause concern needs a commentary that is approved by the day of the\n' +
      'meeting and current on it, or a waiver with a reason and a role, both of which are printed. A paper is refused while a\n' +
      'text of it has a fault or a hidden number can be worked out: table and equations are named, never the number. Nothing is\n' +
      'sealed while a check failed, or an earlier edition or the ledger is missing or changed.',
  )
    .requiredOption('--meeting <day>', 'day of the meeting, such as 2026-07-15', parseDay)
    .option('--waive <line>', 'a line such as T3/main or T3/not_placed; repeat it for more', collect, [])
    .option(
      '--because <reason>',
      'why, in words of that line, printed with the edition; one for each --waive',
      collect,
      [],
    )
    .option('--by <role>', 'whose word it is, as a role; one for each --waive, or one for all', collect, [])
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  tracker edition seal --meeting 2026-07-15\n' +
        '  tracker edition seal --meeting 2026-07-15 --waive T3/main \\\n    --because "The tribunal on two placement orders ends on the 20th." --by "Director of Children\'s Services"\n' +
        '  tracker panel seal --meeting 2026-07-22',
    )
    .action((options: SealOptions) => sealAndSay(options, context));
}

async function sealAndSay(options: SealOptions, { console, rooms }: Context): Promise<void> {
  const { seal } = await import('../../shelf/seal.ts');
  const { folders } = dataOf(options);
  const { meeting } = options;
  const waivers = waiversOf(options);
  const tools = { folders, effects: console, rooms };
  if (options.audience === 'board') {
    const { boardPublication } = await import('../../shelf/board.ts');
    const sealed = await seal(boardPublication(folders, rooms, waivers), meeting, tools);
    console.say(`Sealed ${sealed.edition_id} for the meeting of ${meeting}, from ${sealed.sealed_from}.`);
    console.say(`  ${join(folders.published, sealed.edition_id, 'index.html')}`);
    for (const { measure_id, line, by_role, because } of sealed.waivers ?? [])
      console.say(`  waived: ${measure_id}/${line}, ${by_role}: ${because}`);
    console.say('Next: send its address to the meeting; its page Take away has the pack and the workbook.');
    console.say(
      'Keep it: `tracker backup --out <file>`. It never changes; `tracker run` makes working editions as before.',
    );
    return;
  }
  if (waivers.length > 0)
    throw new TrackerError(
      'usage',
      'waiver_of_paper',
      'Only lines of the Board can be waived.',
      'Leave --waive out, or seal with --audience board.',
    );
  const { paperPublication } = await import('../../shelf/paper.ts');
  const place = placeOf(options);
  const sealed = await seal(paperPublication(folders, rooms, place), meeting, tools);
  console.say(`Sealed ${sealed.edition_id} for the meeting of ${meeting}.`);
  console.say(
    `Read it with: tracker serve --audience ${place.audience} --authority ${place.authority} --data ${options.data}`,
  );
}

function waiversOf({ waive, because, by }: SealOptions) {
  const complete = because.length === waive.length && (by.length === waive.length || by.length === 1);
  if (waive.length === 0 ? because.length + by.length > 0 : !complete)
    throw new TrackerError(
      'usage',
      'waiver_incomplete',
      'Waivers, reasons and roles do not match.',
      'Give one --because for each --waive, in the same order, and as many --by, or one for all.',
    );
  return waive.map((line, index) => ({
    line,
    because: because[index] ?? '',
    byRole: by[index] ?? by[0] ?? '',
  }));
}

function addReading(add: Add, context: Context): void {
  const say = (lines: readonly string[]): void => {
    for (const line of lines) context.console.say(line);
  };
  add(
    'list',
    'list editions: kind, as-at date, meeting, live, withdrawn',
    'Lists every edition and draft of the audience.',
  ).action(async (options: ShelfOptions) => {
    const { ledgerFault } = await import('../../shelf/ledger.ts');
    const places = options.audience === 'board' ? [shelfOf(options)] : papersOf(options);
    for (const place of places) {
      const fault = ledgerFault(place);
      if (fault !== null) context.console.complain(`warning: ${fault} Put it back from a backup.`);
    }
    say(listLines(places));
  });
  add(
    'show',
    'show one edition: what it was made from, what was waived, whether its bytes are as they were',
    'Shows one edition, or with the name `draft` the current draft, and compares its files with their checksums.',
  )
    .argument('<edition>', 'such as board-2026-06-30-1a2b3c4d')
    .action((id: string, options: ShelfOptions) => {
      const { lines, changed } = showLines(shelfOf(options), id);
      say(lines);
      if (changed.length > 0)
        throw new TrackerError(
          'check_stopped',
          'edition_damaged',
          `${changed.length} of its files are not as they were made.`,
          'Put them back from a backup.',
        );
    });
  add(
    'diff',
    'compare the totals, rules and availability of two editions of the Board',
    'Prints every total that the two give differently on days that both describe, and the rules and availability in\n' +
      'which they differ. Differences are no fault: the exit code is 0.',
  )
    .argument('<a>', 'an edition')
    .argument('<b>', 'another edition')
    .action(async (a: string, b: string, options: ShelfOptions) => {
      const { boardEdition } = await import('../../shelf/shelf.ts');
      const { compareEditions } = await import('../../shelf/difference.ts');
      const { folders } = dataOf(options);
      say(differenceLines(await compareEditions(boardEdition(folders, a), boardEdition(folders, b))));
    });
  add(
    'verify',
    'compare every edition, site and ledger of the audience with its checksums',
    'As `tracker verify`, for one audience. The exit code is 4 when something differs.',
  ).action(async (options: ShelfOptions) => {
    const places = options.audience === 'board' ? [shelfOf(options)] : papersOf(options);
    await sayVerified(dataOf(options).folders, context, places);
  });
}

function addWithdraw(add: Add, context: Context): void {
  add(
    'withdraw',
    'take an edition back: a notice stands in its place, and it cannot be published again',
    'The notice says when and whom to ask. The bytes stay in editions/, for they were published: what was read still counts.\n' +
      'The reason is kept in a file that only its owner may read and is printed nowhere. If the edition was live, the newest\n' +
      'that remains becomes live.',
  )
    .argument('<edition>', 'such as board-2026-06-30-1a2b3c4d')
    .requiredOption('--by <role>', 'role of whom readers may ask; printed in the notice')
    .requiredOption('--reason <words>', 'why; kept privately')
    .requiredOption('--on <day>', 'day of the withdrawal; printed in the notice', parseDay)
    .addHelpText(
      'after',
      '\nExample:\n  tracker edition withdraw board-2026-06-30-1a2b3c4d --by "Head of performance" --reason "A file was read twice." --on 2026-07-20',
    )
    .action(async (editionId: string, options: WithdrawOptions) => {
      const { withdraw } = await import('../../shelf/withdraw.ts');
      const { folders } = dataOf(options);
      const { by, reason, on } = options;
      const request = { editionId, byRole: by, reason, on };
      const done = await withdraw(folders, shelfOf(options), request, context.console);
      const { say } = context.console;
      say(`Withdrawn: ${editionId}. A notice stands in its place.`);
      if (done.now !== done.before)
        say(done.now === null ? 'Nothing is published now.' : `Published now: ${done.now}.`);
      for (const sealed of done.sealedFromIt)
        say(`Sealed from it, and still standing: ${sealed}. Withdraw it too if it is wrong.`);
    });
}

/** The shelf that the options mean. */
const shelfOf = (options: ShelfOptions): Place =>
  options.audience === 'board' ? boardPlace(dataOf(options).folders) : placeOf(options);

/** Every shelf of papers, or those of the authority that is named. */
const papersOf = (options: ShelfOptions): PaperPlace[] =>
  paperPlaces(dataOf(options).folders).filter(
    ({ authority }) => options.authority === undefined || authority === options.authority,
  );

/** The papers of one audience and authority; the authority may be left out where there is only one. */
export function placeOf(options: ShelfOptions): PaperPlace {
  const { folders } = dataOf(options);
  const { audience, authority } = options;
  const known = paperPlaces(folders).filter((each) => each.audience === audience);
  if (authority !== undefined && known.some((each) => each.authority === authority))
    return paperPlace(folders, audience, authority);
  const [only] = known;
  if (authority === undefined && only !== undefined && known.length === 1) return only;
  const names = known.map((each) => each.authority).join(', ');
  throw new TrackerError(
    'usage',
    'paper_unknown',
    known.length === 0
      ? `There is no paper for ${audience}.`
      : `There are papers for ${audience} of several authorities, or of others.`,
    known.length === 0
      ? '`tracker panel list` names those on file; `tracker run` makes a draft.'
      : `Name one with --authority: ${names}.`,
  );
}
