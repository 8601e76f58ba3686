import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { AuthorityConfig } from './authority/authority.ts';
import { formatOf } from './reading/formats.ts';
import { filesBelow, inputFile } from './reading/input-files.ts';
import { compare } from './reading/ledger.ts';
import { databaseTables, listFiles } from './source-files.ts';

/**
 * A digest of every byte that an extract rests on: the configuration, the authority's own aliases, rules and
 * same children, all source files under their names, and what the tables of a database say. Equal digests mean that there is nothing new.
 *
 * @throws TrackerError `file_unreadable` with the file's name
 */
export async function inputFingerprint(config: AuthorityConfig): Promise<string> {
  const digest = createHash('sha256');
  const add = async (name: string, folder: string, path: string, file: string): Promise<void> => {
    const input = inputFile(folder, path, file);
    digest.update(`${name}\n${input.size}\n`);
    for await (const part of input.bytes()) digest.update(part);
  };
  for (const [name, path] of ownFiles(config)) await add(name, dirname(path), basename(path), basename(path));
  for (const name of ruleFiles(config.rules)) await add(`rules/${name}`, config.rules ?? '', name, name);
  const files = [...listFiles(config)].sort((a, b) => compare(a.file, b.file));
  for (const { file, folder, path, why } of files)
    if (why === null && (await formatOf(inputFile(folder, path, file))) !== undefined)
      await add(`sources/${file}`, folder, path, file);
  for (const source of config.sources)
    for (const { file, sha256 } of await databaseTables(source))
      digest.update(`database/${file}\n${sha256}\n`);
  return digest.digest('hex');
}

function ownFiles({ path, aliases, same_child }: AuthorityConfig): [string, string][] {
  const named: [string, string | null][] = [
    ['authority.yaml', path],
    ['aliases', aliases],
    ['same_child', same_child],
  ];
  return named.flatMap(([name, file]) =>
    file !== null && existsSync(file) ? [[name, file] as [string, string]] : [],
  );
}

const ruleFiles = (folder: string | null): string[] =>
  folder === null || !existsSync(folder)
    ? []
    : filesBelow(folder)
        .map(({ path }) => path)
        .filter((path) => /^[^/]+\.csv$/i.test(path));
