import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes, TrackerError } from '../../../sources/error.ts';
import { type Context, dataOf, dataOption, parseDay } from '../context.ts';

interface Options {
  readonly authority: string;
  readonly data: string;
  readonly by: string;
}

/** `tracker pack`: the lists for the people who know the children, and the way back. */
export function addPack(program: Command, context: Context): void {
  const pack = program
    .command('pack')
    .summary('the Monday pack: lists of children for managers, and what they answered (restricted)')
    .description(
      'Workbooks with one row for each child of a list, by case number, for the managers and meetings of lists.csv, and\n' +
        'the way back: what they filled in becomes figures with the next run. Handle all of it as child-level data.',
    );
  const shared = (command: Command): Command =>
    dataOption(
      command
        .requiredOption('--authority <yaml>', 'configuration of the authority')
        .option('--by <role>', 'role of whoever does it, for the log', 'performance analyst'),
    );
  const ofDay = (command: Command): Command =>
    shared(command)
      .requiredOption('--as-at <day>', 'as-at date of the live edition', parseDay)
      .option('--to <folder>', 'restricted folder outside the data folder; else `packs` of authority.yaml');
  ofDay(
    pack
      .command('write')
      .summary('write one workbook for each recipient of each list')
      .description(
        'Writes each list that is due: as often as its recipient in recipients.csv gets it, a monthly one with the first\n' +
          'pack of a month. A list that has never been written is due.',
      )
      .option('--every', 'lists that are not due too'),
  ).action((options: OfDay & { every?: boolean }) => write(options, context));
  ofDay(
    pack
      .command('agenda')
      .summary("write a meeting's agenda as PDF: whom to hear, by barrier, with last time's actions")
      .requiredOption('--meeting <list>', 'list of lists.csv'),
  ).action((options: OfDay & { meeting: string }) => agenda(options, context));
  shared(
    pack
      .command('read <folder>')
      .summary('take in what people filled in')
      .description(
        'Reads every workbook of the pack below the folder, whatever its name and whether it is .xlsx, .ods or CSV. What\n' +
          'was changed is taken cell by cell; what cannot be is told by file, row and column, and nothing is overwritten\n' +
          'by an older workbook. The next run makes figures of it, and the next pack carries it.',
      )
      .requiredOption('--on <day>', 'today: no answer may say that something was done after it', parseDay),
  ).action((folder: string, options: Options & { on: string }) => read(folder, options, context));
}

interface OfDay extends Options {
  readonly asAt: string;
  readonly to?: string;
}

async function write(options: OfDay & { every?: boolean }, context: Context): Promise<void> {
  const { writePack, writtenLines } = await import('../../pack/write.ts');
  const written = await writePack({ ...(await requestOf(options, context)), every: options.every === true });
  for (const line of writtenLines(written)) context.console.say(line);
}

async function agenda(options: OfDay & { meeting: string }, context: Context): Promise<void> {
  const { writeAgenda } = await import('../../pack/agenda.ts');
  const { readContent } = await import('../../pack/content.ts');
  const request = await requestOf(options, context);
  const content = await readContent(request.live, request.config.authority);
  const { file, children, withheld } = await writeAgenda(request, content, options.meeting);
  context.console.say(
    `${children} children to be heard${withheld > 0 ? `, ${withheld} withheld` : ''}: ${file}`,
  );
}

/** The live edition of the day asked for, and where its packs go. */
async function requestOf(options: OfDay, { rooms, console }: Context) {
  const { readLive } = await import('../../children/live-warehouse.ts');
  const { folders } = dataOf(options);
  const config = rooms.readAuthority(options.authority);
  const live = readLive(folders);
  if (live.edition.as_at_date !== options.asAt)
    throw new TrackerError(
      'usage',
      'pack_of_another_day',
      `The live edition is as at ${live.edition.as_at_date}, not ${options.asAt}.`,
      `Run that date first: tracker run --as-at ${options.asAt}.`,
    );
  const to = options.to ?? config.packs;
  if (to === null)
    throw new TrackerError(
      'usage',
      'pack_folder',
      'No folder for the packs is named.',
      'Give --to <folder>, or name one with packs in authority.yaml.',
    );
  return { folders, live, config, to, byRole: options.by, at: console.now().toISOString() };
}

async function read(folder: string, options: Options & { on: string }, context: Context): Promise<void> {
  const { readLines, readPack } = await import('../../pack/read.ts');
  const { loadRules } = await import('../../../sources/rules/rules.ts');
  const { extractSettings } = await import('../../../sources/extract.ts');
  const { folders } = dataOf(options);
  const config = context.rooms.readAuthority(options.authority);
  const rules = loadRules(context.rooms.rulesFolder, config, options.on);
  const limits = extractSettings(rules.settings);
  const at = context.console.now().toISOString();
  const request = { folders, config, rules, limits, folder: resolve(folder), on: options.on };
  const found = await readPack({ ...request, byRole: options.by, at });
  for (const line of readLines(found, folder)) context.console.say(line);
  if (found.taken.length === 0 && found.told.some(({ kind }) => kind === 'refused'))
    context.exitCode = exitCodes.input_refused;
}
