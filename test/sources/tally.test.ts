import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Extract } from '../../sources/contract/extract.ts';
import { writeDemo } from '../../sources/demo/demo.ts';
import { TrackerError } from '../../sources/error.ts';
import { extractAuthority } from '../../sources/extract.ts';
import { countRecords } from '../support/rfc4180-counter.ts';
import {
  configOf,
  extractOf,
  fixtures,
  oneChild,
  repository,
  scratchFolder,
  settings,
} from '../support/source-folder.ts';

function expectTallies(extract: Extract, pathOf: (file: string) => string): void {
  const read = extract.files.filter(
    ({ recognised_as }) => recognised_as !== null && !recognised_as.endsWith('(not used)'),
  );
  expect(read.length).toBeGreaterThan(1);
  for (const { file, rows_read, rows_accepted, rows_quarantined } of read) {
    expect({ file, rows: rows_read }).toEqual({ file, rows: countRecords(readFileSync(pathOf(file))) });
    expect(rows_accepted + rows_quarantined).toBe(rows_read);
  }
}

describe('rows read = accepted + quarantined, against an independent counter', () => {
  test.each(['systemc', 'mosaic'])('SSD fixtures of %s', async (system) => {
    const folder = fixtures(`ssd/fixtures/${system}`);
    const extract = await extractAuthority(configOf([{ adapter: 'ssd', folders: [folder] }]), {
      asAt: '2025-01-31',
      settings,
    });
    expectTallies(extract, (file) => join(folder, file));
  });

  const samples = resolve(repository, '../shared/sample-data/ssda903');
  test.runIf(existsSync(samples))('the public 903 sample', async () => {
    const extract = await extractAuthority(configOf([{ adapter: 'ssda903', folders: [samples] }]), {
      asAt: '2019-03-31',
      settings,
    });
    expectTallies(extract, (file) => join(samples, file));
  });

  test('a small demo authority, dirt and all', async () => {
    const folder = scratchFolder();
    writeDemo(folder, { children: 60, asAt: '2026-06-30', seed: 3 });
    const config = configOf([
      { adapter: 'ssd', folders: [join(folder, 'ssd')] },
      { adapter: 'local', folders: [join(folder, 'local')] },
    ]);
    const extract = await extractAuthority(config, { asAt: '2026-06-30', settings });
    expect(extract.quarantine.length).toBeGreaterThan(10);
    expectTallies(extract, (file) => join(folder, file.startsWith('local') ? 'local' : 'ssd', file));
  });

  test('any text below a header', async () => {
    const unit = fc.constantFrom('1', 'C1', 'NULL', '2024-02-01', '31/02/2024', ',', ',', '"', '\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 60 }), async (body) => {
        const text = `lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date\n${body}`;
        const read = extractOf({ ...oneChild, 'legal.csv': text });
        const extract = await read.catch((error) => error as TrackerError);
        if (extract instanceof TrackerError) {
          expect(extract.code).toBe('unclosed_quote');
          return;
        }
        const tally = extract.files.find(({ file }) => file === 'legal.csv');
        expect(tally?.rows_read).toBe(countRecords(Buffer.from(text)));
        expect(tally?.rows_accepted).toBe(
          (tally?.rows_read ?? 0) - extract.quarantine.filter(({ file }) => file === 'legal.csv').length,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('the same files in another order of rows give the same children', async () => {
    const files = { ...oneChild };
    expect((await extractOf(files)).rows).toEqual((await extractOf(files)).rows);
  });
});
