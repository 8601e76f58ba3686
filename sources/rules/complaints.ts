import { TrackerError } from '../error.ts';

/** Where in a file something is wrong. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

const shown = 20;

/** Collects what is wrong with the rules, so that one run names every fault and not only the first. */
export class Complaints {
  readonly #found: { readonly code: string; readonly text: string }[] = [];

  add(code: string, at: Place, text: string): void {
    this.#found.push({ code, text: `${at.file}:${at.line}: ${text}` });
  }

  /** Throws when anything was found; the error's code is that of the first complaint. */
  throwIfAny(): void {
    const first = this.#found[0];
    if (first === undefined) return;
    const lines = this.#found.slice(0, shown).map((complaint) => complaint.text);
    const rest = this.#found.length - lines.length;
    if (rest > 0) lines.push(`... and ${rest} more`);
    throw new TrackerError(
      'usage',
      first.code,
      `The rules contradict themselves or are incomplete:\n${lines.join('\n')}`,
      'Correct the named lines and run again; sources/rules/README.md describes every column.',
    );
  }
}
