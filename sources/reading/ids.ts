import { TrackerError } from '../error.ts';

/** What case systems and spreadsheets do to a number on its way, undone where nothing is lost by it. */
const decimals = /^(\d+)\.0+$/;
const thousands = /^\d{1,3}(?:,\d{3})+$/;
/** Most ids. */
const asItStands = /^[A-Za-z0-9_:-]+$/;
const scientific = /^(\d)(?:\.(\d+))?E\+?(\d{1,2})$/i;

/**
 * An id as kept; null where its last figures are lost.
 *
 * @example cleanId(' 700001.0') // '700001'
 * @example cleanId('7.00001E+05') // '700001'
 * @example cleanId('7.0E+05') // null
 */
export function cleanId(text: string): string | null {
  if (asItStands.test(text)) return text;
  const bare = text
    .normalize('NFKC')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const whole = decimals.exec(bare)?.[1];
  if (whole !== undefined) return whole;
  if (thousands.test(bare)) return bare.replaceAll(',', '');
  return /[.+]/.test(bare) ? scientificId(bare) : bare;
}

function scientificId(text: string): string | null {
  const parts = scientific.exec(text);
  if (parts === null) return text;
  const [, first = '', rest = '', exponent = ''] = parts;
  return rest.length === Number(exponent) ? first + rest : null;
}

/** How an id is spelt other than it is kept. */
export type IdSpelling = 'decimals' | 'thousands' | 'scientific' | 'zeros';

/** A digit of zeros in front says nothing of which child is meant, as long as no two children differ by it. */
const withoutZeros = (id: string): string => (/^0+\d+$/.test(id) ? id.replace(/^0+/, '') : id);

/** Which text means which record, in one extract: one child is one id, however a file spells it. */
export class Ids {
  /** Case does not matter: upper case -> the spelling met first. */
  readonly #spellings = new Map<string, string>();
  readonly #children = new Map<string, string>();
  readonly #same: ReadonlyMap<string, string>;

  /**
   * @param lists ids of the children as each list of children spells them; `file` and `column` name it
   * @param same an authority's own word that one id is another
   */
  constructor(lists: readonly ChildIds[], same: ReadonlyMap<string, string> = new Map()) {
    for (const list of lists) this.#addList(list);
    this.#same = new Map(
      [...same].map(([id, meant]) => [this.#spelt(this.of(id) ?? id), this.#spelt(this.of(meant) ?? meant)]),
    );
  }

  #addList({ file, column, texts }: ChildIds): void {
    const here = new Map<string, string>();
    for (const text of texts) {
      const id = this.of(text);
      if (id === null) continue;
      const bare = withoutZeros(id.toUpperCase());
      const other = here.get(bare);
      if (other !== undefined && other !== id) throw zerosTell(file, column);
      here.set(bare, id);
    }
    for (const [bare, id] of here) {
      const before = this.#children.get(bare);
      // Zeros get lost on the way and are never added.
      if (before === undefined || id.length > before.length) this.#children.set(bare, id);
    }
  }

  /** Any key: of a row, a period of care, a referral. */
  of(text: string): string | null {
    const clean = cleanId(text);
    if (clean === null) return null;
    const upper = clean.toUpperCase();
    const first = this.#spellings.get(upper);
    if (first !== undefined) return first;
    this.#spellings.set(upper, clean);
    return clean;
  }

  /** The id of a child, as the list of children spells it. */
  child(text: string): string | null {
    const id = this.of(text);
    if (id === null) return null;
    const spelt = this.#spelt(id);
    return this.#same.get(spelt) ?? spelt;
  }

  /** As the list of children spells an id. */
  #spelt(id: string): string {
    return this.#children.get(withoutZeros(id.toUpperCase())) ?? id;
  }

  /** True where the authority says that this id is another child's. */
  isSettled(text: string): boolean {
    const id = this.of(text);
    return id !== null && this.#same.has(this.#spelt(id));
  }

  /** How a text differs from the id it was taken for; null where it does not, or by blanks and case alone. */
  spelling(text: string): IdSpelling | null {
    const bare = text.trim();
    if (decimals.test(bare)) return 'decimals';
    if (thousands.test(bare)) return 'thousands';
    if (/[.+]/.test(bare) && scientific.test(bare)) return 'scientific';
    const id = this.of(text);
    return id !== null && this.#spelt(id).length !== id.length ? 'zeros' : null;
  }
}

/** The ids of one list of children. */
export interface ChildIds {
  readonly file: string;
  readonly column: string;
  readonly texts: readonly string[];
}

/** Two ids of one list that differ by zeros alone: only then do the zeros say which child is meant. */
function zerosTell(file: string, column: string): TrackerError {
  return new TrackerError(
    'input_refused',
    'ids_differ_by_zeros',
    `${file}: two ids of ${column} differ by leading zeros alone, so ids that lost theirs cannot be told apart`,
    'Export every file with the ids as text, or correct the id that is a slip.',
  );
}
