/** The code sets whose codes are rows, as the door needs them: before any other rule, to read the extracts by. */
import { fileURLToPath } from 'node:url';
import type { CodeSet } from '../contract/codes.ts';
import { openSets } from '../contract/open-sets.ts';
import { Complaints } from '../table-file.ts';
import type { RuleRow } from './contract.ts';
import { lay } from './overlay.ts';
import { type RuleOwner, readRules } from './rules.ts';

const baseFolder = fileURLToPath(new URL('.', import.meta.url));

export interface OpenCodes {
  readonly sets: ReadonlyMap<string, CodeSet>;
  /** Names of the codes, as aliases of them. */
  readonly names: readonly {
    readonly authority: '*';
    readonly code_set: string;
    readonly alias: string;
    readonly match: 'exact';
    readonly code: string;
    readonly source: string;
  }[];
  /** Milestones that may be dated before the child was born, or after it left care. */
  readonly mayPrecedeBirth: ReadonlySet<string>;
  readonly mayFollowCare: ReadonlySet<string>;
}

/**
 * The product's codes with the authority's own laid over them. A code out of use is known all the same: old rows have it.
 *
 * @throws TrackerError when a row of codes.csv cannot be used, with its line
 */
export function openCodes(owner: RuleOwner): OpenCodes {
  const found = new Complaints('rule', 'The codes cannot be used', 'Correct the named lines of codes.csv.');
  const rows = readRules('codes', baseFolder, owner.rules, found);
  found.throwIfAny();
  const codes = lay('codes', rows, owner);
  const milestones = (may: 'may_precede_birth' | 'may_follow_care') =>
    new Set(codes.filter((row) => row[may]).map(({ code }) => code));
  return {
    sets: new Map(openSets.map((name) => [name, { name, values: valuesOf(name, codes) }])),
    names: codes.map(({ code_set, code, name, source }) => ({
      ...({ authority: '*', match: 'exact' } as const),
      code_set,
      alias: name,
      code,
      source,
    })),
    mayPrecedeBirth: milestones('may_precede_birth'),
    mayFollowCare: milestones('may_follow_care'),
  };
}

const valuesOf = (name: string, codes: readonly RuleRow<'codes'>[]): CodeSet['values'] =>
  [
    ...new Set(codes.flatMap((row) => (row.code_set === name ? row.code : []))),
  ] as unknown as CodeSet['values'];
