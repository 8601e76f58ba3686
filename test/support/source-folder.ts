import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { AuthorityConfig, SourceConfig } from '../../sources/authority/authority.ts';
import type { Extract } from '../../sources/contract/extract.ts';
import { type ExtractSettings, extractAuthority, extractSettings } from '../../sources/extract.ts';
import { loadRules } from '../../sources/rules/rules.ts';

/** A new folder below the temporary one of the test run, which goes when the run ends. */
export const scratchFolder = (): string => mkdtempSync(join(tmpdir(), 'permanence-'));

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A new folder with these files in it. */
export function folderOf(files: Files): string {
  const folder = scratchFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return folder;
}

export const repository = resolve(import.meta.dirname, '../..');

/** Folder of an adapter's fixtures. */
export const fixtures = (path: string): string => join(repository, 'sources', path);

export const settings: ExtractSettings = extractSettings(
  loadRules(join(repository, 'sources/rules'), { authority: 'test', procedure: 'unnamed', rules: null })
    .settings,
);

type Entry = Pick<SourceConfig, 'adapter'> & Partial<SourceConfig>;

export function configOf(sources: readonly Entry[], over: Partial<AuthorityConfig> = {}): AuthorityConfig {
  return {
    authority: 'test',
    name: 'Test',
    procedure: 'unnamed',
    path: '/nowhere/authority.yaml',
    extract_date: null,
    plan_history_from: null,
    extract_covers_from: null,
    packs: null,
    board_site: null,
    restricted_records: null,
    absent_from_later_year: 'closed_at_year_end',
    same_child: null,
    aliases: null,
    rules: null,
    benchmark_authority: null,
    benchmark_authority_is: 'itself',
    commentary: null,
    panel_words: null,
    sources: sources.map((entry) => ({
      folders: [],
      database: null,
      end_dates: 'touch',
      last_day_in_care: 'exclusive',
      ...entry,
    })),
    ...over,
  };
}

interface Options {
  readonly adapter?: 'ssd' | 'ssda903';
  readonly asAt?: string;
  readonly entry?: Partial<SourceConfig>;
  readonly config?: Partial<AuthorityConfig>;
  readonly settings?: Partial<ExtractSettings>;
}

/** Extract of files written for one test; files starting `local` are read by the local adapter. */
export function extractOf(files: Files, options: Options = {}): Promise<Extract> {
  const folder = folderOf(files);
  const sources: Entry[] = [{ adapter: options.adapter ?? 'ssd', folders: [folder], ...options.entry }];
  if (Object.keys(files).some((name) => name.startsWith('local')))
    sources.push({ adapter: 'local', folders: [folder] });
  return extractAuthority(configOf(sources, options.config), {
    asAt: options.asAt ?? '2025-01-31',
    settings: { ...settings, ...options.settings },
  });
}

/** CSV text of a header and rows, written plainly. */
export const csv = (header: string, ...rows: readonly string[]): string =>
  `${[header, ...rows].join('\n')}\n`;

/** `file:line reason column` of every quarantined row. */
export const refusals = (extract: Extract): string[] =>
  extract.quarantine.map(({ file, line, reason, column }) => `${file}:${line} ${reason} ${column ?? '-'}`);

/** The same of every cell that was taken as not recorded. */
export const leftOut = (extract: Extract): string[] =>
  extract.cells.map(({ file, line, reason, column }) => `${file}:${line} ${reason} ${column ?? '-'}`);

export const notes = (extract: Extract): Record<string, number> =>
  Object.fromEntries(extract.quality.map(({ code, rows }) => [code, rows]));

const personHeader =
  'pers_person_id,pers_sex,pers_ethnicity,pers_dob,pers_expected_dob,pers_death_date,pers_legacy_id,pers_forename';
const episodeHeader = [
  'clae_cla_episode_id',
  'clae_person_id',
  'clae_cla_id',
  'clae_cla_episode_start_date',
  'clae_cla_episode_start_reason',
  'clae_cla_episode_ceased_date',
  'clae_cla_episode_ceased_reason',
  'clae_entered_care_date',
].join(',');

export const person = (...rows: readonly string[]): string => csv(personHeader, ...rows);
export const episodes = (...rows: readonly string[]): string => csv(episodeHeader, ...rows);

/** One child in care since 1 February 2024: the least that an extract needs. */
export const oneChild: Files = {
  'person.csv': person('1,F,WBRI,2016-05-04,,,,Nameless'),
  'episodes.csv': episodes('E1,1,C1,2024-02-01,S,,,2024-02-01'),
};
