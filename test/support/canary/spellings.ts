/** Every way in which a value is looked for: as bytes, and as text with encodings undone or signs left out. */
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';

/** Small letters without accents, so that spellings that differ in these alone are one. ASCII has none to lose. */
export const folded = (text: string): string =>
  text.replace(/[^\0-\x7f]+/g, (run) => run.normalize('NFKD').replace(/\p{Mn}+/gu, '')).toLowerCase();

/** Between cells that do not belong together: it is never left out, so that nothing is read across it. */
export const barrier = '\ue000';

/** Letters and digits alone. */
export const squeezed = (text: string): string => folded(text).replace(/[^\p{L}\p{N}\ue000]+/gu, '');

/** The same with the tags of a page left out, for a value that is broken over elements. */
export const untagged = (text: string): string => text.replace(/<[^<>]*>/g, '');

/** `%41` and `+` undone; bytes that are no UTF-8 are left to the other searches. */
export const urlDecoded = (text: string): string =>
  text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    .replaceAll('+', ' ');

const entities = new Map<string, string>();

/** `&#65;`, `&#x41;` and named entities undone, by the tables of the HTML standard. */
export const entityDecoded = (text: string): string =>
  text.replace(/&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});?/gi, (entity) => {
    const known = entities.get(entity);
    if (known !== undefined) return known;
    const [node] = parseFragment(entity).childNodes as DefaultTreeAdapterMap['textNode'][];
    const value = node?.value ?? entity;
    entities.set(entity, value);
    return value;
  });

/** `\u0041`, `\u{41}`, `\x41` and `\/` of JSON, scripts and styles undone. */
export const escapeDecoded = (text: string): string =>
  text
    .replace(/\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (match, ...codes) => {
      const code = Number.parseInt(codes.slice(0, 3).find((each) => each !== undefined) ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : match;
    })
    .replace(/\\([/"'])/g, '$1');

/** All three undone, again and again until nothing changes: an encoding within another. */
export function fullyDecoded(text: string): string {
  let before = text;
  for (let round = 0; round < 4; round += 1) {
    const after = escapeDecoded(entityDecoded(urlDecoded(before)));
    if (after === before) break;
    before = after;
  }
  return before;
}

/** What base64 makes of the value whatever stands before it: three alignments, less the letters that neighbours share. */
export function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = [0, 2, 3][offset] ?? 0;
    const end = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
    const core = text.slice(start, end);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** How numbers of the kinds that are planted are grouped when people write them. */
const groupings = [
  [3, 3, 4],
  [5, 6],
  [4, 3, 3],
  [2, 2, 2, 2, 2],
  [2, 8],
  [1, 3, 3, 3, 3],
] as const;

/** Digits backwards, group by group backwards, and groups in backward order. */
export function reversedDigits(value: string): string[] {
  const digits = value.replace(/\D/g, '');
  // fewer than eight digits occur by chance in any table of figures
  if (digits.length < 8) return [];
  const backwards = (text: string): string => [...text].reverse().join('');
  const grouped = groupings.flatMap((sizes) => {
    if (sizes.reduce((sum: number, size) => sum + size, 0) !== digits.length) return [];
    const groups = sizes.map((size, index) => {
      const start = sizes.slice(0, index).reduce((sum: number, each) => sum + each, 0);
      return digits.slice(start, start + size);
    });
    return [[...groups].reverse().join(''), groups.map(backwards).join('')];
  });
  return [...new Set([backwards(digits), ...grouped])].filter((each) => each !== digits);
}
