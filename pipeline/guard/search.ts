/** Searches every byte of a folder for a number that is not a printed figure, marked as such. */
import { extname } from 'node:path';
import { checkDrawing, checkOrder } from './drawing.ts';
import { aboutFile, type Finding, figuresFile } from './finding.ts';
import { type Element, type Named, type Page, readPage, type Words, writtenByStyle } from './page.ts';
import { csvRows, type Figure, isFiguresFile, type Paper, type PublishedFile } from './paper.ts';
import type { GuardPolicy } from './policy.ts';
import { isPlainLabel, knownQuestions, numbersIn, type Said, strip } from './text.ts';

/** What the words of a file may say. */
interface Book {
  readonly paper: Paper;
  readonly policyNumbers: ReadonlySet<number>;
  /** Ids of editions and labels of figures: their digits are no figures. */
  readonly given: readonly string[];
}

/** What the bytes give away by themselves. `ids` are those of all editions. */
export function searchBytes(paper: Paper, policy: GuardPolicy, ids: readonly string[]): Finding[] {
  const labels = [...new Set(paper.figures.map(({ label }) => label))];
  const { leastCount, ...others } = policy;
  const book: Book = {
    paper,
    policyNumbers: new Set([...Object.values(leastCount), ...Object.values(others)]),
    given: [...ids, ...labels.filter(isPlainLabel)].sort((a, b) => b.length - a.length),
  };
  const odd = [...new Set(paper.figures.map(({ question }) => question))].filter(
    (each) => !knownQuestions.has(each),
  );
  return [
    ...odd.map(() =>
      aboutFile('question_unknown', figuresFile, 'a question or pack that is not known is printed.'),
    ),
    ...labels
      .filter((label) => !isPlainLabel(label))
      .map(() => aboutFile('number_in_label', figuresFile, 'the label of a figure holds a number.')),
    ...paper.files.flatMap((file) => [...checkName(file.path, book), ...searchFile(file, book)]),
    ...unseen(book),
  ];
}

const questionOf = (path: string): string | null => {
  const stem = (path.split('/').at(-1) ?? '').replace(/\.html$/, '').toLowerCase();
  return [...knownQuestions].find((each) => each.toLowerCase() === stem) ?? null;
};

function searchFile(file: PublishedFile, book: Book): Finding[] {
  const { path, bytes } = file;
  const text = (): string => bytes.toString('utf8');
  const beside = (where: string, said: string): Finding[] =>
    checkWords({ where, text: said, question: null, svg: null }, path, book, new Set());
  // `data/panel.json` is what the pages were made from; it stays behind.
  if (isFiguresFile(file) || path === 'data/panel.json') return [];
  if (/^site\/(?:_headers|nginx-headers\.conf|web\.config)$/.test(path)) return beside('text', text());
  switch (extname(path).toLowerCase()) {
    case '.html':
      return searchPage(path, readPage(text(), questionOf(path)), book);
    case '.json':
      return checkJson(text(), path, book);
    case '.csv':
      return csvRows(text()).flatMap((row) => checkRecord(row, path, book));
    case '.css':
      return beside('style', writtenByStyle(text()));
    case '.woff':
    case '.woff2':
      return [];
    default:
      return [aboutFile('unknown_file', path, 'this kind of file is none that a paper is made of.')];
  }
}

function searchPage(path: string, page: Page, book: Book): Finding[] {
  const stem = (path.split('/').at(-1) ?? '').replace('.html', '');
  const isKnownPage = questionOf(path) !== null || !/(?:^|\/)(?:questions|packs)\//.test(path);
  return [
    ...(isKnownPage
      ? []
      : [aboutFile('question_unknown', path, `the page ${stem} answers no question that is known.`)]),
    ...page.named.flatMap((each) => checkNamed(each, path, book)),
    ...page.words.flatMap((each) => checkWords(each, path, book, shownIn(page.named, each.svg, book))),
    ...checkRatings(page.words, path),
    ...page.json.flatMap((each) => checkJson(each, path, book)),
    ...page.tables.flatMap((table) => checkOrder(table, path, page.named, book.paper.byKey)),
    ...page.drawings.flatMap((svg) =>
      checkDrawing(
        svg,
        page.named.filter((each) => each.svg === svg),
        path,
        book.paper.byKey,
      ),
    ),
    ...(page.sized === 0
      ? []
      : [aboutFile('bar_length', path, 'an element that belongs to no figure has a size of its own.')]),
  ];
}

/** A named figure says what the list says, on the page of its own question. */
function checkNamed({ by, key, text, question }: Named, path: string, { paper }: Book): Finding[] {
  const figure = paper.byKey.get(key);
  const found = (kind: string, what: string): Finding[] => [aboutFile(kind, path, what, [key])];
  if (figure === undefined)
    return isOfThePolicy(key, text, path, paper)
      ? []
      : [aboutFile('figure_not_listed', path, 'a figure is printed that the list does not hold.')];
  if (question !== null && question !== figure.question)
    return found(
      'figure_of_another_question',
      `a figure of ${figure.question} is printed under ${question}.`,
    );
  if (by === 'rated') {
    if (numbersIn(strip(text, [])).length > 0) return found('number_in_text', 'a number stands in a rating.');
    return isOpen(figure)
      ? []
      : found('status_of_hidden', 'a rating tells on which side of the aim a hidden figure lies.');
  }
  // At the start of a sentence, and where there is none.
  const isSaid =
    text === figure.shown ||
    lowered(text) === lowered(figure.shown) ||
    (figure.shown === '0' && /^no(?:ne)?$/i.test(text));
  const isMark = by === 'mark' && (text === '' || (!isOpen(figure) && !/[\p{L}\d]{2}|\d/u.test(text)));
  return isSaid || isMark ? [] : found('figure_unlike_list', 'it is printed otherwise than the list has it.');
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** The policy's own numbers, and how much is hidden: they count no children. */
const isOfThePolicy = (key: string, text: string, path: string, { manifest }: Paper): boolean =>
  /(?:^|\/)about\.html$/.test(path) &&
  (/^hidden\.[\w.]+\.(?:cells|hidden|bands|share)$/.test(key) ||
    manifest.policy.some(({ rule, value }) => key === `policy.${rule}` && text === String(value)));

const isOpen = ({ kind }: Figure): boolean => /^(?:exact|rounded|outside)$/.test(kind);

/** Texts of the printed figures that are marked in a drawing: its description may say them. */
function shownIn(named: readonly Named[], svg: Element | null, { paper }: Book): ReadonlySet<string> {
  if (svg === null) return new Set();
  const figures = named.filter((each) => each.svg === svg).map(({ key }) => paper.byKey.get(key));
  return new Set(
    figures.flatMap((figure) => (figure === undefined ? [] : [figure.shown.replace(/[,%]| days/g, '')])),
  );
}

function checkWords(
  { where, text, question }: Words,
  path: string,
  book: Book,
  shown: ReadonlySet<string>,
): Finding[] {
  const found = (kind: string, what: string): Finding[] => [aboutFile(kind, path, what)];
  const numbers = numbersIn(strip(text, book.given));
  const explains = where === 'text' && /(?:^|\/)(?:about|glossary)\.html$/.test(path);
  const allowed = (said: Said): boolean => {
    if (where === 'attribute') return said.value !== null && shown.has(said.text.replace(/,/g, ''));
    if (where === 'words') return said.value !== null && isPrinted(said.value, question, book);
    if (question !== null && text === question.slice(1)) return true;
    return (
      explains &&
      (!said.counted || said.text === 'one' || (said.value !== null && book.policyNumbers.has(said.value)))
    );
  };
  if (numbers.some((said) => !allowed(said)))
    return found(`number_in_${where}`, 'a number stands here that is not marked as a printed figure.');
  return [];
}

/** A rating belongs to a figure; the three of them together are the key to ratings. */
function checkRatings(words: readonly Words[], path: string): Finding[] {
  const rated = words.flatMap(({ where, text }) =>
    where === 'style' ? [] : (/^(?:Green|Amber|Red)\b/.exec(text)?.[0] ?? []),
  );
  const isKey = rated.length === 3 && new Set(rated).size === 3;
  return rated.length === 0 || isKey
    ? []
    : [aboutFile('status_unmarked', path, 'a rating stands here that belongs to no figure.')];
}

const isPrinted = (value: number, question: string | null, { paper }: Book): boolean =>
  paper.figures.some((each) => each.question === question && each.kind === 'exact' && each.value === value);

/** A number in the name of a file, as in chart-12.svg. */
function checkName(path: string, { given }: Book): Finding[] {
  const stem = (path.split('/').at(-1) ?? '').replace(/\.[a-z0-9]+$/i, '');
  if (/^(?:p\d{1,2}|404)$/i.test(stem)) return [];
  const odd = numbersIn(strip(stem.replace(/\b[0-9a-f]{8}\b/g, ''), given).replace(/[-_.]/g, ' '));
  return odd.length === 0
    ? []
    : [aboutFile('number_in_file_name', path, 'the name of the file holds a number.')];
}

/** Cells of a table in a file: beside the key of a figure they say what it says. */
function checkRecord(
  row: Readonly<Record<string, unknown>>,
  path: string,
  { paper, given }: Book,
): Finding[] {
  const figure = paper.byKey.get(String(row['key'] ?? ''));
  const own =
    figure === undefined ? [] : [figure.value, figure.lower, figure.upper].map(String).concat(figure.shown);
  const wrong = Object.entries(row).some(([name, value]) => {
    if (typeof value === 'object' || name === 'key' || /^(?:position|order|width)$/.test(name)) return false;
    return numbersIn(strip(String(value), [...own, ...given])).length > 0 && !own.includes(String(value));
  });
  if (!wrong) return [];
  return figure === undefined || isOpen(figure)
    ? [aboutFile('number_in_record', path, 'a number stands in a row that is no printed figure.')]
    : [
        aboutFile('hidden_figure_by_key', path, 'a number stands beside the key of a hidden figure.', [
          figure.key,
        ]),
      ];
}

/** Objects are rows; texts are read as a page is; the manifest counts files and rules and is read for children alone. */
function checkJson(text: string, path: string, book: Book): Finding[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [aboutFile('number_in_record', path, 'the file is not whole, so it cannot be searched.')];
  }
  const isManifest = /(?:^|\/)manifest\.json$/.test(path);
  const visit = (each: unknown, question: string | null): Finding[] => {
    if (typeof each === 'string') return checkSentence(each, question, isManifest);
    if (typeof each !== 'object' || each === null) return [];
    if (Array.isArray(each))
      return each.flatMap((one) => (typeof one === 'number' && !isManifest ? [loose] : visit(one, question)));
    const row = each as Record<string, unknown>;
    const own = typeof row['question'] === 'string' ? row['question'] : question;
    const texts = Object.values(row).flatMap((one) => visit(one, own));
    const numbers = Object.fromEntries(Object.entries(row).filter(([, one]) => typeof one === 'number'));
    if (isManifest) return texts;
    if ('key' in row && 'shown' in row) return checkRecord(row, path, book);
    return [
      ...texts,
      ...checkRecord({ ...numbers, ...('key' in row ? { key: row['key'] } : {}) }, path, book),
    ];
  };
  const loose = aboutFile('number_in_record', path, 'a list holds a number that is no printed figure.');
  const checkSentence = (sentence: string, question: string | null, near: boolean): Finding[] => {
    if (book.paper.byKey.has(sentence)) return [];
    if (near)
      return numbersIn(strip(sentence, book.given)).some(({ counted }) => counted)
        ? [aboutFile('number_in_record', path, 'a number of children stands here.')]
        : [];
    const page = readPage(sentence, question);
    return [
      ...page.named.flatMap((each) => checkNamed(each, path, book)),
      ...page.words.flatMap((each) =>
        checkWords({ ...each, where: each.where === 'text' ? 'record' : each.where }, path, book, new Set()),
      ),
    ];
  };
  return visit(value, null);
}

/** Every cell of the list is printed on a page: what stands in the download alone is read by nobody who checks a page. */
function unseen({ paper }: Book): Finding[] {
  const pages = paper.files
    .filter(({ path }) => path.endsWith('.html'))
    .map(({ bytes }) => bytes.toString('utf8'));
  if (pages.length === 0) return [];
  const named = new Set(
    pages.flatMap((page) => [...page.matchAll(/<data\b[^>]*\bvalue="([^"]*)"/g)].map((match) => match[1])),
  );
  const text = (key: string): string => key.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return paper.figures
    .filter(({ key }) => !named.has(key) && !named.has(text(key)))
    .map(({ key }) =>
      aboutFile('figure_not_on_a_page', figuresFile, 'it stands in the list and on no page.', [key]),
    );
}
