/** Searches every byte of a folder for a number that is not among its printed figures. */
import { extname } from 'node:path';
import type { Breach, IntruderPolicy } from './breach.ts';
import { arrowRows, csvFile, type DataFile, imagePieces, jsonFile } from './data-file.ts';
import { checkDrawing, checkSized, seriesOf } from './drawing-check.ts';
import { type FigureBook, isFiguresFile, isManifest, isPanelFile } from './figure-book.ts';
import { checkFigures, checkFiguresFile } from './figure-check.ts';
import { numbersIn, strip } from './number-token.ts';
import { type Piece, readPage } from './page.ts';
import type { PublishedFile } from './published.ts';
import { questionOf } from './question.ts';
import { checkRow } from './record-check.ts';
import { type Scope, scopeOf } from './scope.ts';
import { checkTable } from './table-check.ts';
import { checkText } from './text-check.ts';

/** What the bytes give away by themselves. */
export function searchBytes(
  files: readonly PublishedFile[],
  book: FigureBook,
  policy: IntruderPolicy,
): Breach[] {
  const scopes = new Map<string, Scope>();
  const scopeFor = (file: PublishedFile): Scope => {
    const question = questionOf(file.path);
    const known = scopes.get(question ?? '') ?? scopeOf('index', question, book);
    scopes.set(question ?? '', known);
    return { ...known, file: file.path, strict: scopeOf(file.path, null, emptyOf(book)).strict };
  };
  return [
    ...checkFigures(book.figures, policy),
    ...files.flatMap((file) => [
      ...checkName(file.path, scopeFor(file)),
      ...searchFile(file, scopeFor(file), book),
    ]),
  ];
}

const emptyOf = (book: FigureBook): FigureBook => ({ ...book, figures: [] });

const quiet = new Set(['.woff', '.woff2', '.ico']);

function searchFile(file: PublishedFile, scope: Scope, book: FigureBook): Breach[] {
  const { path, bytes } = file;
  const text = (): string => bytes.toString('utf8');
  if (isFiguresFile(file)) return checkFiguresFile(file);
  if (isManifest(path)) return searchLoose(jsonFile(text()), scope);
  if (isPanelFile(path)) return searchPanel(text(), scope, book);
  switch (extname(path).toLowerCase()) {
    case '.html':
    case '.htm':
    case '.svg':
    case '.xml':
      return searchPage(text(), scope, book);
    case '.csv':
      return searchData(csvFile(bytes), scope, book);
    case '.arrow':
      return searchData(arrowRows(bytes), scope, book);
    case '.json':
      return searchData(jsonFile(text()), scope, book);
    case '.css':
      return searchStyle(text(), scope);
    case '.js':
    case '.txt':
    case '.md':
      return searchBeside(text(), scope);
    case '.png':
    case '.jpg':
    case '.jpeg':
    case '.webp':
    case '.gif':
      return imagePieces(bytes).flatMap((piece) => checkText(piece, scope));
    default:
      return quiet.has(extname(path).toLowerCase()) ? [] : [unreadable(path)];
  }
}

const unreadable = (path: string): Breach => ({
  table: path,
  kind: 'unreadable_file',
  file: path,
  equations: [],
  what: 'this kind of file cannot be searched, so it cannot be published.',
});

function searchPage(html: string, scope: Scope, book: FigureBook): Breach[] {
  const page = readPage(html);
  const series = seriesOf(scope);
  return [
    ...withoutNumbering(page.pieces).flatMap((piece) => searchPiece(piece, scope, book)),
    ...page.grids.flatMap((grid) => checkTable(grid, scope)),
    ...page.drawings.flatMap((drawing) => checkDrawing(drawing, series, scope)),
    ...page.sized.flatMap((sized) => checkSized(sized, series, scope)),
    ...page.records.flatMap((row) => checkRow(row, scope, book)),
  ];
}

/** Members of a list that is numbered from one on; the numbers count no children. */
function withoutNumbering(pieces: readonly Piece[]): Piece[] {
  const numbered = pieces.filter(({ at, text }) => at === 'li' && /^\d{1,2}$/.test(text));
  const isCount = numbered.every(({ text }, at) => Number(text) === at + 1);
  return pieces.filter((piece) => !isCount || !numbered.includes(piece));
}

/** Scripts of data are data; styles speak through their content; the rest is text. */
function searchPiece(piece: Piece, scope: Scope, book: FigureBook): Breach[] {
  if (piece.where === 'json') return searchData(jsonFile(piece.text), scope, book);
  if (piece.where === 'style') return searchStyle(piece.text, scope);
  return checkText(piece, scope);
}

const searchData = ({ rows, pieces }: DataFile, scope: Scope, book: FigureBook): Breach[] => [
  ...rows.flatMap((row) => checkRow(row, scope, book)),
  ...pieces.filter(({ text }) => !book.byKey.has(text)).flatMap((piece) => checkText(piece, scope)),
];

/** The manifest counts files and rules, not children: only numbers beside children are looked for. */
const searchLoose = ({ rows, pieces }: DataFile, scope: Scope): Breach[] => {
  const loose = { ...scope, strict: false };
  const texts = [...rows.flatMap((row) => Object.values(row)), ...pieces.map(({ text }) => text)];
  return texts.flatMap((text) => checkText({ where: 'text', at: 'the manifest', text }, loose));
};

/** `panel.json`: its figures are those of `figures.csv`; all else is words, keys and positions. */
function searchPanel(text: string, scope: Scope, book: FigureBook): Breach[] {
  const skip = (path: string): boolean => /^\.hidden\b|\.position$/.test(path);
  return searchData(jsonFile(text, skip), scope, book);
}

/** What a style sheet writes into a page, and its comments. */
function searchStyle(text: string, scope: Scope): Breach[] {
  const written = [...text.matchAll(/content\s*:\s*(['"])(.*?)\1/g)].map((match) => match[2] ?? '');
  const comments = [...text.matchAll(/\/\*([\s\S]*?)\*\//g)].map((match) => match[1] ?? '');
  return [
    ...written.flatMap((each) => checkText({ where: 'style', at: 'content of a style', text: each }, scope)),
    ...comments.flatMap((each) =>
      checkText({ where: 'text', at: 'comment of a style', text: each }, { ...scope, strict: false }),
    ),
  ];
}

/** A program or a note: the words around the name of a hidden figure. */
function searchBeside(text: string, scope: Scope): Breach[] {
  const lines = text.split(/[\n;{}]/).filter((line) => line.length < 2000);
  return lines.flatMap((line) =>
    checkText({ where: 'text', at: 'a line', text: line }, { ...scope, strict: false }),
  );
}

/** A number of its own in the name of a file, as in chart-12.svg. */
function checkName(path: string, scope: Scope): Breach[] {
  const name = path.split('/').at(-1) ?? '';
  if (/^404\./.test(name)) return [];
  const stem = strip(name.replace(/\.[a-z0-9]+$/i, ''), scope.words);
  const words = stem.replace(/\b[0-9a-f]{8}\b/g, '').replace(/[-_.]/g, ' ');
  const odd = numbersIn(words).some(({ number }) => number.length < 6);
  return odd
    ? [
        {
          table: scope.question ?? path,
          kind: 'number_in_file_name',
          file: path,
          equations: [],
          what: 'the name of the file holds a number.',
        },
      ]
    : [];
}
