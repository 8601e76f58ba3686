import { createHash } from 'node:crypto';
import sax from 'sax';
import { TrackerError } from '../error.ts';
import type { Format, InputFile, OpenOptions, Sheet, SheetRecord } from '../reading/sheet.ts';

/** A table of the return as its CSV file has it, and the element of the XML form that is one record of it. */
interface Table {
  readonly name: string;
  readonly element: string;
  /** Beside CHILD, which is the child's CHILDID on every record. */
  readonly columns: readonly string[];
  /** Columns of which one must be filled, where an element holds the records of several tables. */
  readonly given?: readonly string[];
}

/** The XML form keeps one HEADER a child with what the CSV form has in four files (data-standards 2.1 and 2.2). */
const tables: readonly Table[] = [
  { name: 'header', element: 'HEADER', columns: ['SEX', 'DOB', 'ETHNIC', 'UPN', 'MOTHER', 'MC_DOB'] },
  { name: 'uasc', element: 'HEADER', columns: ['SEX', 'DOB', 'DUC'], given: ['UASC', 'DUC'] },
  {
    name: 'ad1',
    element: 'HEADER',
    columns: ['DOB', 'DATE_INT', 'DATE_MATCH', 'FOSTER_CARE', 'NB_ADOPTR', 'SEX_ADOPTR', 'LS_ADOPTR'],
    given: ['DATE_INT', 'DATE_MATCH', 'FOSTER_CARE', 'NB_ADOPTR', 'SEX_ADOPTR', 'LS_ADOPTR'],
  },
  {
    name: 'oc3',
    element: 'HEADER',
    columns: ['DOB', 'IN_TOUCH', 'ACTIV', 'ACCOM'],
    given: ['IN_TOUCH', 'ACTIV', 'ACCOM'],
  },
  {
    name: 'episodes',
    element: 'EPISODE',
    columns: [
      ...['DECOM', 'RNE', 'LS', 'CIN', 'PLACE', 'PLACE_PROVIDER', 'DEC', 'REC', 'REASON_PLACE_CHANGE'],
      ...['HOME_POST', 'PL_POST', 'URN'],
    ],
  },
  { name: 'reviews', element: 'AREVIEW', columns: ['REVIEW', 'REVIEW_CODE'] },
  {
    name: 'placed_adoption',
    element: 'AD_PLACED',
    columns: ['DATE_PLACED', 'DATE_PLACED_CEASED', 'REASON_PLACED_CEASED'],
  },
  { name: 'missing', element: 'AMISSING', columns: ['MISSING', 'MIS_START', 'MIS_END'] },
  { name: 'previous_permanence', element: 'PERMANENCE', columns: ['PREV_PERM', 'LA_PERM', 'DATE_PERM'] },
];

/** Tags that the CSV form spells otherwise. */
const renamed: Readonly<Record<string, string>> = { CHILDID: 'CHILD', PL: 'PLACE' };

/**
 * The children looked after return as submitted (root EXPSSDA903), as the sheets of its CSV form. Read as a stream;
 * a record is numbered by its place among the elements of its name: record 17 of `episodes` is the 17th EPISODE.
 */
export const ssda903Xml: Format = {
  kind: 'xml',
  fits: (name, head) => name.endsWith('.xml') || /^\s*<(\?xml|EXPSSDA903)/i.test(startOf(head)),
  open: readReturn,
};

/** First characters, whatever the width of a character: enough to see whether a file is XML. */
const startOf = (head: Uint8Array): string =>
  new TextDecoder().decode(head.subarray(0, 200)).replace(/[\0\ufeff\ufffd]/g, '');

async function readReturn(file: InputFile, { limits }: OpenOptions): Promise<readonly Sheet[]> {
  if (file.size > limits.input_document_megabytes * 1_000_000)
    throw refusal(
      file.file,
      null,
      `holds more than ${limits.input_document_megabytes} megabytes`,
      'Export one year a file.',
    );
  const reading = new Reading(file.file, limits.input_rows);
  const digest = createHash('sha256');
  let decoder: TextDecoder | undefined;
  for await (const part of file.bytes()) {
    digest.update(part);
    decoder ??= decoderFor(file.file, part);
    reading.write(decoder.decode(part, { stream: true }));
  }
  reading.close(decoder?.decode() ?? '');
  return reading.sheets(digest.digest('hex'));
}

/** By the mark, else by the XML declaration, else UTF-8, as XML itself rules. */
function decoderFor(file: string, head: Uint8Array): TextDecoder {
  const wide = [
    ['utf-16le', 0xff, 0xfe],
    ['utf-16be', 0xfe, 0xff],
    ['utf-16le', 0x3c, 0],
    ['utf-16be', 0, 0x3c],
  ] as const;
  const [encoding] = wide.find(([, a, b]) => head[0] === a && head[1] === b) ?? [];
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/i.exec(startOf(head))?.[1];
  try {
    return new TextDecoder(encoding ?? declared ?? 'utf-8');
  } catch (cause) {
    throw refusal(file, 1, 'is in a character encoding that cannot be read', 'Save it as UTF-8.', cause);
  }
}

/** Elements nested deeper, and attributes of one tag beyond this, are no return but an attempt to exhaust memory. */
const deepest = 20;
const mostAttributes = 50;

type Fields = Map<string, string>;

/** Takes the return apart as it goes by: every element below CHILD that holds elements is a record of its table. */
class Reading {
  readonly #parser = sax.parser(true, { position: true });
  readonly #open: { readonly name: string; readonly fields: Fields; hasElements: boolean; text: string }[] =
    [];
  readonly #found = new Map<string, Records>();
  #child: { readonly element: string; readonly fields: Fields }[] = [];
  #attributes = 0;
  #rows = 0;

  constructor(
    readonly file: string,
    readonly mostRows: number,
  ) {
    this.#parser.onerror = (cause) => {
      throw this.#damaged(cause);
    };
    this.#parser.ondoctype = () => {
      throw this.#refuse(
        'begins with a document type (DTD) or defines entities, which the return never has',
        'Nothing of it was expanded or fetched. Export the return again from the case system.',
      );
    };
    this.#parser.onopentagstart = () => {
      this.#attributes = 0;
    };
    this.#parser.onattribute = () => {
      this.#attributes += 1;
      if (this.#attributes > mostAttributes) throw this.#damaged();
    };
    this.#parser.onopentag = ({ name }) => this.#opened(name);
    this.#parser.onclosetag = () => this.#closed();
    this.#parser.ontext = (text) => this.#text(text);
    this.#parser.oncdata = (text) => this.#text(text);
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  close(rest: string): void {
    this.#parser.write(rest).close();
  }

  #opened(tag: string): void {
    if (this.#open.length >= deepest) throw this.#damaged();
    const plain = tag.slice(tag.indexOf(':') + 1).toUpperCase();
    const above = this.#open.at(-1);
    if (above !== undefined) above.hasElements = true;
    this.#open.push({ name: renamed[plain] ?? plain, fields: new Map(), hasElements: false, text: '' });
  }

  #text(text: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined && !element.hasElements) element.text += text;
  }

  #closed(): void {
    const element = this.#open.pop();
    if (element === undefined) return;
    if (this.#open.some((above) => above.name === 'CHILD')) {
      if (element.hasElements) this.#keep(element);
      else this.#set(element.name, element.text);
    } else if (element.name === 'CHILD' && element.hasElements) this.#settleChild(element.fields);
  }

  #set(name: string, text: string): void {
    const fields = this.#open.at(-1)?.fields;
    if (fields === undefined) return;
    if (fields.has(name))
      throw this.#refuse(
        `has the element ${name} twice in one record`,
        'Correct that record, or export the return again.',
      );
    fields.set(name, text);
  }

  #keep({ name, fields }: { readonly name: string; readonly fields: Fields }): void {
    if (fields.size === 0) return;
    this.#rows += 1;
    if (this.#rows > this.mostRows)
      throw this.#refuse(`holds more than ${this.mostRows} records`, 'Export one year a file.');
    this.#child.push({ element: name, fields });
  }

  #settleChild(own: Fields): void {
    const header = this.#child.find(({ element }) => element === 'HEADER')?.fields ?? own;
    for (const { element, fields } of this.#child) {
      const known = tables.filter((table) => table.element === element);
      for (const table of known.length === 0
        ? [{ name: element.toLowerCase(), element, columns: [] }]
        : known)
        this.#recordsOf(table).add(fields, header);
    }
    this.#child = [];
  }

  #recordsOf(table: Table): Records {
    const before = this.#found.get(table.name);
    if (before !== undefined) return before;
    const records = new Records(table);
    this.#found.set(table.name, records);
    return records;
  }

  /** The sheets that hold records; one without a header where the file is no return at all. */
  sheets(sha256: string): Sheet[] {
    const found = [...this.#found.values()].filter(({ records }) => records.length > 0);
    const whole = {
      kind: 'xml',
      encoding: null,
      separator: null,
      sha256,
      headerLine: 0,
      remarks: [],
    } as const;
    if (found.length === 0) {
      const remarks = [{ code: 'no_return', count: 1, line: null }];
      return [{ ...whole, file: this.file, header: [], remarks, blocks: () => blocksOf([]) }];
    }
    return found.map(({ name, header, records }) => ({
      ...whole,
      file: `${this.file}, table ${name}`,
      header,
      blocks: () =>
        blocksOf(records.map((cells, at) => ({ line: at + 1, cells: padded(cells, header.length) }))),
    }));
  }

  #damaged(cause?: unknown): TrackerError {
    return this.#refuse(
      'is damaged or cut off: it is not well-formed XML',
      'Export the return again; a file that was edited by hand may lack an end tag.',
      cause,
    );
  }

  #refuse(what: string, advice: string, cause?: unknown): TrackerError {
    return refusal(this.file, this.#parser.line + 1, what, advice, cause);
  }
}

/** The records of one table, in the order of the file; elements that the CSV form does not name become columns too. */
class Records {
  readonly name: string;
  readonly header: string[];
  readonly records: string[][] = [];
  readonly #given: readonly string[] | undefined;
  readonly #others: ReadonlySet<string>;

  constructor({ name, element, columns, given }: Table) {
    this.name = name;
    this.header = ['CHILD', ...columns];
    this.#given = given;
    const shared = tables.filter((table) => table.element === element && table.name !== name);
    this.#others = new Set([...shared.flatMap((table) => [...table.columns, ...(table.given ?? [])])]);
  }

  add(fields: Fields, header: Fields): void {
    if (this.#given !== undefined && !this.#given.some((name) => isGiven(name, fields.get(name)))) return;
    for (const name of fields.keys())
      if (this.#given === undefined && !this.header.includes(name) && !this.#others.has(name))
        this.header.push(name);
    this.records.push(
      this.header.map((name) => (name === 'CHILD' ? header.get(name) : fields.get(name)) ?? ''),
    );
  }
}

/** UASC is 0 for a child who is not unaccompanied; every other element says something as soon as it is filled. */
const isGiven = (name: string, text = ''): boolean =>
  text.trim() !== '' && (name !== 'UASC' || !/^(0|N|NO|FALSE)$/i.test(text.trim()));

const padded = (cells: readonly string[], width: number): readonly string[] =>
  cells.length === width ? cells : [...cells, ...new Array<string>(width - cells.length).fill('')];

async function* blocksOf(records: readonly SheetRecord[]): AsyncGenerator<readonly SheetRecord[]> {
  if (records.length > 0) yield records;
}

function refusal(
  file: string,
  line: number | null,
  what: string,
  advice: string,
  cause?: unknown,
): TrackerError {
  const place = line === null ? file : `${file}, line ${line}`;
  return new TrackerError('input_refused', 'xml_refused', `${place}: the file ${what}`, advice, cause);
}
