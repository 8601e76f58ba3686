import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { TrackerError } from '../../../sources/error.ts';
import type { DataFolders } from '../../folders.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

interface Options {
  readonly edition?: string;
  readonly out: string;
  readonly data: string;
}

/** `tracker values`: the figures of an edition as CSV. */
export function addValues(program: Command, context: Context): void {
  const command = program
    .command('values')
    .summary('write the figures of an edition as CSV, for a spreadsheet or another program')
    .description(
      'Writes every figure of the Board edition that is live, or of the one named, sealed or not, in this order of columns:\n' +
        'edition_id, authority, measure_id, line, statistic, period, as_at_date, snapshot_date, breakdown, group, numerator,\n' +
        'denominator, value, unit, status, provisional. OFFICIAL-SENSITIVE: keep the file as the edition is kept.',
    )
    .option('--edition <edition>', 'such as board-2026-06-30-1a2b3c4d; else the one that is live')
    .requiredOption('--out <file>', 'CSV file to write, in place of any before it')
    .addHelpText('after', '\nExample:\n  tracker values --out figures.csv');
  dataOption(command).action((options: Options) => values(options, context));
}

async function values(options: Options, { console }: Context): Promise<void> {
  const { boardEdition } = await import('../../shelf/shelf.ts');
  const { folders } = dataOf(options);
  const out = placeFor(resolve(options.out), folders);
  const { manifest, folder, withdrawn } = boardEdition(folders, options.edition ?? (await liveId(folders)));
  await writeAside(out, folder, manifest.edition_id);
  console.say(out);
  if (withdrawn !== null)
    console.complain(
      `${manifest.edition_id} was withdrawn on ${withdrawn.withdrawn_on}: these are not figures to go by.`,
    );
}

async function liveId(folders: DataFolders): Promise<string> {
  const { liveEdition } = await import('../../shelf/live.ts');
  const live = liveEdition(folders);
  if (live !== null) return live;
  throw new TrackerError(
    'usage',
    'nothing_published',
    'Nothing has been published yet.',
    'Make an edition with `tracker run` first, or name one with --edition.',
  );
}

/** Nothing that the program keeps may be written over, and a folder must be there already. */
function placeFor(out: string, folders: DataFolders): string {
  const refuse = (what: string): never => {
    throw new TrackerError('usage', 'out_unfit', what, 'Give --out a CSV file in a folder of your own.');
  };
  const { root: _, ...kept } = folders;
  const isKept = Object.values(kept).some((place) => {
    const path = relative(place, out);
    return !path.startsWith('..') && !isAbsolute(path);
  });
  if (isKept) refuse(`${out} lies where the program keeps its own files.`);
  if (!existsSync(dirname(out))) refuse(`There is no folder ${dirname(out)}.`);
  if (existsSync(out) && !statSync(out).isFile()) refuse(`${out} is no file.`);
  return out;
}

/** Whoever reads the file at that moment sees the one before it or the new one, never half of either. */
async function writeAside(out: string, folder: string, editionId: string): Promise<void> {
  const { writeValuesCsv } = await import('../../edition/values.ts');
  const aside = join(dirname(out), `.${editionId}.next`);
  try {
    await writeValuesCsv(folder, editionId, aside);
    renameSync(aside, out);
  } catch (cause) {
    if (cause instanceof TrackerError) throw cause;
    throw new TrackerError(
      'derivation_failed',
      'out_not_written',
      `${out} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      'Look at whether there is room and whether you may write there; nothing else was changed.',
      cause,
    );
  } finally {
    rmSync(aside, { force: true });
  }
}
