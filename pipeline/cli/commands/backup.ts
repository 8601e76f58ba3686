import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Context, dataOf, dataOption } from '../context.ts';

interface Options {
  readonly data: string;
  readonly out: string;
  readonly withWarehouses?: boolean;
}

/** `tracker backup`: everything that cannot be made again, in one file. */
export function addBackup(program: Command, context: Context): void {
  const command = program
    .command('backup')
    .summary('write everything that cannot be made again into one archive (restricted)')
    .description(
      'Writes snapshots, editions, sites, papers, ledgers and run reports into one tar archive with a checksum of every\n' +
        'part. Warehouses, worklists and caches are left out: a run makes them again. The archive is readable by its owner\n' +
        'only: handle it as child-level data. The same data folder gives the same bytes.',
    )
    .requiredOption('--out <file>', 'the archive, outside the data folder; it must not be there yet')
    .option('--with-warehouses', 'warehouses too')
    .addHelpText('after', '\nExample:\n  tracker backup --data /srv/tracker --out /backup/2026-06-30.tar');
  dataOption(command).action(async (options: Options) => {
    const { backup } = await import('../../keep/backup.ts');
    const { data } = dataOf(options);
    const out = resolve(options.out);
    const withWarehouses = options.withWarehouses === true;
    const parts = await backup({ data, out, withWarehouses }, context.console);
    const bytes = parts.reduce((sum, { size }) => sum + size, 0);
    context.console.say(`Backed up ${parts.length} files (${(bytes / 1e6).toFixed(1)} MB) of ${data}:`);
    context.console.say(`  ${out}`);
  });
}
