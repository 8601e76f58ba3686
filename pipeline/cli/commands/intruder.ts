import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadBenchmarks } from '../../../sources/benchmarks/book.ts';
import { exitCodes } from '../../../sources/error.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { type Breach, intrude, type NationalFact } from '../../intruder/intruder.ts';
import { nationalFacts } from '../../intruder/national.ts';
import { policyOf } from '../../intruder/policy.ts';
import { nationalTablesFolder } from '../../run/national-tables.ts';
import { type Context, parseDay, repeated } from '../context.ts';

interface Options {
  readonly edition: string;
  readonly site?: string;
  readonly earlier: string[];
  readonly policy: string;
  readonly rules?: string;
  readonly on: string;
  readonly of?: string;
}

/** `tracker intruder`: tries to work out what published papers hide, from their bytes alone. */
export function addIntruder(program: Command, context: Context): void {
  program
    .command('intruder')
    .summary('try to work out the counts that a paper hides')
    .description(
      'Reads the bytes about to be published and those of every earlier edition of the audience, and tries to narrow\n' +
        'each hidden count. Names the tables and equations that give one away, never the value. Give every earlier edition,\n' +
        'oldest first, withdrawn ones too; one that is missing is an error.',
    )
    .requiredOption('--edition <folder>', 'what is about to be published: its data, or data and site')
    .option('--site <folder>', 'its site, where that lies elsewhere')
    .option('--earlier <folder>', 'an earlier edition as it was published; repeat it for more', repeated, [])
    .requiredOption('--policy <audience>', 'audience whose thresholds hold, such as panel_public')
    .option('--rules <folder>', "folder with the authority's own rules")
    .requiredOption('--on <day>', 'day on which the thresholds hold, such as 2026-06-30', parseDay)
    .option('--of <authority>', 'set it against the national tables too: name or number of the authority')
    .addHelpText(
      'after',
      '\nExample:\n  tracker intruder --edition draft --earlier sealed-1 --earlier sealed-2 --policy panel_public --on 2026-06-30',
    )
    .action(async (options: Options) => {
      const found = await search(options, context);
      for (const breach of found) for (const line of linesOf(breach)) context.console.say(line);
      context.console.say(summary(found));
      if (found.length > 0) context.exitCode = exitCodes.check_stopped;
    });
}

function search(options: Options, { rooms }: Context): Promise<Breach[]> {
  const rules = loadRules(rooms.rulesFolder, {
    authority: 'nobody',
    procedure: 'unnamed',
    rules: options.rules === undefined ? null : resolve(options.rules),
  });
  const folder = resolve(options.edition);
  const national: NationalFact[] =
    options.of === undefined
      ? []
      : nationalFacts(loadBenchmarks(nationalTablesFolder), rules.benchmark_links, options.of);
  return intrude({
    about: {
      id: basename(folder),
      folder,
      ...(options.site === undefined ? {} : { site: resolve(options.site) }),
    },
    earlier: options.earlier.map((each) => ({ id: basename(each), folder: each })),
    policy: policyOf(rules.disclosure, options.policy, options.on),
    national,
  });
}

const linesOf = ({ table, kind, file, what, equations }: Breach): string[] => [
  `${table}  ${kind}  ${file}`,
  `  ${what}`,
  ...equations.map((equation) => `  from: ${equation}`),
];

const summary = (found: readonly Breach[]): string =>
  found.length === 0
    ? 'Nothing hidden could be worked out.'
    : `${found.length} ${found.length === 1 ? 'finding' : 'findings'}: this must not be published.`;
