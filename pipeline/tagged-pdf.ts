/** PDF that a screen reader can read: tagged in reading order, with bookmarks, language and embedded fonts. No clock: the day is given. */
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

const { resolve } = createRequire(import.meta.url);

/**
 * The fonts by the names of their files: known by another name, each would be opened and read anew for every cell of a
 * table.
 */
export const fonts = {
  plain: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
} as const;

type Tag = 'H1' | 'H2' | 'H3' | 'P';

/** What the fonts have no letter for stands as its number: a box would say nothing. */
const printable = (text: string): string =>
  text.replace(
    /[^\n\u0020-\u007e\u00a0-\u024f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20b5\u2122\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff\p{M}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Armenian}\p{Script=Georgian}]/gu,
    (letter) => `[U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );

/** Size and space above of each kind of paragraph, in points. */
const looks: Readonly<
  Record<Tag, { readonly size: number; readonly above: number; readonly bold: boolean }>
> = {
  H1: { size: 18, above: 0, bold: true },
  H2: { size: 14, above: 10, bold: true },
  H3: { size: 11, above: 7, bold: true },
  P: { size: 10, above: 0, bold: false },
};

export interface PdfChoice {
  readonly title: string;
  /** The day that stands as the day of making, yyyy-mm-dd. */
  readonly day: string;
  /** Printed at the head of each page. */
  readonly marking?: string;
  /** Printed at the foot of each page, before the page's number. */
  readonly foot?: string;
}

/** The columns of a table: each header with how much of the width it takes, as a part of all the parts. */
export type PdfColumns = Readonly<Record<string, number>>;

const margins = { top: 56, bottom: 52, left: 50, right: 50 } as const;

/** A tagged document that is written from top to bottom. */
export class TaggedPdf {
  readonly document: PDFKit.PDFDocument;
  readonly #whole: PDFKit.PDFStructureElement;
  readonly #parts: Buffer[] = [];
  readonly #choice: PdfChoice;
  readonly #ended: Promise<unknown>;

  constructor(choice: PdfChoice) {
    const made = new Date(`${choice.day}T00:00:00Z`);
    this.#choice = choice;
    this.document = new PDFDocument({
      size: 'A4',
      margins,
      pdfVersion: '1.7',
      tagged: true,
      subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets,
      lang: 'en-GB',
      displayTitle: true,
      bufferPages: true,
      info: { Title: choice.title, Author: 'Permanence Tracker', CreationDate: made, ModDate: made },
    });
    this.document.on('data', (part: Buffer) => this.#parts.push(part));
    this.#ended = new Promise((resolved) => this.document.on('end', resolved));
    this.#whole = this.document.struct('Document');
    this.document.addStructure(this.#whole);
  }

  get width(): number {
    return this.document.page.width - margins.left - margins.right;
  }

  /** Room left on the page, in points. */
  get room(): number {
    return this.document.page.height - margins.bottom - this.document.y;
  }

  newPage(layout: 'portrait' | 'landscape' = 'portrait'): void {
    this.document.addPage({ size: 'A4', margins, layout });
  }

  /** A paragraph or heading. A heading does not stay alone at the foot of a page. */
  write(tag: Tag, text: string, size?: number): void {
    const look = looks[tag];
    if (look.bold && this.room < 75) this.newPage();
    this.document.y += look.above;
    this.#whole.add(
      this.document.struct(tag, {}, () => {
        this.document
          .font(look.bold ? fonts.bold : fonts.plain)
          .fontSize(size ?? look.size)
          .fillColor('#0b0c0c')
          .text(printable(text), margins.left, this.document.y, { width: this.width, paragraphGap: 3 });
      }),
    );
  }

  /** A bookmark to this place, below another where one is given. */
  bookmark(title: string, under: PDFKit.PDFOutline = this.document.outline): PDFKit.PDFOutline {
    return under.addItem(title, { expanded: true });
  }

  /** A picture of so many points in height, drawn from the upper left of the room it is given, with words in its place. */
  figure(alt: string, height: number, draw: (left: number, top: number, width: number) => void): void {
    if (this.room < height) this.newPage();
    const top = this.document.y;
    const bbox = [margins.left, top, margins.left + this.width, top + height];
    const options = { alt, bbox } as PDFKit.Mixins.StructureElementOptions;
    this.#whole.add(
      this.document.struct('Figure', options, () => {
        draw(margins.left, top, this.width);
      }),
    );
    this.document.x = margins.left;
    this.document.y = top + height + 4;
  }

  /** A table whose first row and first column are headings. */
  table(columns: PdfColumns, rows: readonly (readonly string[])[], size = 8): void {
    const shares = Object.values(columns);
    const all = shares.reduce((sum, share) => sum + share, 0);
    const head = Object.keys(columns).map((text) => ({
      text,
      type: 'TH',
      scope: 'Column',
      backgroundColor: '#e8edf2',
    }));
    // every other row is shaded: a border on one side alone is written with colours that no reader of tags knows
    const body = rows.map((row, index) =>
      row.map((text, at) => ({
        text: printable(text),
        ...(at === 0 ? { type: 'TH', scope: 'Row' } : { type: 'TD' }),
        ...(index % 2 === 0 ? {} : { backgroundColor: '#f5f7f8' }),
      })),
    );
    if (this.room < 60) this.newPage();
    this.document.font(fonts.plain).fontSize(size).fillColor('#0b0c0c');
    this.document.table({
      position: { x: margins.left, y: this.document.y },
      maxWidth: this.width,
      columnStyles: shares.map((share) => (share / all) * this.width),
      defaultStyle: { border: 0, padding: size < 7 ? 1.5 : 2.5 },
      structParent: this.#whole,
      data: [head, ...body],
    } as unknown as PDFKit.Mixins.TableOptionsWithData);
    this.document.x = margins.left;
    this.document.y += 6;
  }

  /** The bytes; the same calls give the same bytes. */
  async finish(): Promise<Buffer> {
    this.#edges();
    this.document.end();
    await this.#ended;
    return Buffer.concat(this.#parts);
  }

  /** Marking and page number, which are no part of what is read. */
  #edges(): void {
    const { marking, foot = '' } = this.#choice;
    const { count } = this.document.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.document.switchToPage(page);
      const { height } = this.document.page;
      const edge = (text: string, y: number, font: string): void => {
        this.document.markContent('Artifact', { type: 'Pagination' });
        // text so low would begin a page
        this.document.page.margins.bottom = 0;
        this.document
          .font(font)
          .fontSize(8)
          .fillColor('#383f43')
          .text(text, margins.left, y, { width: this.width, align: 'center', lineBreak: false });
        this.document.page.margins.bottom = margins.bottom;
        this.document.endMarkedContent();
      };
      if (marking !== undefined) edge(marking, 24, fonts.bold);
      edge(`${foot} Page ${page + 1} of ${count}`.trim(), height - 32, fonts.plain);
    }
  }
}
