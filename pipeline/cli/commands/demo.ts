import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Procedure, procedures } from '../../../sources/rules/vocabulary.ts';
import { emptyFolder } from '../../folders.ts';
import { ensurePython } from '../../python/environment.ts';
import { type Context, dataOf, dataOption, parseDay, parseWhole } from '../context.ts';
import { runAndSay } from './run.ts';
import { defaultPort, serve } from './serve.ts';

interface Options {
  readonly children: number;
  readonly authorities: number;
  readonly seed: number;
  readonly asAt: string;
  readonly procedure: Procedure;
  readonly port: number;
  readonly serve: boolean;
  readonly past: boolean;
  readonly data: string;
}

/** `tracker demo`: an invented county, run and shown. */
export function addDemo(program: Command, context: Context): void {
  const command = program
    .command('demo')
    .summary('make, run and show an invented county')
    .description(
      "Writes the case files of an invented county under <data>/demo, runs them like any authority's, and shows the\n" +
        'site. The month before is run and sealed for a meeting first, with commentary, so that what changed and what is\n' +
        'being done can be seen. The same seed gives the same files. No child in it is real.',
    )
    .option(
      '--children <number>',
      'children in care at the as-at date, in all authorities together',
      parseWhole,
      1000,
    )
    .option('--authorities <number>', 'authorities of a region among whom the children are', parseWhole, 1)
    .addOption(
      new Option('--procedure <name>', 'whose procedure the county follows')
        .choices(procedures)
        .default(procedures[0]),
    )
    .option('--seed <number>', 'seed of the invention', parseWhole, 1)
    .option('--as-at <day>', 'the day that the figures describe', parseDay, '2026-06-30')
    .option('--port <number>', 'port to show the site on', parseWhole, defaultPort)
    .option('--no-serve', 'end after the run')
    .option(
      '--no-past',
      'leave out the month before and its sealed edition: half the time, and nothing to compare with',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  tracker demo\n  tracker demo --children 300 --seed 7 --no-serve\n  tracker demo --children 4000 --authorities 8',
    );
  dataOption(command).action(async (options: Options) => demo(options, context));
}

async function demo(options: Options, context: Context): Promise<void> {
  const { writeDemo, writeDemoWithPast, writeRegion } = await import('../../../sources/demo/demo.ts');
  const { data } = dataOf(options);
  await ensurePython(context.console.log);
  const folder = emptyFolder(join(data, 'demo'));
  const { children, authorities, seed, asAt, procedure } = options;
  const { log, progress } = context.console;
  const invention = { children, seed, asAt, procedure };
  const counties =
    authorities < 2
      ? [folder]
      : writeRegion(folder, authorities, invention, (_, index) =>
          progress(`writing county ${index + 1} of ${authorities}`),
        );
  const past = authorities < 2 && options.past ? writeDemoWithPast(folder, invention) : null;
  if (authorities < 2 && past === null) writeDemo(folder, invention);
  const what = authorities < 2 ? 'An invented county' : `A region of ${authorities} invented counties`;
  log(`${what} with about ${children} children in care lies in ${folder}.`);
  const authority = counties.map((each) => join(each, 'authority.yaml'));
  if (past !== null && !(await sealPast(folder, past, data, context))) return;
  const done = await runAndSay({ authority, asAt, data }, context);
  if (!done) return;
  const panel = 'panel_public';
  const { say } = context.console;
  say(`Read the Board's site:    tracker serve --data ${data}`);
  say(`Read the Panel's draft:   tracker serve --audience ${panel} --draft --data ${data}`);
  if (!options.serve) return;
  await serve(options, context);
  await serve(
    { port: options.port === 0 ? 0 : options.port + 1, data, audience: panel, draft: true },
    context,
  );
}

/** Runs the month before and seals it for its meeting: lines that nobody has commented on are waived, each with its reason. */
async function sealPast(
  folder: string,
  { earlier, meeting }: { readonly earlier: string; readonly meeting: string },
  data: string,
  context: Context,
): Promise<boolean> {
  const { console, rooms } = context;
  const { readLedger, standingSealed } = await import('../../shelf/ledger.ts');
  const { boardPlace } = await import('../../shelf/place.ts');
  const { folders } = dataOf({ data });
  // A sealed edition never changes: of a demo that is run again it stands.
  if (standingSealed(readLedger(boardPlace(folders))).some((each) => each.meeting_date === meeting))
    return true;
  console.say(`The month before, as at ${earlier}, for the meeting of ${meeting}:`);
  const authority = [join(folder, 'earlier', 'authority.yaml')];
  if (!(await runAndSay({ authority, asAt: earlier, data }, context))) return false;
  const { seal } = await import('../../shelf/seal.ts');
  const { boardPublication } = await import('../../shelf/board.ts');
  const { liveEdition } = await import('../../shelf/live.ts');
  const { commentaryFile } = await import('../../edition/commentary-format.ts');
  const said = join(folders.editions, liveEdition(folders) ?? '', 'data', 'commentary.json');
  const waivers = commentaryFile
    .parse(JSON.parse(readFileSync(said, 'utf8')))
    .due.filter(({ state }) => state !== 'current')
    .map(({ measure_id, line }) => ({
      line: `${measure_id}/${line}`,
      because: `The meeting has not looked at ${measure_id} (${line}) before; commentary follows in a month.`,
      byRole: 'Director of children and families',
    }));
  const sealed = await seal(boardPublication(folders, rooms, waivers), meeting, {
    folders,
    effects: console,
    rooms,
  });
  console.say(`Sealed ${sealed.edition_id}.`);
  return true;
}
