import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { besidesOf, type CaseSystem, caseSystems } from '../adapters.ts';
import { TrackerError } from '../error.ts';
import { type HelpfulFile, helpfulFiles } from '../helpful-files.ts';
import type { Inspection } from '../inspect.ts';
import { procedures } from '../rules/vocabulary.ts';

/** Who the file is for. */
export interface AuthorityIdentity {
  /** Code of small letters, digits and hyphens. */
  readonly authority: string;
  readonly name: string;
  /** Its name in the national tables; null when it is none of the 153, or the name is not certain. */
  readonly national: string | null;
}

/**
 * Code for a name as people type it.
 *
 * @example authorityCode('Westmorland & Furness') // 'westmorland-furness'
 */
export function authorityCode(name: string): string {
  return (
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'authority'
  );
}

/** Text of a commented `authority.yaml` that `tracker run` accepts as it stands. */
export function authorityYaml(inspection: Inspection, identity: AuthorityIdentity, outPath: string): string {
  const core = coreAdapter(inspection);
  const home = dirname(resolve(outPath));
  const named = [core, ...besidesOf(core)].filter(
    ({ name }) => name === core.name || inspection.folders[name] !== null,
  );
  const lines = [
    ...opening(identity),
    'sources:',
    ...named.flatMap(({ name }) => sourceLines(inspection, name, home, name === core.name)),
    ...setAside(inspection, core),
    ...closing,
    ...helpLines(helpfulFiles(inspection)),
  ];
  return `${lines.join('\n')}\n`;
}

function coreAdapter(inspection: Inspection): CaseSystem {
  const there = new Set(inspection.files.map((file) => file.recognised_as));
  const complete = caseSystems.find(({ needed }) => needed.every((name) => there.has(name)));
  if (complete !== undefined) return complete;
  const partly = caseSystems.find(({ name }) => inspection.folders[name] !== null) ?? caseSystems[0];
  const lacking = partly?.needed.filter((name) => !there.has(name)) ?? [];
  throw new TrackerError(
    'input_refused',
    'nothing_recognised',
    `no case records that can be run were found in ${inspection.folder}: ${lacking.join(' and ')} not recognised by columns`,
    `Add ${caseSystems.map(({ needed }) => needed.join(' and ')).join(', or ')}.${nearMisses(inspection)}`,
  );
}

const nearMisses = ({ notRead }: Inspection): string =>
  notRead.length === 0
    ? ''
    : ` ${notRead
        .slice(0, 5)
        .map(({ path, why }) => `${path}: ${why}`)
        .join('; ')}.`;

/** The procedure whose limits an authority gets: its own where the product ships it. */
export const procedureOf = ({
  authority,
  name,
}: AuthorityIdentity): (typeof procedures)[number] | undefined =>
  procedures.find((known) => `${authority} ${name}`.toLowerCase().includes(known));

function opening(identity: AuthorityIdentity): string[] {
  const { authority, name, national } = identity;
  const own = procedureOf(identity);
  return [
    '# Written by `tracker init`; read by `tracker run`. Paths start from the folder of this file. A line that begins',
    '# with # is a setting that is not in use: take the # away and correct the value.',
    `authority: ${authority}`,
    `name: ${JSON.stringify(name)}`,
    `# Whose time limits apply until your own are in "rules": ${procedures.join(', ')}.`,
    ...(own === undefined
      ? [
          `# ${name} has no procedure of its own here: these are Hertfordshire's limits, the fullest. Choose the procedure`,
          '# nearest to your own policy, and say so on the first page that you show.',
        ]
      : []),
    `procedure: ${own ?? 'hertfordshire'}`,
    '# Name or three-figure number in the national tables, for comparisons with England and like authorities.',
    national === null
      ? '# benchmark_authority: Hertfordshire'
      : `benchmark_authority: ${JSON.stringify(national)}`,
    '# "another" where that is a council you are only compared with: what is published of it is not known of you.',
    '# benchmark_authority_is: itself',
    '# Day the extract was made, yyyy-mm-dd. Without it the as-at date of the run is taken.',
    '# extract_date: 2026-06-30',
    '# First day from which the files hold every record of the case system, also of children who have left; without it, it',
    '# is worked out from them. Figures of days before it are not available. Say in a remark who has confirmed it.',
    '# extract_covers_from: 2020-04-01',
    '# First day from which your plan history is complete; before it, plan measures are not available.',
    '# plan_history_from: 2024-04-01',
    '# A child with an open episode whom the next 903 return does not list: closed_at_year_end (in care until the',
    '# 31 March of the last return that lists it) or open.',
    '# absent_from_later_year: closed_at_year_end',
    '# Two ids that are one child: a CSV file with the columns child_id (no longer used) and same_as.',
    '# same_child: same_child.csv',
  ];
}

function sourceLines(inspection: Inspection, adapter: string, home: string, isCore: boolean): string[] {
  const files = inspection.files.filter((file) => file.adapter === adapter && file.used);
  const folder = inspection.folders[adapter] ?? inspection.folder;
  return [
    ...files.map(
      (file) =>
        `  # ${file.file}: ${file.table}${file.missing.length > 0 ? `, LACKS ${file.missing.join(', ')}` : ''}`,
    ),
    `  - adapter: ${adapter}`,
    `    folder: ${JSON.stringify(relativePath(home, folder))}`,
    ...(isCore ? endLines(inspection) : coverageLines(files.map(({ table }) => table))),
  ];
}

function endLines({ end_dates }: Inspection): string[] {
  return [
    '    # touch: a row ends on the day the next begins (SystemC, 903); day_before: on its last day (Mosaic).',
    `    end_dates: ${end_dates ?? 'touch'}${end_dates === null ? ' # could not be told from the episodes' : ''}`,
    '    # exclusive: the last end of care is the day care ceased; inclusive: the last day in care.',
    '    last_day_in_care: exclusive',
  ];
}

/** From when an extract is complete nobody but the authority knows. */
const coverageLines = (tables: readonly (string | null)[]): string[] => [
  '    # First day from which an extract is complete, by its kind; before it, what needs it is not available.',
  `    # covers_from: { ${tables[0] ?? 'local_permanence_meetings'}: 2024-04-01 }`,
];

function relativePath(home: string, folder: string): string {
  const path = relative(home, folder).replaceAll('\\', '/');
  if (isAbsolute(path)) return path;
  return path === '' ? '.' : path;
}

/** Files that were found and will not be read. */
function setAside({ files, notRead }: Inspection, core: CaseSystem): string[] {
  const others = files.filter(
    ({ used, adapter }) =>
      used &&
      caseSystems.some(({ name, beside }) => name !== core.name && beside === undefined && name === adapter),
  );
  return [
    ...others.map(({ file, recognised_as }) => `  # not read: ${file} (${recognised_as})`),
    ...notRead.map(({ path, why }) => `  # not read: ${path}: ${why}`),
  ];
}

const closing = [
  "# Your own names for codes (columns authority, code_set, alias, match, code, source), laid over the product's.",
  '# aliases: aliases.csv',
  "# Folder of your own limits, targets and other rule rows, laid over the product's. Rates for every 10,000 children",
  '# need your number of residents under 18: population.csv there (columns authority, estimated_on, children, source).',
  '# rules: rules',
  '# Folder of what you say of the figures, one text file a measure; `tracker commentary` writes the first.',
  '# commentary: commentary',
  "# Folder of your texts for the Panel's papers.",
  '# panel_words: panel-words',
  '# Folder where every run puts the Monday pack, lists of children by case number for those who work with them. Restrict it',
  '# first: to the managers who get the lists. It must lie outside the folder that the program writes.',
  '# packs: ../monday-packs',
  "# Address at which managers open the Board's site: each workbook of the pack then links the page of its team.",
  '# board_site: https://intranet.example/permanence/',
  '# Case numbers (column child_id) of restricted records: such children are counted in the pack and never listed.',
  '# restricted_records: restricted.csv',
];

function helpLines(helpful: readonly HelpfulFile[]): string[] {
  if (helpful.length === 0) return [];
  return [
    '# What else would help: a CSV file with these columns in one of the folders above. The word before the point is',
    '# its adapter: one that is not named above needs a source entry of its own (`- adapter: local`).',
    ...helpful.flatMap(({ recognised_as, gives, columns }) => [
      `#   ${recognised_as}: ${gives}`,
      `#     ${columns.join(', ')}`,
    ]),
  ];
}
