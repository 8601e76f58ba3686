import type { Command } from 'commander';
import { TrackerError } from '../../../sources/error.ts';
import { type PaperFolders, paperFolders } from '../../folders.ts';
import { paperPlaces } from '../../sealing/paper-places.ts';
import { type Context, dataOf, dataOption, parseDay } from '../context.ts';
import { paperLines, paperShowLines } from '../paper-words.ts';

interface PaperOptions {
  readonly audience: string;
  readonly authority?: string;
  readonly data: string;
}

interface SealOptions extends PaperOptions {
  readonly meeting: string;
}

interface WithdrawOptions extends PaperOptions {
  readonly by: string;
  readonly reason: string;
  readonly on: string;
}

/** `tracker panel`: papers for other audiences than the Board. */
export function addPanel(program: Command, context: Context): void {
  const group = program
    .command('panel')
    .summary('the papers of the Corporate Parenting Panel: list, seal, show and withdraw')
    .description(
      'Every run makes a draft for each audience of audiences.csv with every_run Y, about the newest quarter-end. A draft is\n' +
        'published nowhere. Sealing makes an immutable paper of it for a named meeting, once the intruder finds nothing.',
    );
  addReading(group, context);
  addSeal(group, context);
  addWithdraw(group, context);
}

const paperOptions = (command: Command): Command =>
  dataOption(
    command
      .option('--audience <audience>', 'an audience of audiences.csv', 'panel_public')
      .option('--authority <code>', 'code of the authority; needed where the data folder holds several'),
  );

function addReading(group: Command, context: Context): void {
  dataOption(
    group
      .command('list')
      .summary('drafts and sealed papers of every audience')
      .description('Lists every paper.'),
  ).action((options: { readonly data: string }) => {
    for (const line of paperLines(paperPlaces(dataOf(options).folders))) context.console.say(line);
  });
  paperOptions(
    group
      .command('show <paper>')
      .summary('one paper: meeting, checks, how much is hidden')
      .description('Shows a sealed paper or, with the name `draft`, the current draft.'),
  ).action((paper: string, options: PaperOptions) => {
    for (const line of paperShowLines(placeOf(options), paper)) context.console.say(line);
  });
}

function addSeal(group: Command, context: Context): void {
  const command = group
    .command('seal')
    .summary('make an immutable paper for a meeting and publish it')
    .description(
      'Refused while a text for the Panel has a fault, a check failed, an earlier paper is missing or changed, or the\n' +
        'intruder can narrow a hidden number. It names table and equations, never the number.',
    )
    .requiredOption('--meeting <day>', 'day of the meeting, such as 2026-07-22', parseDay)
    .addHelpText('after', '\nExample:\n  tracker panel seal --meeting 2026-07-22');
  paperOptions(command).action(async (options: SealOptions) => {
    const { sealPaper } = await import('../../sealing/paper-seal.ts');
    const { folders } = dataOf(options);
    const { audience, authority } = placeOf(options);
    const request = { audience, authority, meeting: options.meeting };
    const sealed = await sealPaper(folders, request, context.console, context.rooms);
    const { say } = context.console;
    say(`Sealed ${sealed.edition_id} for the meeting of ${options.meeting}.`);
    say(`Read it with: tracker serve --audience ${audience} --authority ${authority}`);
  });
}

function addWithdraw(group: Command, context: Context): void {
  const command = group
    .command('withdraw <paper>')
    .summary('replace a sealed paper by a notice')
    .description(
      'The notice says when and whom to ask. The bytes stay: what was read still counts as published.',
    )
    .requiredOption('--by <role>', 'role of whom readers may ask')
    .requiredOption('--reason <text>', 'why; kept in the ledger, printed nowhere')
    .requiredOption('--on <day>', 'day of the withdrawal', parseDay);
  paperOptions(command).action(async (editionId: string, options: WithdrawOptions) => {
    const { withdrawPaper } = await import('../../sealing/paper-withdraw.ts');
    const { folders } = dataOf(options);
    const { audience, authority } = placeOf(options);
    const { by, reason, on } = options;
    const request = { audience, authority, editionId, byRole: by, reason, on };
    const now = await withdrawPaper(folders, request, context.console);
    context.console.say(`Withdrawn: ${editionId}. A notice stands in its place.`);
    context.console.say(now === null ? 'No paper is published now.' : `Published now: ${now}.`);
  });
}

/** The papers of one audience and authority; the authority may be left out where there is only one. */
export function placeOf(options: PaperOptions): PaperFolders {
  const { folders } = dataOf(options);
  const { audience, authority } = options;
  const known = paperPlaces(folders).filter((each) => each.audience === audience);
  if (authority !== undefined && known.some((each) => each.authority === authority))
    return paperFolders(folders, audience, authority);
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
