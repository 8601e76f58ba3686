import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { authorityCode, authorityYaml } from '../../../sources/authority/authority-yaml.ts';
import { TrackerError } from '../../../sources/error.ts';
import { helpfulFiles } from '../../../sources/helpful-files.ts';
import { type InspectedFile, type Inspection, inspectFolder } from '../../../sources/inspect.ts';
import { handOver } from '../../access.ts';
import type { Context } from '../context.ts';

interface Options {
  readonly files: string;
  readonly authority: string;
  readonly out: string;
  readonly force: boolean;
}

/** `tracker init`: looks at a folder and writes an authority.yaml that runs. */
export function addInit(program: Command, context: Context): void {
  program
    .command('init')
    .summary('look at a folder of files and write authority.yaml')
    .description(
      'Recognises the CSV files of a folder by their columns, never by their names, writes a commented authority.yaml\n' +
        'that runs on them as it stands, and says which further files would help.',
    )
    .requiredOption('--files <folder>', 'folder with the extracts; sub-folders are looked at too')
    .requiredOption('--authority <name>', 'name of the authority, or a short code for it')
    .requiredOption('--out <yaml>', 'where to write the configuration')
    .option('--force', 'write over a configuration that is there already', false)
    .addHelpText(
      'after',
      '\nExample:\n  tracker init --files extracts/2026-06 --authority "Hertfordshire" --out herts/authority.yaml',
    )
    .action((options: Options) => init(options, context));
}

function init(options: Options, { console }: Context): void {
  const out = resolve(options.out);
  if (existsSync(out) && !options.force)
    throw new TrackerError(
      'usage',
      'file_exists',
      `${out} is there already.`,
      'Name another file, or give --force to write over it.',
    );
  const folder = resolve(options.files);
  if (!existsSync(folder))
    throw new TrackerError(
      'input_refused',
      'folder_missing',
      `The folder ${folder} does not exist.`,
      'Check the path given with --files.',
    );
  const inspection = inspectFolder(folder);
  const text = authorityYaml(
    inspection,
    { authority: authorityCode(options.authority), name: options.authority },
    out,
  );
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  handOver(out);
  const { procedure } = readAuthority(out);
  for (const line of [...found(inspection), ...helpful(inspection), ...next(out, procedure)])
    console.say(line);
}

function found(inspection: Inspection): string[] {
  return [
    `Files in ${inspection.folder}:`,
    ...inspection.files.map((file) => `  ${file.file.padEnd(44)} ${said(file)}`),
  ];
}

function said(file: InspectedFile): string {
  if (file.recognised_as === null)
    return file.nearest === null
      ? 'not recognised'
      : `not recognised; nearest ${file.nearest.recognised_as}, which also has ${file.nearest.missing.join(', ')}`;
  const lacks = file.missing.length > 0 ? `, LACKS ${file.missing.join(', ')}` : '';
  return `${file.recognised_as}${file.used ? '' : ' (feeds no measure yet)'}${lacks}`;
}

function helpful(inspection: Inspection): string[] {
  const files = helpfulFiles(inspection);
  if (files.length === 0) return [];
  return [
    'What else would help:',
    ...files.map((file) => `  ${file.recognised_as.padEnd(34)} ${file.gives}`),
  ];
}

const next = (out: string, procedure: string): string[] => [
  `Written: ${out} (time limits of the procedure "${procedure}"; read the comments in it).`,
  `Next: tracker check --authority ${out} --as-at <day>, then tracker run --authority ${out} --as-at <day>`,
];
