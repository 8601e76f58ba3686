import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../pipeline/repository.ts';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(repositoryFile('package-lock.json'), 'utf8')) as {
  packages: Readonly<Record<string, Package>>;
};

/** As Node finds it: beside the package that needs it, else further up. */
function nativePart(owner: string, name: string): Package | undefined {
  const beside = packages[`${owner}/node_modules/${name}`.replace(/^\//, '')];
  if (beside !== undefined || owner === '') return beside;
  return nativePart(owner.slice(0, Math.max(owner.lastIndexOf('/node_modules/'), 0)), name);
}

/** Every package that has native parts for one processor each, with those parts. */
const native = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) => {
  const parts = Object.entries(optionalDependencies).map(([name, version]) => ({
    name,
    version,
    found: nativePart(path, name),
  }));
  return parts.some(({ found }) => found?.cpu !== undefined) ? [{ path, parts }] : [];
});

describe('package-lock.json', () => {
  it('has a checksum for every package, and names no registry', () => {
    const faulty = Object.entries(packages)
      .filter(
        ([path, { integrity, resolved }]) => path !== '' && (!integrity?.startsWith('sha512-') || resolved),
      )
      .map(([path]) => path);
    expect(faulty).toEqual([]);
  });

  it('knows the packages with native parts', () => {
    const names = native.map(({ path }) => path.slice(path.lastIndexOf('node_modules/') + 13));
    expect(names).toEqual(
      expect.arrayContaining(['@biomejs/biome', '@duckdb/node-bindings', 'esbuild', 'rollup']),
    );
  });

  it.each(native)('has every native part of $path, for Linux, macOS and Windows', ({ parts }) => {
    const wrong = parts.filter(
      ({ found, version }) => found?.version !== version && found?.cpu !== undefined,
    );
    expect([...wrong, ...parts.filter(({ found }) => found === undefined)]).toEqual([]);
    for (const os of ['linux', 'darwin', 'win32'])
      for (const cpu of ['x64', 'arm64'])
        expect(
          parts.some(({ found }) => found?.os?.includes(os) && found.cpu?.includes(cpu) && found.integrity),
          `${os} ${cpu}`,
        ).toBe(true);
  });
});
