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
  readonly data: string;
}

/** `tracker demo`: an invented county, run and shown. */
export function addDemo(program: Command, context: Context): void {
  const command = program
    .command('demo')
    .summary('make, run and show an invented county')
    .description(
      "Writes the case files of an invented county under <data>/demo, runs them like any authority's, and shows the\n" +
        'site. The same seed gives the same files. No child in it is real.',
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
    .addHelpText(
      'after',
      '\nExamples:\n  tracker demo\n  tracker demo --children 300 --seed 7 --no-serve\n  tracker demo --children 4000 --authorities 8',
    );
  dataOption(command).action(async (options: Options) => demo(options, context));
}

async function demo(options: Options, context: Context): Promise<void> {
  const { writeDemo, writeRegion } = await import('../../../sources/demo/demo.ts');
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
  if (authorities < 2) writeDemo(folder, invention);
  const what = authorities < 2 ? 'An invented county' : `A region of ${authorities} invented counties`;
  log(`${what} with about ${children} children in care lies in ${folder}.`);
  const authority = counties.map((each) => join(each, 'authority.yaml'));
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
