import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../../../sources/error.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { type Finding, guardPaper, guardPolicy } from '../../guard/guard.ts';
import { nationalFacts } from '../../guard/national.ts';
import { nationalBook } from '../../run/national-tables.ts';
import { type Context, parseDay, repeated } from '../context.ts';

interface Options {
  readonly paper: string;
  readonly site?: string;
  readonly earlier: string[];
  readonly policy: string;
  readonly rules?: string;
  readonly on: string;
  readonly of?: string;
}

/** `tracker guard`: judges a paper by its bytes alone, as sealing does. */
export function addGuard(program: Command, context: Context): void {
  program
    .command('guard')
    .summary('judge a paper by its bytes, as sealing does')
    .description(
      'Reads the bytes about to be published and those of every earlier paper of the audience, and tries to work out\n' +
        'what they hide. Names the figures and equations that give something away, never the value. Give every earlier\n' +
        'paper, oldest first, withdrawn ones too; one that is missing is an error.',
    )
    .requiredOption('--paper <folder>', 'what is about to be published: its data, or data and site')
    .option('--site <folder>', 'its site, where that lies elsewhere')
    .option('--earlier <folder>', 'an earlier paper as it was published; repeat it for more', repeated, [])
    .requiredOption('--policy <audience>', 'audience whose thresholds hold, such as panel_public')
    .option('--rules <folder>', "folder with the authority's own rules")
    .requiredOption('--on <day>', 'day on which the thresholds hold, such as 2026-06-30', parseDay)
    .option('--of <authority>', 'set it against the national tables too: name or number of the authority')
    .addHelpText(
      'after',
      '\nExample:\n  tracker guard --paper draft --earlier sealed-1 --earlier sealed-2 --policy panel_public --on 2026-06-30',
    )
    .action(async (options: Options) => {
      const found = await judge(options, context);
      for (const finding of found) for (const line of linesOf(finding)) context.console.say(line);
      context.console.say(summary(found));
      if (found.length > 0) context.exitCode = exitCodes.check_stopped;
    });
}

function judge(options: Options, { rooms }: Context): Promise<Finding[]> {
  const rules = loadRules(rooms.rulesFolder, {
    authority: 'nobody',
    procedure: 'unnamed',
    rules: options.rules === undefined ? null : resolve(options.rules),
  });
  const folder = resolve(options.paper);
  const site = options.site === undefined ? {} : { site: resolve(options.site) };
  return guardPaper({
    about: { id: basename(folder), folder, ...site },
    earlier: options.earlier.map((each) => ({ id: basename(each), folder: resolve(each) })),
    policy: guardPolicy(rules.disclosure, options.policy, options.on),
    coarsening: rules.group_coarsening,
    national:
      options.of === undefined ? [] : nationalFacts(nationalBook(), rules.benchmark_links, options.of),
  });
}

const linesOf = ({ kind, file, cells, because, what }: Finding): string[] => [
  `${cells.join(', ') || file}  ${kind}${cells.length === 0 ? '' : `  ${file}`}`,
  `  ${what}`,
  ...because.map((row) => `  from: ${row}`),
];

const summary = (found: readonly Finding[]): string =>
  found.length === 0
    ? 'Nothing hidden could be worked out.'
    : `${found.length} ${found.length === 1 ? 'finding' : 'findings'}: this must not be published.`;
