import { likeness } from '../likeness.ts';

/**
 * Columns of one kind of file. A file is recognised by these, never by its name; columns that are not
 * `required` or `optional` are dropped while a record is read and never held.
 */
export interface FileContract {
  /** `<adapter>.<table>`, as shown to the analyst. */
  readonly name: string;
  readonly adapter: string;
  /** What people call the file, where its name does not say it. */
  readonly label?: string;
  readonly required: readonly string[];
  /** Groups of which at least one column must be there (a key that some systems spell or route otherwise). */
  readonly oneOf?: readonly (readonly string[])[];
  readonly optional?: readonly string[];
  /** Columns that hold dates, where their names do not end in `_date` or `_dob`. */
  readonly dates?: readonly string[];
  /** Other names of a column, taken where it is absent: name -> column. */
  readonly spellings?: Readonly<Record<string, string>>;
  /** Columns that tell this kind of file from all others. */
  readonly signature: readonly string[];
  /** How many columns of the signature are enough; two, or one where there is only one. */
  readonly enough?: number;
  /** Columns whose dates show when the extract was made, because they record what has happened (boundaries 35). */
  readonly evidence?: readonly string[];
  /** False for files that are known but feed no measure yet: listed, not read. */
  readonly used: boolean;
}

/** Columns that are kept in memory, in order. */
export function keptColumns(contract: FileContract): string[] {
  return [...new Set([...contract.required, ...(contract.oneOf ?? []).flat(), ...(contract.optional ?? [])])];
}

/** A known file that no measure reads yet. */
export function unusedFile(adapter: string, table: string, signature: readonly string[]): FileContract {
  return { name: `${adapter}.${table}`, adapter, required: [], signature, used: false };
}

/** Column name as compared: systems differ in case, and exports in blanks, underscores and hyphens. */
export const columnKey = (column: string): string => column.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Whether a column holds the id of a child. */
export const holdsChild = (column: string): boolean =>
  column === 'CHILD' || column === 'Child Unique ID' || column.endsWith('_person_id');

export interface Recognition {
  readonly contract: FileContract;
  /** Required columns that are absent; of a `oneOf` group, its members joined by "or". */
  readonly missing: readonly string[];
  /** Optional columns that are absent: what they would tell is not available. */
  readonly lacking: readonly string[];
  /** For columns that are absent, the column of the file most like it, where one is. */
  readonly near: ReadonlyMap<string, string>;
  /** Columns of the file that the contract does not name. */
  readonly unknown: readonly string[];
}

interface Candidate {
  readonly contract: FileContract;
  readonly hits: number;
}

function ranked(columns: ReadonlySet<string>, contracts: readonly FileContract[]): Candidate[] {
  return contracts
    .map((contract) => ({
      contract,
      hits: contract.signature.filter((column) => columns.has(columnKey(column))).length,
    }))
    .sort(
      (a, b) =>
        b.hits - a.hits || b.hits / b.contract.signature.length - a.hits / a.contract.signature.length,
    );
}

/** Which contract a header fits, or null. */
export function recognise(header: readonly string[], contracts: readonly FileContract[]): Recognition | null {
  const columns = new Set(header.map(columnKey));
  const best = ranked(columns, contracts).find(({ contract, hits }) => fits(contract, hits));
  return best === undefined ? null : describeFit(header, best.contract);
}

function fits(contract: FileContract, hits: number): boolean {
  return hits >= (contract.enough ?? Math.min(2, contract.signature.length));
}

/** The contract with most columns in common, and what it lacks: help for a file that was not recognised. */
export function nearest(header: readonly string[], contracts: readonly FileContract[]): Recognition | null {
  const best = ranked(
    new Set(header.map(columnKey)),
    contracts.filter((contract) => contract.used),
  )[0];
  return best === undefined || best.hits === 0 ? null : describeFit(header, best.contract);
}

function describeFit(header: readonly string[], contract: FileContract): Recognition {
  const spelling = spellingsOf(contract);
  const keys = header.map(columnKey);
  const columns = new Set([...keys, ...keys.map((key) => spelling.get(key) ?? key)]);
  const lacks = (column: string): boolean => !columns.has(columnKey(column));
  const missing = [
    ...contract.required.filter(lacks),
    ...(contract.oneOf ?? []).filter((group) => group.every(lacks)).map((group) => group.join(' or ')),
  ];
  const lacking = (contract.optional ?? []).filter(lacks);
  const known = new Set([...keptColumns(contract), ...contract.signature].map(columnKey));
  const unknown = header.filter((column) => !known.has(spelling.get(columnKey(column)) ?? columnKey(column)));
  return { contract, missing, lacking, near: nearColumns([...missing, ...lacking], unknown), unknown };
}

/** Names this much alike are taken for two spellings of one column; a matter of wording, nothing is read by it. */
const alike = 0.6;

function nearColumns(missing: readonly string[], unknown: readonly string[]): Map<string, string> {
  const near = new Map<string, string>();
  for (const column of missing) {
    const ranked = unknown
      .map((name) => ({ name, like: likeness(columnKey(column), columnKey(name)) }))
      .sort((a, b) => b.like - a.like);
    const [best] = ranked;
    if (best !== undefined && best.like >= alike) near.set(column, best.name);
  }
  return near;
}

export function spellingsOf(contract: FileContract): Map<string, string> {
  return new Map(
    Object.entries(contract.spellings ?? {}).map(([from, to]) => [columnKey(from), columnKey(to)]),
  );
}
