import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Edition, type MeasureValue, valuesName } from '../../pipeline/edition/format.ts';
import { quotedPath, withDatabase } from '../../pipeline/warehouse/database.ts';
import { fixtureLists } from './fixture-lists.ts';

const numbers = ['numerator', 'denominator', 'value'];

async function writeValues(values: readonly MeasureValue[], folder: string): Promise<void> {
  const json = join(folder, 'values.json');
  writeFileSync(json, JSON.stringify(values));
  const columns = Object.keys(values[0] ?? {}).map((name) => {
    const type = numbers.includes(name) ? 'DOUBLE' : name === 'provisional' ? 'BOOLEAN' : 'VARCHAR';
    return `"${name}": '${type}'`;
  });
  await withDatabase(':memory:', (database) =>
    database.run(`
      COPY (SELECT * FROM read_json(${quotedPath(json)}, columns = {${columns.join(', ')}}))
      TO ${quotedPath(join(folder, valuesName))} (FORMAT PARQUET)`),
  );
  rmSync(json);
}

/** Writes an edition as a folder in the edition format. */
export async function writeFixture(
  edition: Edition,
  folder: string,
  lists = fixtureLists(edition),
): Promise<string> {
  mkdirSync(join(folder, 'data'), { recursive: true });
  const write = (path: string, content: unknown) =>
    writeFileSync(join(folder, path), `${JSON.stringify(content, null, 1)}\n`);
  write('manifest.json', edition.manifest);
  write('data/measures.json', edition.measures);
  write('data/groups.json', edition.groups);
  write('data/assurance.json', edition.assurance);
  for (const [name, list] of Object.entries(lists)) write(`data/${name}.json`, list);
  await writeValues(edition.values, join(folder, 'data'));
  return folder;
}
