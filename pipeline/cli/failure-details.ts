/** Keeps the words of an unexpected error to its owner: other programs' errors may quote a cell of a case file. */
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { dataFolders, makePrivateFolder, writePrivateFile } from '../folders.ts';
import { repositoryFile } from '../repository.ts';

const fileName = 'command-error.txt';

/** Writes stack and causes into the runs folder, readable by its owner only, and returns what may be said aloud. */
export function keepFailure(error: unknown, args: readonly string[]): string[] {
  const command = /^[a-z]+$/.test(args[0] ?? '') ? `tracker ${args[0]}` : 'tracker';
  const file = join(dataFolders(dataFolder(args)).runs, fileName);
  const kind = error instanceof Error && /^[A-Z][A-Za-z]{2,30}$/.test(error.name) ? error.name : 'error';
  const kept = keep(file, `${command} failed.\n\n${inspect(error, { depth: 8 })}\n`);
  return [
    `error: An unexpected failure (${kind}) in ${command}. [unexpected]`,
    kept
      ? `Its details are in ${file}, which only its owner may read and the next failure replaces.`
      : 'Its details could not be written; free disk space or check who may write to the data folder.',
  ];
}

function keep(file: string, text: string): boolean {
  try {
    makePrivateFolder(join(file, '..'));
    writePrivateFile(file, text);
    return true;
  } catch {
    return false;
  }
}

/** The data folder as given, whatever else was wrong with the command line. */
export function dataFolder(args: readonly string[]): string {
  const at = args.indexOf('--data');
  const given = args.find((arg) => arg.startsWith('--data='))?.slice('--data='.length) ?? args[at + 1];
  return at === -1 && !args.some((arg) => arg.startsWith('--data='))
    ? repositoryFile('var')
    : resolve(given ?? '.');
}
