import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { exitCodes, TrackerError } from '../../../sources/error.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { handOver } from '../../access.ts';
import { type Context, dataOf, dataOption, parseDay } from '../context.ts';
import { table } from '../text-table.ts';

interface Options {
  readonly authority: string;
  readonly data: string;
  readonly on?: string;
}

interface NewOptions extends Options {
  readonly measure?: string;
  readonly line?: string;
  readonly due?: boolean;
}

const help = [
  '',
  'Commentaries lie in the folder that `commentary:` in authority.yaml names: a Markdown file for each line of a measure,',
  'or one file for a whole sitting, Markdown or workbook, as `tracker commentary new --due` writes it. Their keys:',
  '  measure, line          the figure, such as T3; line may be left out: the one on which the rating rests',
  '  as_at                  the day that the figure describes',
  '  why, action            must be filled in',
  '  owner_role, by_when    must be filled in: who answers for the action, as a role, and its day',
  '  what_happened, effect_on_children    may be left empty, as may the rest',
  '  status                 planned, under way, done or stopped; planned when left empty',
  '  expires_on             the last day on which it still speaks for the figure; by_when when left empty',
  '  author_role            who wrote it, as a role; owner_role when left empty',
  '  approved_on            the day of approval; without it the words are a draft, which is not published',
  '',
  'Case numbers of your own snapshots, NHS numbers, pupil numbers, postcodes, dates of birth, e-mail addresses and',
  'telephone numbers are found and refused. Names cannot be detected: whoever approves must look for them.',
].join('\n');

/** `tracker commentary`: what is said of the figures, what is due, what is wrong with it. */
export function addCommentary(program: Command, context: Context): void {
  const group = program
    .command('commentary')
    .summary('list, scaffold and check what is said of the figures')
    .description(
      'Commentaries say what happened, why, what it means for children, and who does what by when.',
    )
    .addHelpText('after', help);
  const add = (name: string, summary: string): Command =>
    dataOption(
      group
        .command(name)
        .summary(summary)
        .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
        .requiredOption('--authority <yaml>', 'configuration of the authority'),
    );
  add('due', 'list Red lines and concerns of the live edition that lack current commentary')
    .option('--on <day>', 'judge on this day, such as that of the meeting; else on the as-at date', parseDay)
    .action((options: Options) => due(options, context));
  add('new', 'write a file to be filled in, with the figures as comments')
    .option('--due', 'one file, and a workbook of the same, with every line that is due')
    .option('--measure <id>', 'a file for one measure, such as T3')
    .option('--line <key>', 'line of the measure; else the one on which the rating rests')
    .option(
      '--on <day>',
      'what is due on this day, such as that of the meeting; else on the as-at date',
      parseDay,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  tracker commentary new --authority herts/authority.yaml --due\n' +
        '  tracker commentary new --authority herts/authority.yaml --measure T3',
    )
    .action((options: NewOptions) => newFile(options, context));
  add('check', 'check every commentary and name each fault with file and line')
    .option(
      '--on <day>',
      'say what has expired on this day; else on the as-at date of the live edition',
      parseDay,
    )
    .action((options: Options) => check(options, context));
}

/** Loaded only when a command needs them: they bring DuckDB. */
const rooms = async () => ({
  ...(await import('../../commentary/authority-commentary.ts')),
  ...(await import('../../commentary/scaffold.ts')),
  ...(await import('../../commentary/sitting.ts')),
});

/** What the authority's people have said, the live edition, and the lines of it that need commentary. */
async function dueNow(options: Options, { rooms: { rulesFolder } }: Context) {
  const { readAuthorityCommentary, liveFigures } = await rooms();
  const { commentaryFileOf, concernsOf, judgedOn } = await import('../../edition/commentary-file.ts');
  const { listSnapshots } = await import('../../snapshot/store.ts');
  const { folders } = dataOf(options);
  const config = readAuthority(options.authority);
  const live = liveFigures(folders, config.authority);
  const snapshots = listSnapshots(folders.snapshots, config.authority);
  const read = await readAuthorityCommentary(config, loadRules(rulesFolder, config), snapshots);
  const { asAt, red, charts } = live;
  const made = commentaryFileOf([read], { asAt, red, concerns: concernsOf(charts) }, asAt);
  const { due: lines } = options.on === undefined ? made : judgedOn(made, options.on);
  return { config, live, read, lines, lacking: lines.filter((line) => line.state !== 'current') };
}

async function due(options: Options, context: Context): Promise<void> {
  const { console } = context;
  const { faultLines } = await rooms();
  const { live, read, lines, lacking } = await dueNow(options, context);
  const on = options.on ?? live.asAt;
  console.say(
    `${live.editionId}: ${lines.length} due, ${lacking.length} without commentary current on ${on}.`,
  );
  if (lacking.length > 0)
    for (const line of table(
      ['measure', 'line', 'because', 'state'],
      lacking.map((each) => [each.measure_id, each.line, each.because, each.state]),
    ))
      console.say(line);
  if (lacking.length > 0)
    console.say('Next: `tracker commentary new --due` writes one file with all of them, to be filled in.');
  for (const line of faultLines(read)) console.complain(`left out: ${line}`);
}

function newFile(options: NewOptions, context: Context): Promise<void> {
  const { measure, due: isSitting = false } = options;
  if (isSitting !== (measure === undefined))
    throw new TrackerError(
      'usage',
      'commentary_of_what',
      'Nothing says what the file is to be about, or two options do.',
      'Give --due for every line that is due, or --measure for one.',
    );
  return measure === undefined ? newSitting(options, context) : newOne(options, measure, context);
}

async function newSitting(options: NewOptions, context: Context): Promise<void> {
  const { console } = context;
  const { lineFigures, sittingBook, sittingFiles, sittingText } = await rooms();
  const { config, live, lacking } = await dueNow(options, context);
  const folder = folderOf(config.commentary);
  if (lacking.length === 0) {
    console.say(`Nothing is due: every line of ${live.editionId} that needs commentary has one.`);
    return;
  }
  const lines = [];
  for (const each of lacking)
    lines.push({
      due: each,
      figures: await lineFigures(live, config.authority, each.measure_id, each.line),
    });
  const sitting = { asAt: live.asAt, authorityName: config.name, lines };
  const names = sittingFiles(live.asAt);
  writeNew(folder, [
    [names.text, sittingText(sitting)],
    [names.book, await sittingBook(sitting)],
  ]);
  for (const name of Object.values(names)) console.say(join(folder, name));
  console.say(
    `${lines.length} ${lines.length === 1 ? 'line is' : 'lines are'} due. Fill in one of the two files: why, action, owner_role and by_when of each line;`,
  );
  console.say(
    'the other file may stay as it is. Then approved_on, `tracker commentary check`, and `tracker run`.',
  );
}

async function newOne(options: NewOptions, measure: string, { console }: Context): Promise<void> {
  const { liveFigures, lineFigures, scaffold, scaffoldName } = await rooms();
  const { folders } = dataOf(options);
  const config = readAuthority(options.authority);
  const folder = folderOf(config.commentary);
  const live = liveFigures(folders, config.authority);
  const figures = await lineFigures(live, config.authority, measure, options.line ?? null);
  writeNew(folder, [[scaffoldName(figures), scaffold(figures)]]);
  console.say(join(folder, scaffoldName(figures)));
  console.say(
    'Fill in why, action, owner_role and by_when, have it approved, and run `tracker commentary check`.',
  );
}

/** Writes files where none of them is yet. */
function writeNew(
  folder: string,
  files: readonly (readonly [name: string, content: string | Uint8Array])[],
): void {
  const there = files.map(([name]) => join(folder, name)).find((file) => existsSync(file));
  if (there !== undefined)
    throw new TrackerError(
      'usage',
      'commentary_there',
      `There is ${there} already.`,
      'It is not written over: edit it, or move it away first.',
    );
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) {
    writeFileSync(join(folder, name), content, { flag: 'wx' });
    handOver(join(folder, name));
  }
}

function folderOf(folder: string | null): string {
  if (folder !== null) return folder;
  throw new TrackerError(
    'usage',
    'commentary_not_configured',
    'authority.yaml names no folder of commentaries.',
    'Add a line such as `commentary: commentary`; the path starts from the folder of authority.yaml.',
  );
}

async function check(options: Options, context: Context): Promise<void> {
  const { console } = context;
  const { readAuthorityCommentary, faultLines } = await rooms();
  const { listSnapshots } = await import('../../snapshot/store.ts');
  const { folders } = dataOf(options);
  const config = readAuthority(options.authority);
  folderOf(config.commentary);
  const snapshots = listSnapshots(folders.snapshots, config.authority);
  const read = await readAuthorityCommentary(config, loadRules(context.rooms.rulesFolder, config), snapshots);
  const on = options.on ?? (await dayOfLive(options));
  const rows = read.commentaries.map((each) => [
    each.file,
    each.measure_id,
    each.line,
    each.as_at_date,
    each.approved_on === null ? 'draft' : on !== null && each.expires_on < on ? 'expired' : 'approved',
  ]);
  for (const line of table(['file', 'measure', 'line', 'as at', 'state'], rows)) console.say(line);
  const said = new Set(read.commentaries.map((each) => `${each.measure_id}/${each.line}`));
  const unsaid = [...new Set(read.unsaid.map(({ name }) => name))].filter((name) => !said.has(name));
  if (unsaid.length > 0) console.say(`Nothing said yet of ${unsaid.join(', ')}.`);
  if (snapshots.length === 0)
    console.say('No snapshot of this authority is stored yet, so its case numbers could not be looked for.');
  console.say('Names cannot be detected: read for them.');
  const lines = faultLines(read);
  console.say(
    lines.length === 0 ? 'No faults.' : `${lines.length} ${lines.length === 1 ? 'fault' : 'faults'}.`,
  );
  for (const line of lines) console.complain(line);
  if (lines.length > 0) context.exitCode = exitCodes.input_refused;
}

async function dayOfLive(options: Options): Promise<string | null> {
  const { liveEdition } = await import('../../shelf/live.ts');
  return liveEdition(dataOf(options).folders)?.slice('board-'.length, 'board-yyyy-mm-dd'.length) ?? null;
}
