/** What an edition is made from decides its name: the same inputs, rules and code give the same edition. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, sha256 } from '../hash.ts';
import { repositoryFile, repositoryFolder } from '../repository.ts';
import type { WarehousePart } from '../warehouse/load.ts';

const sourceFolders = ['sources', 'pipeline', 'models', 'dashboards'];
const sourceFiles = ['package.json', 'package-lock.json', 'observablehq.config.ts'];
/** What no figure and no page depends on. */
const leftOut = new Set([
  'README.md',
  'fixtures',
  'tests',
  'node_modules',
  '__pycache__',
  'cache',
  'dist',
  'logs',
]);

/** What has started goes on as what it is, whatever becomes of its files meanwhile. */
let known: string | undefined;

/** `<package version>+<hash over the program's own files>`. */
export function codeVersion(): string {
  known ??= readVersion();
  return known;
}

function readVersion(): string {
  const files = [...sourceFolders.flatMap((folder) => listFiles(folder)), ...sourceFiles].sort();
  const hashes = files.map((file) => `${file} ${textHash(file)}`);
  const { version } = JSON.parse(readFileSync(repositoryFile('package.json'), 'utf8')) as { version: string };
  return `${version}+${sha256(hashes.join('\n')).slice(0, 12)}`;
}

function listFiles(folder: string): string[] {
  return readdirSync(join(repositoryFolder, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.') || leftOut.has(entry.name)) return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** Line ends do not count: a checkout on Windows is the same program. */
function textHash(file: string): string {
  try {
    return sha256(readFileSync(repositoryFile(file), 'latin1').replaceAll('\r\n', '\n'));
  } catch {
    return 'absent';
  }
}

/** The rules of all authorities as one version. */
export const rulesVersion = (parts: readonly { readonly rules: { readonly version: string } }[]): string =>
  sha256(parts.map((part) => part.rules.version).join('\n')).slice(0, 16);

/** `board-<as-at>-<eight hexadecimal digits>`. */
export function editionIdOf(
  parts: readonly WarehousePart[],
  asAt: string,
  code: string,
  commentary: unknown = null,
  before: string | null = null,
  papers: readonly string[] = [],
  accepted: readonly string[] = [],
): string {
  const made = {
    as_at: asAt,
    code,
    commentary,
    before,
    ...(papers.length === 0 ? {} : { papers }),
    ...(accepted.length === 0 ? {} : { accepted }),
    rules: rulesVersion(parts),
    benchmarks: parts.map((part) => part.benchmarks?.area?.number ?? null),
    snapshots: parts.map((part) => [
      part.snapshot.manifest.authority,
      ...part.observed.map(({ manifest }) => [manifest.snapshot_date, manifest.content_sha256]),
    ]),
  };
  return `board-${asAt}-${sha256(canonicalJson(made)).slice(0, 8)}`;
}
