/** The commentaries of one authority, judged against its own rules and snapshots. */
import { type CommentaryFolder, readCommentaries } from '../../sources/commentary/commentary.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { StoredSnapshot } from '../snapshot/manifest.ts';
import { caseNumbersOf } from './case-numbers.ts';

/** What the folder of one authority holds. */
export interface AuthorityCommentary extends CommentaryFolder {
  readonly authority: string;
}

/** Reads the folder of one authority; snapshots are opened only where there is a folder. */
export async function readAuthorityCommentary(
  config: { readonly authority: string; readonly commentary: string | null },
  rules: Pick<RuleBook, 'measures' | 'lines'>,
  snapshots: readonly StoredSnapshot[],
): Promise<AuthorityCommentary> {
  const { authority, commentary } = config;
  const caseNumbers = commentary === null ? [] : await caseNumbersOf(snapshots);
  return { authority, ...(await readCommentaries(commentary, { rules, caseNumbers })) };
}

/** One line per fault, as every complaint about a file is written. */
export const faultLines = ({ faults }: CommentaryFolder): string[] =>
  faults.map(({ file, line, what, advice }) => `${file}:${line}: ${what}. ${advice}`);
