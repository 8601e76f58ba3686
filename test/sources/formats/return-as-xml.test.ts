import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Extract } from '../../../sources/contract/extract.ts';
import { extractAuthority } from '../../../sources/extract.ts';
import { returnXml } from '../../support/packed-files.ts';
import { snapshotBytes } from '../../support/snapshot-bytes.ts';
import {
  configOf,
  type Files,
  fixtures,
  folderOf,
  leftOut,
  notes,
  refusals,
  settings,
} from '../../support/source-folder.ts';

const read = (files: Files, asAt = '2025-03-31'): Promise<Extract> =>
  extractAuthority(configOf([{ adapter: 'ssda903', folders: [folderOf(files)] }]), { asAt, settings });

const refusal = async (files: Files): Promise<{ code: string; message: string; exitCode: number }> =>
  read(files).then(
    () => {
      throw new Error('was read');
    },
    (error: { code: string; message: string; exitCode: number }) => error,
  );

const years = ['2023-24', '2024-25'];
const csvOf = (year: string): string[] => {
  const folder = fixtures(`ssda903/fixtures/${year}`);
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
};
const child = (header: string, episodes: string): string =>
  `<CHILD><HEADER><CHILDID>1001</CHILDID><SEX>1</SEX><DOB>01/06/2008</DOB><ETHNIC>WBRI</ETHNIC>${header}</HEADER>${episodes}</CHILD>`;
const episode = '<EPISODE><DECOM>01/06/2024</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL></EPISODE>';
const xml = (...children: readonly string[]): string => `<EXPSSDA903>${children.join('')}</EXPSSDA903>`;

describe('the return as XML', () => {
  test('says byte for byte what the CSV files of the same years say', async () => {
    const csvFiles = Object.fromEntries(
      years.flatMap((year) => {
        const folder = fixtures(`ssda903/fixtures/${year}`);
        return readdirSync(folder).map((name) => [`${year}/${name}`, readFileSync(join(folder, name))]);
      }),
    );
    const xmlFiles = Object.fromEntries(years.map((year) => [`${year}/return.xml`, returnXml(csvOf(year))]));
    const [fromCsv, fromXml] = [await read(csvFiles), await read(xmlFiles)];
    expect(await snapshotBytes(fromXml)).toEqual(await snapshotBytes(fromCsv));
    expect(fromXml.inputs).toEqual(fromCsv.inputs);
    expect(notes(fromXml)).toEqual(notes(fromCsv));
    const reasons = ({ quarantine }: Extract) =>
      quarantine.map(({ reason, column }) => `${reason} ${column}`);
    expect(reasons(fromXml).sort()).toEqual(reasons(fromCsv).sort());
    expect(fromXml.rows.episode.length).toBeGreaterThan(4);
  });

  test('a record is found again by its number among the elements of its name', async () => {
    const late = episode.replace('01/06/2024', '31/02/2024');
    const extract = await read({ 'return.xml': xml(child('', `${episode}${late}`)) });
    expect(refusals(extract)).toEqual(['return.xml, table episodes:2 impossible_date DECOM']);
    expect(extract.rows.episode).toHaveLength(1);
    expect(leftOut(extract)).toEqual([]);
  });

  test('UASC 0 is not unaccompanied, UASC 1 is, and elements that the CSV form lacks do no harm', async () => {
    const one = child('<UASC>0</UASC><NEW_THING>x</NEW_THING>', episode);
    const two = child('<UASC>1</UASC><DUC/>', `${episode}<SWEPISODE><SW_ID>1</SW_ID></SWEPISODE>`).replace(
      '1001',
      '1002',
    );
    const extract = await read({ 'return.xml': xml(one, two) });
    expect(extract.rows.unaccompanied.map(({ child_id }) => child_id)).toEqual(['1002']);
  });

  test.each([
    ['UTF-16', Buffer.from(`\ufeff${xml(child('', episode))}`, 'utf16le')],
    [
      'windows-1252',
      Buffer.from(
        `<?xml version="1.0" encoding="windows-1252"?>${xml(child('<X>é</X>', episode))}`,
        'latin1',
      ),
    ],
    [
      'a prefix and small letters',
      xml(child('', episode))
        .replace(/<(\/?)/g, '<$1r:')
        .toLowerCase(),
    ],
    ['CDATA and character references', xml(child('', episode.replace('U6', '<![CDATA[U]]>&#54;')))],
    ['another name', xml(child('', episode))],
  ])('is read in %s', async (kind, content) => {
    const name = kind === 'another name' ? 'return.txt' : 'return.xml';
    const extract = await read({ [name]: content });
    expect(extract.rows.child.map(({ child_id }) => child_id)).toEqual(['1001']);
    expect(extract.rows.placement.map(({ placement_type }) => placement_type)).toEqual(['U6']);
  });

  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
    '',
  );
  test.each([
    ['a document type', '<!DOCTYPE EXPSSDA903 SYSTEM "http://example.invalid/x.dtd">'],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['a billion laughs', `<!DOCTYPE a [<!ENTITY l0 "ha">${laughs}]>`],
  ])('with %s is refused, and nothing is expanded', async (_, type) => {
    const content = `<?xml version="1.0"?>${type}${xml(child('', episode.replace('U6', '&x;')))}`;
    const start = performance.now();
    const error = await refusal({ 'return.xml': content });
    expect(error).toMatchObject({ code: 'xml_refused', exitCode: 3 });
    expect(error.message).toBe(
      'return.xml, line 1: the file begins with a document type (DTD) or defines entities, which the return never has',
    );
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test.each([
    ['cut off', xml(child('', episode)).slice(0, -30)],
    ['with an entity that nobody defined', xml(child('', episode.replace('U6', '&secret;')))],
    ['nested without end', `${'<CHILD>'.repeat(100_000)}`],
    [
      'with thousands of attributes',
      xml(`<CHILD ${Array.from({ length: 5_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`),
    ],
    ['with one element twice', xml(child('<DOB>02/06/2008</DOB>', episode))],
    ['in an unknown encoding', `<?xml version="1.0" encoding="klingon"?>${xml(child('', episode))}`],
  ])('%s is refused with file and line, and no value', async (_, content) => {
    const error = await refusal({ 'return.xml': content });
    expect(error).toMatchObject({ code: 'xml_refused', exitCode: 3 });
    expect(error.message).toMatch(/^return\.xml, line 1: the file /);
    expect(error.message).not.toMatch(/secret|1001|2008/);
  });

  test('XML that is not the return is told and passed over', async () => {
    const extract = await read({ 'return.xml': xml(child('', episode)), 'other.xml': '<a><b>1</b></a>' });
    expect(extract.not_read).toEqual([
      {
        path: 'other.xml',
        why: 'It is XML, but not the children looked after return: it has no element CHILD with a HEADER.',
      },
    ]);
  });
});
