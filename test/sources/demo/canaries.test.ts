import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { demoFiles, plantedCanaries, writeDemo } from '../../../sources/demo/demo.ts';
import { canaryRow } from '../../../sources/demo/plant.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import { configOf, scratchFolder, settings } from '../../support/source-folder.ts';

const seed = 3;
const folder = scratchFolder();
const report = writeDemo(folder, { children: 60, seed });
const csv = report.files.filter(({ file }) => file !== 'rules/population.csv');
const textOf = (file: string): string =>
  new TextDecoder(file.endsWith('professionals.csv') ? 'windows-1252' : 'utf-8').decode(
    readFileSync(join(folder, file)),
  );
const canaries = plantedCanaries(seed);

describe('the canaries of the demo', () => {
  it('all stand in its files, for a small and a large county', () => {
    for (const children of [40, 60, 400]) {
      const texts = [...demoFiles({ children, seed }).contents].map(([file, bytes]) =>
        new TextDecoder(file.endsWith('professionals.csv') ? 'windows-1252' : 'utf-8').decode(bytes),
      );
      const missing = canaries.filter(({ value }) => !texts.some((text) => text.includes(value)));
      expect([children, missing.map(({ kind, field }) => `${kind} ${field}`)]).toEqual([children, []]);
    }
  });

  it('are other values for another seed, each once, of every kind', () => {
    const values = canaries.map(({ value }) => value.toLowerCase());
    expect(new Set(values).size).toBe(values.length);
    expect(plantedCanaries(seed)).toEqual(canaries);
    expect(plantedCanaries(4).filter(({ value }) => values.includes(value.toLowerCase()))).toEqual([]);
    expect(new Set(canaries.map(({ kind }) => kind)).size).toBe(13);
  });

  it('stand in every column of every file about children, save for keys that no planted child has there', () => {
    const bare = csv.flatMap(({ file }) => {
      const rows = parse(textOf(file), { columns: true, relax_column_count: true, bom: true }) as Record<
        string,
        string
      >[];
      return Object.keys(rows[0] ?? {})
        .filter((column) => !rows.some((row) => canaries.some(({ value }) => row[column]?.includes(value))))
        .map((column) => `${file} ${column}`);
    });
    // What stays bare: keys of teams, workers, families and households, and what a team is called, which is published.
    expect(
      bare.filter(
        (field) => !/_id$|_reference$|team|prof_|dept_|addr_address_(?:type|start|end)/.test(field),
      ),
    ).toEqual([]);
  });

  it('change no row but their own: each of these is quarantined or not recorded, and nothing identifying passes the door', async () => {
    const config = configOf([
      { adapter: 'ssd', folders: [join(folder, 'ssd')] },
      { adapter: 'local', folders: [join(folder, 'local')] },
    ]);
    const extract = await extractAuthority(config, { asAt: '2026-06-30', settings });
    const rows = csv.flatMap(({ file }) => {
      const records = parse(textOf(file), { relax_column_count: true, info: true, bom: true }) as unknown as {
        record: string[];
        info: { lines: number };
      }[];
      return records
        .filter(({ record }) => record[0]?.startsWith(canaryRow))
        .map(({ info }) => ({ file: file.split('/')[1], line: info.lines }));
    });
    expect(rows.length).toBe(report.dirt['canary_row']);
    expect(rows.length).toBeGreaterThan(12);
    const told = [...extract.quarantine, ...extract.cells];
    const refused = new Set(told.map(({ file, line }) => `${file.split('/').at(-1)}:${line}`));
    expect(rows.map(({ file, line }) => `${file}:${line}`).filter((place) => !refused.has(place))).toEqual(
      [],
    );
    const laid = Object.entries(report.dirt).filter(([key]) => key !== 'canary_row');
    expect(laid.length).toBeGreaterThan(20);
    const said = JSON.stringify(extract).toLowerCase();
    const through = canaries.filter(({ value }) => said.includes(value.toLowerCase()));
    expect(through.filter(({ reach }) => reach === 'nowhere').map(({ field }) => field)).toEqual([]);
    // the case numbers do pass, or the search would prove nothing
    expect(through.map(({ field }) => field)).toEqual(
      canaries.filter(({ reach }) => reach === 'restricted').map(({ field }) => field),
    );
  });
});
