/** One folder in another's place, as nearly in one step as a file system can: what was cut short is completed later. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { renameOver } from '../durable.ts';

const next = '.next-';
const gone = '.gone-';
const dropped = '.dropped-';

/** Where the folder that is to replace another is made. It counts as whole once it holds a `manifest.json`. */
export const asideOf = (parent: string, name: string): string => join(parent, `${next}${name}`);

/** Replaces a folder by the one made aside, which is whole and on the disk. `step` is told before each step. */
export function swapIn(parent: string, name: string, step: (name: string) => void): void {
  step('aside');
  renameOver(join(parent, name), join(parent, `${gone}${name}`));
  step('between');
  renameOver(asideOf(parent, name), join(parent, name));
  step('in place');
  rmSync(join(parent, `${gone}${name}`), { recursive: true });
}

/** Removes a folder: it is there whole or not at all. */
export function drop(parent: string, name: string): void {
  renameOver(join(parent, name), join(parent, `${dropped}${name}`));
  rmSync(join(parent, `${dropped}${name}`), { recursive: true });
}

/** Completes or undoes every replacing and removing that was cut short in a folder. Called under the lock. */
export function finishSwaps(parent: string): void {
  if (!statSync(parent).isDirectory()) return;
  const names = (prefix: string): string[] =>
    readdirSync(parent).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  const settle = (name: string, prefix: string): void => {
    const aside = join(parent, `${prefix}${name}`);
    if (!existsSync(join(parent, name)) && existsSync(join(aside, 'manifest.json')))
      renameOver(aside, join(parent, name));
    else rmSync(aside, { recursive: true, force: true });
  };
  for (const name of names(next)) settle(name, next);
  for (const name of names(gone)) settle(name, gone);
  for (const name of names(dropped)) rmSync(join(parent, `${dropped}${name}`), { recursive: true });
}
