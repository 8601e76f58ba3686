import { mkdirSync, writeFileSync } from 'node:fs';
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
  readonly measure: string;
  readonly line?: string;
}

const help = [
  '',
  'A commentary is one Markdown file per measure and period in the folder that `commentary:` in authority.yaml names.',
  'It begins with these keys between two lines of three hyphens; below them further words may stand:',
  '  measure, line          the figure, such as T3; line may be left out: the one on which the rating rests',
  '  as_at                  the day that the figure describes',
  '  what_happened, why, effect_on_children, action',
  '  owner_role, by_when    who answers for the action, as a role, and its day',
  '  status                 planned, under way, done or stopped',
  '  expires_on             the last day on which it still speaks for the figure',
  '  author_role            who wrote it, as a role',
  '  approved_on            the day of approval; a file without it is a draft and is not published',
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
    .requiredOption('--measure <id>', 'such as T3')
    .option('--line <key>', 'line of the measure; else the one on which the rating rests')
    .addHelpText(
      'after',
      '\nExample:\n  tracker commentary new --authority herts/authority.yaml --measure T3',
    )
    .action((options: NewOptions) => scaffoldNew(options, context));
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
});

async function due(options: Options, { console, rooms: { rulesFolder } }: Context): Promise<void> {
  const { readAuthorityCommentary, faultLines, liveFigures } = await rooms();
  const { commentaryFileOf, judgedOn } = await import('../../edition/commentary-file.ts');
  const { listSnapshots } = await import('../../snapshot/store.ts');
  const { folders } = dataOf(options);
  const config = readAuthority(options.authority);
  const live = liveFigures(folders, config.authority);
  const snapshots = listSnapshots(folders.snapshots, config.authority);
  const read = await readAuthorityCommentary(config, loadRules(rulesFolder, config), snapshots);
  const made = commentaryFileOf([read], { asAt: live.asAt, red: live.red, charts: live.charts }, live.asAt);
  const { due: lines } = options.on === undefined ? made : judgedOn(made, options.on);
  const lacking = lines.filter((line) => line.state !== 'current');
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
  for (const line of faultLines(read)) console.complain(`left out: ${line}`);
}

async function scaffoldNew(options: NewOptions, { console }: Context): Promise<void> {
  const { liveFigures, lineFigures, scaffold, scaffoldName } = await rooms();
  const { folders } = dataOf(options);
  const config = readAuthority(options.authority);
  const folder = folderOf(config.commentary);
  const live = liveFigures(folders, config.authority);
  const figures = await lineFigures(live, config.authority, options.measure, options.line ?? null);
  const file = join(folder, scaffoldName(figures));
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, scaffold(figures), { flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new TrackerError(
      'usage',
      'commentary_there',
      `There is ${file} already.`,
      'It is not written over: edit it, or move it away first.',
    );
  }
  handOver(file);
  console.say(file);
  console.say('Fill in every field, have it approved, and run `tracker commentary check`.');
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
