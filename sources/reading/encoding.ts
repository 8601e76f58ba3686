import type { FileTally } from '../contract/extract.ts';

export type Encoding = FileTally['encoding'];

/**
 * Text of a file and the encoding it was in. Query tools save UTF-8 with a mark, Excel's "Unicode text"
 * is UTF-16, and older Windows clients write Windows-1252, which is what is left when nothing else fits.
 */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const text = utf8(bytes.subarray(3));
    if (text !== null) return { text, encoding: 'utf-8-bom' };
    return { text: windows1252(bytes.subarray(3)), encoding: 'windows-1252' };
  }
  if (isUtf16(bytes)) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
  const text = utf8(bytes);
  if (text !== null) return { text, encoding: 'utf-8' };
  return { text: windows1252(bytes), encoding: 'windows-1252' };
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

const windows1252 = (bytes: Uint8Array): string => new TextDecoder('windows-1252').decode(bytes);

/** With its mark, or without one when the first characters are plain letters with a zero byte after each. */
function isUtf16(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return true;
  return bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0;
}
