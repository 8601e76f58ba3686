import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { adapters, fileContracts } from '../../sources/adapters.ts';
import { repository } from '../support/source-folder.ts';

test('every file of an adapter bears its name, and what is needed or explained is one of its files', () => {
  for (const { name, files, unused, needed, help } of adapters) {
    const contracts = [...Object.values(files), ...unused];
    expect(contracts.map(({ adapter }) => adapter)).toEqual(contracts.map(() => name));
    for (const [table, contract] of Object.entries(files)) expect(contract.name).toBe(`${name}.${table}`);
    const read = Object.values(files).map((contract) => contract.name);
    expect(read).toEqual(expect.arrayContaining([...needed, ...Object.keys(help)]));
  }
  const all = fileContracts.map(({ name }) => name);
  expect(new Set(all).size).toBe(all.length);
});

test('nothing but its folder and its row knows an adapter', () => {
  const quoted = new RegExp(`'(${adapters.map(({ name }) => name).join('|')})[.']`);
  const elsewhere = ['sources', 'sources/authority', 'sources/reading', 'sources/contract'].flatMap(
    (folder) =>
      readdirSync(join(repository, folder))
        .filter((file) => file.endsWith('.ts') && file !== 'adapters.ts')
        .map((file) => `${folder}/${file}`),
  );
  const naming = elsewhere.filter((file) =>
    readFileSync(join(repository, file), 'utf8')
      .split('\n')
      .some((line) => !/^\s*(\*|\/\/|\/\*\*)/.test(line) && quoted.test(line)),
  );
  expect(naming).toEqual([]);
});
