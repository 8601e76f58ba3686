import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Bool, Dictionary, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import type { Edition, MeasureValue } from '../../pipeline/edition/format.ts';
import { fixtureLists } from './fixture-lists.ts';

const numbers = ['numerator', 'denominator', 'value'] as const;
const days = ['as_at_date', 'snapshot_date'] as const;
const words = [
  'edition_id',
  'authority',
  'measure_id',
  'line',
  'statistic',
  'period',
  'breakdown',
  'group',
  'unit',
  'status',
] as const;

function arrowBytes(values: readonly MeasureValue[]): Uint8Array {
  let nextId = 0;
  return tableToIPC(
    new Table({
      ...Object.fromEntries(
        words.map((name) => [
          name,
          vectorFromArray(
            values.map((value) => value[name]),
            new Dictionary(new Utf8(), new Int32(), nextId++),
          ),
        ]),
      ),
      ...Object.fromEntries(
        days.map((name) => [
          name,
          vectorFromArray(
            values.map((value) => value[name]),
            new Utf8(),
          ),
        ]),
      ),
      ...Object.fromEntries(
        numbers.map((name) => [
          name,
          vectorFromArray(
            values.map((value) => value[name]),
            new Float64(),
          ),
        ]),
      ),
      provisional: vectorFromArray(
        values.map(({ provisional }) => provisional),
        new Bool(),
      ),
    }),
    'file',
  );
}

/** Writes an edition as a folder in the edition format. */
export function writeFixture(edition: Edition, folder: string, lists = fixtureLists(edition)): string {
  mkdirSync(join(folder, 'data'), { recursive: true });
  const write = (path: string, content: unknown) =>
    writeFileSync(join(folder, path), `${JSON.stringify(content, null, 1)}\n`);
  write('manifest.json', edition.manifest);
  write('data/measures.json', edition.measures);
  write('data/groups.json', edition.groups);
  write('data/assurance.json', edition.assurance);
  for (const [name, list] of Object.entries(lists)) write(`data/${name}.json`, list);
  writeFileSync(join(folder, 'data', 'measure-values.arrow'), arrowBytes(edition.values));
  return folder;
}
