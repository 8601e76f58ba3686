import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { readAuthority } from '../../../sources/authority/authority.ts';
import {
  type AuthorityIdentity,
  authorityCode,
  authorityYaml,
  procedureOf,
} from '../../../sources/authority/authority-yaml.ts';
import { meantAuthority } from '../../../sources/benchmarks/find-authority.ts';
import { TrackerError } from '../../../sources/error.ts';
import { helpfulFiles } from '../../../sources/helpful-files.ts';
import { type InspectedFile, type Inspection, inspectFolder } from '../../../sources/inspect.ts';
import { linesByExtract, listed } from '../../../sources/rules/line-extracts.ts';
import { loadRules, type RuleBook } from '../../../sources/rules/rules.ts';
import { extractSettings } from '../../../sources/snapshot-date.ts';
import { handOver } from '../../access.ts';
import { nationalBook } from '../../run/national-tables.ts';
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
      'Recognises the files of a folder by their columns, never by their names, says which it cannot read and why,\n' +
        'writes a commented authority.yaml that runs on them as it stands, and says which further files would help.',
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

async function init(options: Options, { console, rooms }: Context): Promise<void> {
  const out = resolve(options.out);
  if (existsSync(out) && !options.force)
    throw new TrackerError(
      'usage',
      'file_exists',
      `${out} is there already.`,
      'Name another file, or give --force to write over it.',
    );
  const { area, near } = meantAuthority(nationalBook(), options.authority);
  const identity = {
    authority: authorityCode(options.authority),
    name: options.authority,
    national: area?.name ?? null,
  };
  const rules = loadRules(rooms.rulesFolder, {
    authority: identity.authority,
    procedure: procedureOf(identity) ?? 'hertfordshire',
    rules: null,
  });
  const inspection = await inspectFolder(resolve(options.files), extractSettings(rules.settings));
  for (const line of found(inspection)) console.say(line);
  const text = authorityYaml(inspection, identity, out);
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  handOver(out);
  readAuthority(out);
  for (const line of [...helpful(inspection, rules), ...whose(identity, near), ...next(out)])
    console.say(line);
}

function found({ folder, files, notRead }: Inspection): string[] {
  const refused = new Set(notRead.map(({ path }) => path));
  return [
    `Files in ${folder}:`,
    ...files
      .filter(({ file }) => !refused.has(file))
      .map((file) => `  ${file.file.padEnd(44)} ${said(file)}`),
    ...notRead.map(({ path, why }) => `  ${path.padEnd(44)} not read: ${why}`),
  ];
}

const said = ({ recognised_as, missing }: InspectedFile): string =>
  `${recognised_as}${missing.length > 0 ? `, LACKS ${missing.join(', ')}` : ''}`;

/** Files that are not there, what each would give, and which lines of the procedure need it. */
function helpful(inspection: Inspection, rules: RuleBook): string[] {
  const files = helpfulFiles(inspection);
  const lines = linesByExtract(rules);
  if (files.length === 0) return [];
  return [
    'What else would help:',
    ...files.flatMap(({ recognised_as, gives }) => {
      const needed = lines.get(recognised_as.replace('local.', '')) ?? [];
      return [
        `  ${recognised_as.padEnd(34)} ${gives}`,
        ...(needed.length === 0 ? [] : [`  ${' '.repeat(34)} lines of the procedure: ${listed(needed)}`]),
      ];
    }),
  ];
}

/** Who the authority is taken for, and whose time limits it gets. */
function whose(identity: AuthorityIdentity, near: readonly string[]): string[] {
  const { name, national } = identity;
  const who =
    national !== null
      ? [`Compared with the national tables as ${national}.`]
      : near.length > 0
        ? [
            `"${name}" is none of the 153 authorities of the national tables. Did you mean ${near.join(', or ')}?`,
            'Then run init again with that name, or set benchmark_authority.',
          ]
        : [];
  const limits =
    procedureOf(identity) === undefined
      ? [
          `${name} has no procedure of its own here: the time limits are those of Hertfordshire (procedure: hertfordshire) until authority.yaml names another.`,
        ]
      : [];
  return [...who, ...limits];
}

const next = (out: string): string[] => [
  `Written: ${out} (read the comments in it).`,
  `Next: tracker check --authority ${out} --as-at <day>, then tracker run --authority ${out} --as-at <day>`,
];
