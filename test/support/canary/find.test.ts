import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { dataSheet } from '../../../pipeline/spreadsheet.ts';
import { TaggedPdf } from '../../../pipeline/tagged-pdf.ts';
import { withDatabase } from '../../../pipeline/warehouse/database.ts';
import type { TrackerError } from '../../../sources/error.ts';
import { size } from '../../proofs/sizes.ts';
import { type Canary, identifying, plantedCanaries } from './canary.ts';
import { findCanariesInDatabase } from './databases.ts';
import { findCanaries } from './find.ts';

const canaries = plantedCanaries(1);
const of = (kind: string): Canary => canaries.find((each) => each.kind === kind)!;
const nhs = of('NHS number');
const forename = of('forename');
const street = of('street');
const telephone = of('telephone number');

function folderOf(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'canary-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const found = (content: string | Buffer) =>
  findCanaries([folderOf({ 'page.html': content })], canaries).map(({ kind, form }) => `${kind}: ${form}`);

const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');
const entity = (text: string) => [...text].map((char) => `&#${char.codePointAt(0)};`).join('');
const escaped = (text: string) =>
  [...text].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
const reversed = (text: string) => [...text].reverse().join('');

describe('every form in which a value may be written', () => {
  it.each<[string, string | Buffer, string]>([
    ['as it stands', `<p>${nhs.value}</p>`, 'NHS number: plain'],
    ['in capitals', `<p>${forename.value.toUpperCase()}</p>`, 'forename: case-folded'],
    ['without its accent', `<p>${forename.value.replace('ë', 'e')}</p>`, 'forename: case-folded'],
    ['composed otherwise', `<p>${forename.value.normalize('NFD')}</p>`, 'forename: case-folded'],
    ['in Latin-1', Buffer.from(forename.value, 'latin1'), 'forename: Latin-1'],
    ['in UTF-16', Buffer.from(forename.value, 'utf16le'), 'forename: UTF-16'],
    ['in a link', `?q=${encodeURIComponent(street.value)}`, 'street: URL-encoded'],
    ['in a form', `q=${street.value.replaceAll(' ', '+')}`, 'street: URL-encoded'],
    ['each byte encoded', percent(forename.value), 'forename: URL-encoded'],
    ['in entities', entity(forename.value), 'forename: HTML entities'],
    ['with a named entity', forename.value.replace('ë', '&euml;'), 'forename: HTML entities'],
    [
      'with a hexadecimal entity',
      `&#x${nhs.value.charCodeAt(0).toString(16)};${nhs.value.slice(1)}`,
      'NHS number: HTML entities',
    ],
    ['in escapes', `"${escaped(forename.value)}"`, 'forename: escapes'],
    ['in entities within a link', percent(entity(street.value)), 'street: several encodings'],
    ['encoded twice', encodeURIComponent(encodeURIComponent(street.value)), 'street: several encodings'],
    ['in base64', Buffer.from(`${nhs.value}`).toString('base64'), 'NHS number: base64'],
    ['in base64, one byte on', Buffer.from(`x${nhs.value}yy`).toString('base64'), 'NHS number: base64'],
    ['in base64, two bytes on', Buffer.from(`xx${nhs.value}y`).toString('base64'), 'NHS number: base64'],
    [
      'in base64 for links',
      Buffer.from(`{"a":"${forename.value}?"}`).toString('base64url'),
      'forename: base64',
    ],
    [
      'in base64 over lines',
      (
        Buffer.from(`note ${street.value} end`)
          .toString('base64')
          .match(/.{1,7}/g) ?? []
      ).join('\r\n'),
      'street: base64',
    ],
    ['in hexadecimal', Buffer.from(nhs.value).toString('hex'), 'NHS number: hexadecimal'],
    [
      'grouped',
      `${nhs.value.slice(0, 3)} ${nhs.value.slice(3, 6)}-${nhs.value.slice(6)}`,
      'NHS number: split',
    ],
    [
      'over elements',
      `<b>${street.value.slice(0, 5)}</b><i class="x9">${street.value.slice(5)}</i>`,
      'street: split',
    ],
    [
      'over parts of a script',
      `'${forename.value.slice(0, 4)}' + '${forename.value.slice(4)}'`,
      'forename: split',
    ],
    ['with invisible signs', [...forename.value].join('\u200b'), 'forename: split'],
    ['backwards', reversed(nhs.value), 'NHS number: digit groups reversed'],
    [
      'groups in backward order',
      `${nhs.value.slice(6)} ${nhs.value.slice(3, 6)} ${nhs.value.slice(0, 3)}`,
      'NHS number: digit groups reversed',
    ],
    [
      'each group backwards',
      `${reversed(telephone.value.slice(0, 5))} ${reversed(telephone.value.slice(5))}`,
      'telephone number: digit groups reversed',
    ],
  ])('%s', (_, content, hit) => {
    expect(found(content)).toContain(hit);
  });

  it('of every canary, at any place of any text', () => {
    const wrap = fc.constantFrom(
      (value: string) => value,
      (value: string) => value.toUpperCase(),
      percent,
      entity,
      (value: string) => Buffer.from(`a${value}b`).toString('base64'),
      (value: string) => Buffer.from(`ab${value}`).toString('base64url'),
      (value: string) => [...value].join('</i>\n<i>'),
      (value: string) => Buffer.from(value).toString('hex'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...canaries),
        wrap,
        fc.string(),
        fc.string(),
        (canary, write, before, after) => {
          const hits = findCanaries(
            [folderOf({ a: `${before} <p>${write(canary.value)}</p> ${after}` })],
            [canary],
          );
          expect(hits).toHaveLength(1);
        },
      ),
      { numRuns: size('disguisedCanaries') },
    );
  });

  it('is not seen where there is none', () => {
    const noise = Array.from(
      { length: 40_000 },
      (_, index) => `${index},${(index * 7919) % 100_003},0.${index}`,
    ).join('\n');
    expect(found(noise)).toEqual([]);
  });
});

describe('what a hit says', () => {
  it('is the place, the kind, the field and the form, never the value, also where a file is named after it', () => {
    const folder = folderOf({ 'a/b.json': nhs.value, [`${nhs.value}.txt`]: 'x' });
    const hits = findCanaries([folder], canaries);
    expect(hits).toEqual([
      { file: 'file 1 of 2 by name', kind: 'NHS number', field: nhs.field, form: 'plain' },
      { file: 'a/b.json', kind: 'NHS number', field: nhs.field, form: 'plain' },
    ]);
    expect(JSON.stringify(hits)).not.toContain(nhs.value);
  });

  it('leaves case numbers to the restricted places', () => {
    const number = of('case number');
    expect(identifying(canaries)).not.toContain(number);
    expect(identifying(canaries).length).toBeGreaterThan(150);
    expect(findCanaries([folderOf({ 'list.csv': number.value })], identifying(canaries))).toEqual([]);
  });
});

describe('what cannot be searched is no pass', () => {
  const code = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as TrackerError).code;
    }
    return 'nothing was thrown';
  };

  it('unpacks gzip', () => {
    expect(found(gzipSync(`a ${nhs.value}`))).toContain('NHS number: plain');
  });

  it('unpacks workbooks and PDF as the product writes them', async () => {
    const text = `said ${forename.value} of ${nhs.value}`;
    const sheets = [dataSheet({ name: 'T', header: ['H'], rows: [[text]], widths: [20], marking: 'M' })];
    expect(found(Buffer.from(await writeXlsx({ sheets })))).toContain('NHS number: plain');
    const pdf = new TaggedPdf({ title: 'T', day: '2026-06-30' });
    pdf.write('H1', 'Nothing here');
    pdf.table({ H: 1, I: 3 }, [['1', text]]);
    const hits = found(await pdf.finish());
    expect(hits).toContain('forename: plain');
    expect(hits).toContain('NHS number: plain');
  });

  it('refuses packed files, and folders that are missing or empty', () => {
    expect(code(() => found(Buffer.from('PK\u0003\u0004 and so on')))).toBe('canary_unsearchable');
    expect(code(() => found('%PDF-1.7'))).toBe('canary_unsearchable');
    expect(code(() => findCanaries(['/nowhere'], canaries))).toBe('canary_nothing_searched');
    expect(code(() => findCanaries([mkdtempSync(join(tmpdir(), 'empty-'))], canaries))).toBe(
      'canary_nothing_searched',
    );
  });
});

describe('databases', () => {
  it('are searched column by column, numbers and names of columns too, and Parquet files as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'canary-db-'));
    const [path, parquet] = [join(folder, 'w.duckdb'), join(folder, 't.parquet')];
    await withDatabase(path, async (database) => {
      await database.run(`CREATE TABLE many AS SELECT 'row ' || n AS text, n AS number FROM range(50000) AS r(n);
        INSERT INTO many VALUES ('${forename.value.toUpperCase()} was here', ${nhs.value});
        CREATE TABLE named ("${of('surname').value}" TEXT);
        COPY many TO '${parquet}' (FORMAT parquet);`);
    });
    const hits = await findCanariesInDatabase(path, canaries);
    const where = hits.map(({ file, kind }) => `${file.replace(/ searched/, '')} ${kind}`);
    expect(where).toContain('w.duckdb."main"."many".text forename');
    expect(where).toContain('w.duckdb."main"."many".number NHS number');
    expect(where).toContain('w.duckdb (names) surname');
    const inParquet = (await findCanariesInDatabase(parquet, canaries)).map(
      ({ file, kind }) => `${file} ${kind}`,
    );
    expect(inParquet).toContain('t.parquet searched.text forename');
    expect(inParquet).toContain('t.parquet searched.number NHS number');
    expect(code(() => findCanaries([folder], canaries))).toBe('canary_unsearchable');
  });

  const code = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as TrackerError).code;
    }
    return 'nothing was thrown';
  };

  it('hold no value across two cells', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'canary-db-')), 'w.duckdb');
    await withDatabase(path, (database) =>
      database.run(
        `CREATE TABLE t AS SELECT * FROM (VALUES ('${nhs.value.slice(0, 5)}'), ('${nhs.value.slice(5)}')) AS v(a)`,
      ),
    );
    const hits = await findCanariesInDatabase(path, [nhs]);
    expect(hits.filter(({ file }) => !file.endsWith('(bytes)'))).toEqual([]);
  });
});
