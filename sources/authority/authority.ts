import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { TrackerError } from '../error.ts';
import type { DatabaseSource } from '../reading/sheet.ts';
import type { Procedure } from '../rules/vocabulary.ts';
import { authorityFile } from './contract.ts';

/** One source, with absolute folders. */
export interface SourceConfig {
  readonly adapter: string;
  readonly folders: readonly string[];
  /** Where its tables are, if they are read from a database and not from folders. */
  readonly database: DatabaseSource | null;
  readonly end_dates: 'touch' | 'day_before';
  readonly last_day_in_care: 'exclusive' | 'inclusive';
  /** First day from which a kind of file beside the case system is whole; absent where nobody has said. */
  readonly covers_from?: Readonly<Record<string, string>> | undefined;
}

/** An authority's configuration; every path is absolute. */
export interface AuthorityConfig {
  readonly authority: string;
  readonly name: string;
  readonly procedure: Procedure;
  /** The yaml itself. */
  readonly path: string;
  readonly extract_date: string | null;
  readonly plan_history_from: string | null;
  readonly extract_covers_from: string | null;
  readonly absent_from_later_year: 'closed_at_year_end' | 'open';
  /** File with the columns child_id and same_as. */
  readonly same_child: string | null;
  readonly sources: readonly SourceConfig[];
  readonly aliases: string | null;
  readonly rules: string | null;
  /** Name or number of the authority in the Department for Education's tables. */
  readonly benchmark_authority: string | null;
  /** `another`: it is only compared with; what is published of that one is not known of this one. */
  readonly benchmark_authority_is: 'itself' | 'another';
  /** Folder of its commentaries. */
  readonly commentary: string | null;
  /** Folder of its texts for the Panel. */
  readonly panel_words: string | null;
  /** Folder of the Monday pack; null where runs write none. */
  readonly packs: string | null;
  /** Address at which readers open the Board's published folder; null where nobody has said. */
  readonly board_site: string | null;
  /** File with the column child_id: children who are counted in the pack and not listed. */
  readonly restricted_records: string | null;
}

/**
 * Reads and checks an `authority.yaml`; relative paths start from its own folder.
 *
 * @example readAuthority('authorities/herts/authority.yaml').sources[0]?.adapter // 'ssd'
 */
export function readAuthority(yamlPath: string): AuthorityConfig {
  const path = resolve(yamlPath);
  const lines = new LineCounter();
  const document = parseDocument(readText(path), {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error !== undefined)
    throw complaint(path, lines.linePos(error.pos[0]).line, error.message.split('\n')[0] ?? 'is not YAML');
  const result = authorityFile.safeParse(document.toJS());
  if (!result.success)
    throw zodComplaint(path, result.error, (at) => lineOf(document.getIn(at, true), lines), document);
  return resolved(path, result.data);
}

function resolved(path: string, file: z.infer<typeof authorityFile>): AuthorityConfig {
  const home = dirname(path);
  const absolute = (part: string | null): string | null => (part === null ? null : resolve(home, part));
  const sources = file.sources.map((entry) => ({
    adapter: entry.adapter,
    end_dates: entry.end_dates,
    last_day_in_care: entry.last_day_in_care,
    ...(entry.covers_from === undefined ? {} : { covers_from: entry.covers_from }),
    folders: (entry.folders ?? (entry.folder === undefined ? [] : [entry.folder])).map((part) =>
      resolve(home, part),
    ),
    database:
      entry.database === undefined ? null : { variable: entry.database, schema: entry.schema ?? null },
  }));
  return {
    ...file,
    path,
    sources,
    aliases: absolute(file.aliases),
    rules: absolute(file.rules),
    same_child: absolute(file.same_child),
    commentary: absolute(file.commentary),
    panel_words: absolute(file.panel_words),
    packs: absolute(file.packs),
    restricted_records: absolute(file.restricted_records),
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new TrackerError(
      'usage',
      'authority_unreadable',
      `the authority file ${path} cannot be read`,
      'Check the path given with --authority; `tracker init` writes such a file.',
      cause,
    );
  }
}

const lineOf = (node: unknown, lines: LineCounter): number | null => {
  const range = (node as Node | undefined)?.range;
  return range ? lines.linePos(range[0]).line : null;
};

type Lookup = (path: PropertyKey[]) => number | null;

function zodComplaint(
  path: string,
  error: z.ZodError,
  line: Lookup,
  document: { getIn(path: unknown[], keep: boolean): unknown },
): TrackerError {
  const [issue] = error.issues;
  if (issue === undefined) return complaint(path, 1, 'is not valid');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return complaint(path, line([...issue.path, key]) ?? 1, `the key ${key} is not known`);
  }
  const where = issue.path.map(String).join('.');
  const absent = issue.path.length > 0 && document.getIn([...issue.path], true) === undefined;
  const at = [...issue.path.keys()]
    .reverse()
    .map((depth) => line(issue.path.slice(0, depth + 1)))
    .find((found) => found !== null);
  return complaint(
    path,
    at ?? 1,
    absent ? `the key ${where} is missing` : `${where} ${issue.message}`.trim(),
  );
}

/** An error about a value of an `authority.yaml` that only the files show to be wrong; `keys` lead to it. */
export function authorityComplaint(
  path: string,
  keys: readonly (string | number)[],
  what: string,
): TrackerError {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines, prettyErrors: false });
  return complaint(path, lineOf(document.getIn([...keys], true), lines) ?? 1, what);
}

function complaint(path: string, line: number, what: string): TrackerError {
  return new TrackerError(
    'usage',
    'authority_invalid',
    `${basename(path)}, line ${line}: ${what}`,
    'Correct that line; the README lists every key, and `tracker init` writes a commented example.',
  );
}
