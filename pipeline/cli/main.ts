/** The command line: `tracker <command>`. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { exitCodes, TrackerError } from '../../sources/error.ts';
import { keepToOwner } from '../access.ts';
import { repositoryFile } from '../repository.ts';
import { storageFailure } from '../storage-failure.ts';
import { addBackup } from './commands/backup.ts';
import { addBenchmark } from './commands/benchmark.ts';
import { addCheck } from './commands/check.ts';
import { addCommentary } from './commands/commentary.ts';
import { addDemo } from './commands/demo.ts';
import { addEdition, addPanel } from './commands/edition.ts';
import { addExplain } from './commands/explain.ts';
import { addForget } from './commands/forget.ts';
import { addGuard } from './commands/guard.ts';
import { addInit } from './commands/init.ts';
import { addMeasure } from './commands/measure.ts';
import { addRestore } from './commands/restore.ts';
import { addRollback } from './commands/rollback.ts';
import { addRun } from './commands/run.ts';
import { addServe } from './commands/serve.ts';
import { addSetup } from './commands/setup.ts';
import { addStatus } from './commands/status.ts';
import { addTry } from './commands/try.ts';
import { addValues } from './commands/values.ts';
import { addVerify } from './commands/verify.ts';
import { addWorklist } from './commands/worklist.ts';
import { type Context, dataOf, processContext } from './context.ts';
import { dataFolder, keepFailure } from './failure-details.ts';

/** Runs one command and returns its exit code. */
export async function main(args: readonly string[], context: Context = processContext()): Promise<number> {
  const program = buildProgram(context);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return context.exitCode;
  } catch (error) {
    return failed(error, args, context);
  }
}

const commands = [
  addDemo,
  addInit,
  addCheck,
  addRun,
  addServe,
  addValues,
  addWorklist,
  addExplain,
  addTry,
  addMeasure,
  addCommentary,
  addEdition,
  addGuard,
  addPanel,
  addVerify,
  addStatus,
  addRollback,
  addBenchmark,
  addBackup,
  addRestore,
  addForget,
  addSetup,
];

/** The program with all its commands. */
export function buildProgram(context: Context): Command {
  const program = new Command('tracker');
  program
    .description(
      "Makes RAG-rated permanence dashboards for children's services from an authority's own case files.\n\n" +
        'Start with `tracker demo`, then `tracker init` on a folder of your own files, `tracker check`,\n' +
        'and `tracker run` every week.',
    )
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.console.say(text.trimEnd()),
      writeErr: (text) => context.console.complain(text.trimEnd()),
    })
    .showHelpAfterError('(tracker --help and tracker <command> --help say more)')
    .addHelpText('after', `\n${exitCodeHelp}`);
  // Before: what an earlier version left open is closed. After: what was published is opened, if the settings say so.
  for (const moment of ['preAction', 'postAction'] as const)
    program.hook(moment, (_, command) => {
      const { data } = command.opts<{ data?: string }>();
      if (data !== undefined) keepToOwner(dataOf({ data }).folders, context.console.log);
    });
  for (const add of commands) {
    add(program, context);
  }
  return program;
}

const exitCodeHelp = [
  'Exit codes:',
  '  0  published, or nothing new',
  '  1  unexpected failure',
  '  2  usage or configuration',
  '  3  input refused',
  '  4  a check stopped publication',
  '  5  derivation, build or publication failed',
  '  6  the Board edition is published, but a draft for another audience could not be made',
  "  7  a region's Board edition is published without one of its authorities or more; the report says which and why",
  ' 130 interrupted (Ctrl-C, SIGTERM); a report is left, and the published site is as it was',
].join('\n');

const version = (): string =>
  (JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as { version: string }).version;

function failed(error: unknown, args: readonly string[], { console }: Pick<Context, 'console'>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (error instanceof TrackerError) {
    console.complain(`error: ${error.message} [${error.code}]`);
    console.complain(error.advice);
    return error.exitCode;
  }
  const storage = storageFailure(error, dataFolder(args));
  if (storage !== null) return failed(storage, args, { console });
  for (const line of keepFailure(error, args)) console.complain(line);
  return exitCodes.unexpected;
}
