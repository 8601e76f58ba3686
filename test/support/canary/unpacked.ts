/** What packed files hold, as bytes that can be searched: gzip, ZIP (workbooks too), and PDF as the product writes it. */
import { gunzipSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';

const begins = (bytes: Buffer, start: string): boolean => bytes.toString('latin1', 0, start.length) === start;

/** The content of a packed file; any other file, and one that only begins like it, as it lies. */
export function unpacked(bytes: Buffer): Buffer {
  try {
    if (begins(bytes, '\u001f\u008b')) return gunzipSync(bytes);
    if (begins(bytes, 'PK\u0003\u0004')) return Buffer.concat(Object.values(unzipSync(bytes)));
    if (begins(bytes, '%PDF')) return Buffer.from(textOfPdf(bytes) ?? bytes);
    return bytes;
  } catch {
    return bytes;
  }
}

/** What a PDF says beside its streams, and the words of its pages; null where no page could be read. */
function textOfPdf(pdf: Buffer): string | null {
  const outside = pdf.toString('latin1');
  const streams = new Map<number, string>();
  for (const { index, 1: number, 0: head } of outside.matchAll(
    /(\d+) 0 obj\n(?:(?!endobj)[\s\S])*?\nstream\n/g,
  )) {
    const start = index + head.length;
    const content = pdf.subarray(start, outside.indexOf('endstream', start));
    streams.set(Number(number), head.includes('/FlateDecode') ? inflateSync(content).toString('latin1') : '');
  }
  const maps = new Map<string, ReadonlyMap<number, string>>();
  for (const [, name = '', font] of outside.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const [, map] = new RegExp(`\\n${font} 0 obj[\\s\\S]*?/ToUnicode (\\d+) 0 R`).exec(outside) ?? [];
    maps.set(name, lettersOf(streams.get(Number(map)) ?? ''));
  }
  const pages = [...streams.values()].filter((stream) => /\bBT\b/.test(stream));
  const words = pages.map((page) => wordsOf(page, maps)).join('\n');
  return words.trim() === '' ? null : `${words}\n${outside}`;
}

const units = (hex: string): number[] => (hex.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16));

/** The letters that a font's numbers stand for. */
function lettersOf(map: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g))
    for (const [at, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/g)].entries())
      found.set(Number.parseInt(from, 16) + at, String.fromCharCode(...units(hex.replaceAll(' ', ''))));
  return found;
}

/** The words of a page, a line for each piece that is shown. */
function wordsOf(page: string, maps: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let letters: ReadonlyMap<number, string> = new Map();
  const shown: string[] = [];
  for (const [, font, pieces] of page.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) letters = maps.get(font) ?? new Map();
    else
      shown.push(
        [...(pieces ?? '').matchAll(/<([0-9a-f]+)>/g)]
          .flatMap(([, hex = '']) => units(hex))
          .map((unit) => letters.get(unit) ?? '')
          .join(''),
      );
  }
  return shown.join('\n');
}
