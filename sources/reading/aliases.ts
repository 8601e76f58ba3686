import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { CodeSet } from '../contract/codes.ts';
import * as codes from '../contract/codes.ts';
import type { OpenCodes } from '../rules/open-codes.ts';
import { Complaints, readTableFile } from '../table-file.ts';
import { entryOf } from './entry.ts';

/** Written in the `code` column of an alias: the value is understood and belongs in no table. */
export const leaveOut = '-';

/** Unaccompanied asylum-seeking children are found by the text of their immigration status. */
export const immigrationStatus = { name: 'immigration_status', values: ['UASC'] } as const;

const closedSets: ReadonlyMap<string, CodeSet> = new Map(
  [...(Object.values(codes) as CodeSet[]), immigrationStatus].map((set) => [set.name, set]),
);

/** One line of an alias file. */
const aliasRow = (codeSets: ReadonlyMap<string, CodeSet>) =>
  z
    .object({
      authority: z.string().regex(/^(\*|[a-z0-9-]+)$/, 'must be * or the code of an authority'),
      code_set: z.string().refine((name) => codeSets.has(name), 'is no code set of the contract'),
      alias: z.string().min(1, 'must not be empty'),
      match: z.enum(['exact', 'contains', 'pattern'], 'must be exact, contains or pattern'),
      code: z.string(),
      source: z.string().min(1, 'must say where the alias comes from'),
    })
    .superRefine(({ code_set, code, match, alias }, context) => {
      const complain = (column: string, message: string) =>
        context.addIssue({ code: 'custom', path: [column], message });
      if (code !== leaveOut && !codeSets.get(code_set)?.values.includes(code))
        complain('code', `${code} is not in the code set ${code_set}`);
      if (match === 'pattern' && !isPattern(alias)) complain('alias', 'is not a valid pattern');
    });
type AliasRow = z.infer<ReturnType<typeof aliasRow>>;

interface Rule {
  readonly matches: (text: string) => boolean;
  readonly code: string;
}

/** Lines for one code set: `exact` by text, the rest in the order of the file. */
interface Layer {
  readonly exact: Map<string, string>;
  readonly rules: Rule[];
}

/** Turns what a system writes into a code of the contract. */
export class Aliases {
  readonly #own: Map<string, Layer>;
  readonly #base: Map<string, Layer>;
  readonly #known = new Map<string, Map<string, string | null>>();

  readonly #sets: ReadonlyMap<string, CodeSet>;

  constructor(
    own: readonly AliasRow[],
    base: readonly AliasRow[],
    sets: ReadonlyMap<string, CodeSet> = closedSets,
  ) {
    this.#own = layers(own);
    this.#base = layers(base);
    this.#sets = sets;
  }

  /** The set of that name, closed or made of rows. */
  set(name: string): CodeSet {
    const set = this.#sets.get(name);
    if (set === undefined) throw new Error(`no code set is called ${name}`);
    return set;
  }

  /**
   * The code for a text, `-` when it is to be left out, null when nothing fits. Order: the authority's own
   * exact aliases, the code itself, a code embedded in the text (`C1: ICO`), the authority's other aliases,
   * then the product's.
   */
  resolve<const C extends readonly [string, ...string[]]>(
    set: CodeSet<C>,
    text: string,
  ): C[number] | typeof leaveOut | null {
    const known = entryOf(this.#known, set.name, () => new Map<string, string | null>());
    const before = known.get(text);
    if (before !== undefined) return before;
    const code = this.#find(set, text) ?? this.#find(set, withoutLetter(text));
    known.set(text, code);
    return code;
  }

  #find(set: CodeSet, text: string): string | null {
    const plain = normalise(text);
    const own = this.#own.get(set.name);
    const base = this.#base.get(set.name);
    return (
      own?.exact.get(plain) ??
      directCode(set, text) ??
      embeddedCode(set, text) ??
      firstRule(own, plain) ??
      base?.exact.get(plain) ??
      firstRule(base, plain)
    );
  }
}

/**
 * Annex A writes the letter of the list before each value.
 *
 * @example withoutLetter('a) Male') // 'Male'
 */
export const withoutLetter = (text: string): string => text.replace(/^\(?[a-z]{1,2}\)\s*/i, '');

const normalise = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

function directCode(set: CodeSet, text: string): string | null {
  const upper = text.toUpperCase();
  return set.values.find((value) => value.toUpperCase() === upper) ?? null;
}

/**
 * A code with a digit anywhere in the text as a word of its own, or one of letters in front of a colon or dash. Letters of lists (`h) A4`) are no codes: the code follows them.
 */
function embeddedCode(set: CodeSet, text: string): string | null {
  for (const word of text.toUpperCase().match(/\b[A-Z]{1,2}\d{1,2}[AB]?\b/g) ?? []) {
    if (set.values.includes(word)) return word;
  }
  const word = /^([A-Z]+)\s*[:–-]\s/i.exec(text)?.[1]?.toUpperCase();
  return word !== undefined && set.values.includes(word) ? word : null;
}

const firstRule = (layer: Layer | undefined, plain: string): string | null =>
  layer?.rules.find((rule) => rule.matches(plain))?.code ?? null;

function layers(rows: readonly AliasRow[]): Map<string, Layer> {
  const result = new Map<string, Layer>();
  for (const row of rows) {
    const layer = entryOf<string, Layer>(result, row.code_set, () => ({ exact: new Map(), rules: [] }));
    if (row.match === 'exact') layer.exact.set(normalise(row.alias), row.code);
    else layer.rules.push({ code: row.code, matches: matcher(row) });
  }
  return result;
}

function matcher(row: AliasRow): (text: string) => boolean {
  if (row.match === 'pattern') {
    const pattern = new RegExp(row.alias, 'iu');
    return (text) => pattern.test(text);
  }
  const part = normalise(row.alias);
  return (text) => text.includes(part);
}

const baseFile = fileURLToPath(new URL('../rules/aliases.csv', import.meta.url));

/** The product's aliases, with an authority's own file (or null) laid over them; codes that are rows are called by their names too. */
export function loadAliases(authority: string, ownFile: string | null, open: OpenCodes): Aliases {
  const sets = new Map<string, CodeSet>([...closedSets, ...open.sets]);
  const readAliasFile = (file: string) => aliasFile(file, aliasRow(sets));
  const mine = (row: AliasRow): boolean => row.authority === '*' || row.authority === authority;
  const own = ownFile === null ? [] : readAliasFile(ownFile).filter(mine);
  const base = readAliasFile(baseFile).filter(mine);
  return new Aliases(
    [...own, ...base.filter((row) => row.authority === authority)],
    [...open.names, ...base.filter((row) => row.authority === '*')],
    sets,
  );
}

function aliasFile(file: string, aliasRow: z.ZodObject): AliasRow[] {
  const found = new Complaints('alias', 'The aliases cannot be used', 'Correct the named lines of the file.');
  const rows = readTableFile(file, aliasRow, found, { more: /./ });
  found.throwIfAny();
  return rows.map(({ row }) => row as AliasRow);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'iu').source !== '';
  } catch {
    return false;
  }
}
