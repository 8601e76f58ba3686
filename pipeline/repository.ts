import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the program itself. */
export const repositoryFolder = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A file of the program, wherever it is run from. */
export const repositoryFile = (path: string): string => join(repositoryFolder, path);
