export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** What the bytes of a file were found to be. */
export interface SeenBytes {
  readonly encoding: Encoding;
  /** Bytes of the mark at the front. */
  readonly mark: number;
  /** A zero where text has none: a damaged file, or no text at all. */
  readonly zeros: boolean;
}

/**
 * Watches the bytes of a file go by and says in which encoding they are. Query tools save UTF-8 with a mark,
 * Excel's "Unicode text" is UTF-16, and older Windows clients write Windows-1252, which is what is left when
 * the whole file is not valid UTF-8.
 */
export class EncodingWatch {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  /** The first bytes, which tell most. */
  #head = new Uint8Array();
  #utf8 = true;
  #zeros = false;

  see(part: Uint8Array): void {
    if (this.#head.length < 4) this.#head = Buffer.concat([this.#head, part.subarray(0, 4)]);
    this.#zeros ||= part.includes(0);
    this.#decode(part, true);
  }

  seen(): SeenBytes {
    const wide = wideAt(this.#head);
    if (wide !== null) return { ...wide, zeros: false };
    this.#decode(new Uint8Array(), false);
    const [a, b, c] = this.#head;
    const marked = a === 0xef && b === 0xbb && c === 0xbf;
    const mark = marked ? 3 : 0;
    if (!this.#utf8) return { encoding: 'windows-1252', mark, zeros: this.#zeros };
    return { encoding: marked ? 'utf-8-bom' : 'utf-8', mark, zeros: this.#zeros };
  }

  #decode(part: Uint8Array, stream: boolean): void {
    if (!this.#utf8) return;
    try {
      this.#decoder.decode(part, { stream });
    } catch {
      this.#utf8 = false;
    }
  }
}

/** UTF-16 with its mark, or without one when the first characters are plain letters with a zero byte beside each. */
function wideAt(bytes: Uint8Array): { encoding: Encoding; mark: number } | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (bytes.length < 4) return null;
  const [a, b, c, d] = [...bytes.subarray(0, 4)].map((byte) => byte === 0);
  if (!a && b && !c && d) return { encoding: 'utf-16le', mark: 0 };
  return a && !b && c && !d ? { encoding: 'utf-16be', mark: 0 } : null;
}

/** Decodes a file in parts, without its mark. */
export function decoderOf({ encoding }: SeenBytes): (part: Uint8Array, more: boolean) => string {
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding);
  return (part, more) => decoder.decode(part, { stream: more });
}
