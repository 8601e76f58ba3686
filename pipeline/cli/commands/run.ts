import type { Command } from 'commander';
import { TrackerError } from '../../../sources/error.ts';
import { acceptableChecks } from '../../../sources/gates.ts';
import type { Acceptance } from '../../run/gate.ts';
import { exitCodeOf } from '../../run/recorder.ts';
import { run } from '../../run/run.ts';
import type { Engine } from '../../warehouse/engine.ts';
import { type Context, dataOf, dataOption, engineOption, parseDay, repeated } from '../context.ts';
import { summarise } from '../summary.ts';

interface Options {
  readonly authority: string[];
  readonly asAt: string;
  readonly data: string;
  readonly accept?: readonly string[];
  readonly because?: string;
  readonly engine?: Engine;
}

/** `tracker run`: from case files to a published edition. */
export function addRun(program: Command, context: Context): void {
  const command = program
    .command('run')
    .summary("make and publish an edition from an authority's files")
    .description(
      'Reads the files that authority.yaml names, keeps them as a snapshot, derives every measure, checks them,\n' +
        'and publishes a working Board edition. When anything fails, the published site stays as it was.\n' +
        'When nothing changed since the live edition, it says so and ends.',
    )
    .requiredOption(
      '--authority <yaml>',
      'configuration of an authority; repeat it for a region',
      repeated,
      [],
    )
    .option(
      '--accept <check>',
      'let a loss at the door pass, by the name of its check; may be repeated',
      collected,
    )
    .option('--because <reason>', 'why it may pass; printed on the Assurance page')
    .requiredOption('--as-at <day>', 'the day that the figures describe, such as 2026-06-30', parseDay)
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  tracker run --authority herts/authority.yaml --as-at 2026-06-30\n' +
        '  tracker run --authority a/authority.yaml --authority b/authority.yaml --as-at 2026-06-30 --data /srv/tracker',
    );
  dataOption(engineOption(command)).action(async (options: Options) => {
    await runAndSay(options, context);
  });
}

const collected = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** What a person lets pass: each by name, and never without a reason. */
function acceptances({ accept = [], because = '' }: Options): Acceptance[] {
  const unknown = accept.find((check) => !(acceptableChecks as readonly string[]).includes(check));
  if (unknown !== undefined || accept.length > 0 !== (because.trim() !== ''))
    throw new TrackerError(
      'usage',
      'accept_invalid',
      unknown === undefined
        ? '--accept and --because go together.'
        : `No check that can be accepted is called "${unknown}".`,
      `Give --accept <check> --because "the reason"; the checks are ${acceptableChecks.join(', ')}.`,
    );
  return accept.map((check) => ({ check, because: because.trim() }));
}

/** Runs, says what came of it, and sets the exit code. */
export async function runAndSay(options: Options, context: Context): Promise<boolean> {
  if (options.authority.length === 0)
    throw new TrackerError(
      'usage',
      'authority_missing',
      'No authority was named.',
      'Give --authority <authority.yaml>; `tracker init` writes one.',
    );
  const { data } = dataOf(options);
  const { authority: authorities, asAt, engine } = options;
  const report = await run(
    { authorities, asAt, data, accepted: acceptances(options), ...(engine === undefined ? {} : { engine }) },
    context.console,
    context.rooms,
  );
  const { result, faults } = summarise(report, data);
  for (const line of result) context.console.say(line);
  for (const line of faults) context.console.complain(line);
  context.exitCode = exitCodeOf(report);
  if (report.outcome !== 'failed') await writePacks(options, context);
  return context.exitCode === 0;
}

/** The Monday pack of every authority that names a folder for it; what people have changed in one is left as it is. */
async function writePacks(options: Options, context: Context): Promise<void> {
  const { console, rooms } = context;
  const configs = options.authority.map((path) => rooms.readAuthority(path));
  if (configs.every(({ packs }) => packs === null)) return;
  const { writePack, writtenLines } = await import('../../pack/write.ts');
  const { readLive } = await import('../../children/live-warehouse.ts');
  const { folders } = dataOf(options);
  const live = readLive(folders);
  for (const config of configs) {
    const isThere = live.edition.authorities.some(({ authority }) => authority === config.authority);
    if (config.packs === null || !isThere) continue;
    const told = { byRole: 'scheduled run', at: console.now().toISOString() };
    try {
      const written = await writePack({ folders, live, config, to: config.packs, ...told });
      for (const line of writtenLines(written)) console.say(line);
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      console.complain(`The edition is published; its Monday pack is not: ${error.message} ${error.advice}`);
      if (error.code !== 'pack_in_use') context.exitCode = error.exitCode;
    }
  }
}
