import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityConfig } from './authority/authority.ts';
import { compare } from './reading/ledger.ts';
import { readBytes } from './reading/source-files.ts';
import { listFiles } from './source-files.ts';

/**
 * A digest of every byte that an extract rests on: the configuration, the authority's own aliases and
 * rules, and all source files under their names. Equal digests mean that there is nothing new.
 */
export async function inputFingerprint(config: AuthorityConfig): Promise<string> {
  const digest = createHash('sha256');
  const add = (name: string, path: string): void => {
    const bytes = readBytes(path, name);
    digest.update(`${name}\n${bytes.length}\n`).update(bytes);
  };
  add('authority.yaml', config.path);
  if (config.aliases !== null && existsSync(config.aliases)) add('aliases', config.aliases);
  for (const name of ruleFiles(config.rules)) add(`rules/${name}`, join(config.rules ?? '', name));
  const files = [...listFiles(config)].sort((a, b) => compare(a.file, b.file));
  for (const { file, folder, path } of files) add(`sources/${file}`, join(folder, path));
  return digest.digest('hex');
}

function ruleFiles(folder: string | null): string[] {
  if (folder === null || !existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.csv$/i.test(name))
    .sort(compare);
}
