/** A page as it is published: printed figures, marks, tables, and every word wherever it hides. */
import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;
export const isElement = (node: Node): node is Element => 'tagName' in node;
export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;
export const textOf = (node: Node): string =>
  'value' in node ? node.value : isElement(node) ? node.childNodes.map(textOf).join('') : '';
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Words, and where they stand: text, title, hidden_text, comment, attribute, script, style, drawing, words (of people). */
export interface Words {
  readonly where: string;
  readonly text: string;
  readonly question: string | null;
  /** The drawing that the words belong to. */
  readonly svg: Element | null;
}

/** A key that the page names: by `<data>` (`text` is what stands there), by a mark, or by a rating. */
export interface Named {
  readonly by: 'data' | 'mark' | 'rated';
  readonly key: string;
  readonly text: string;
  readonly question: string | null;
  readonly element: Element;
  readonly svg: Element | null;
}

export interface Page {
  readonly words: readonly Words[];
  readonly named: readonly Named[];
  readonly tables: readonly Element[];
  readonly drawings: readonly Element[];
  readonly json: readonly string[];
  /** Elements that their style attribute sizes, marks apart. */
  readonly sized: number;
}

interface Scope {
  readonly where: string;
  readonly question: string | null;
  readonly svg: Element | null;
}

interface Reading {
  words: Words[];
  named: Named[];
  tables: Element[];
  drawings: Element[];
  json: string[];
  sized: number;
  open: string;
}

const inline = /^(?:a|abbr|b|cite|em|i|small|span|strong|sup|sub|data|time|q|mark)$/;
/** Attributes that steer a browser, place an element or name a key, and say nothing to a reader. */
const dumb =
  /^(?:class|id|for|srcset|d|points|x|y|[xy][12]|d[xy]|c[xy]|r[xy]?|width|height|viewbox|transform|fill.*|stroke.*|font-.*|opacity|text-anchor|colspan|rowspan|tabindex|scope|headers|lang|dir|charset|http-equiv|rel|role|type|media|xmlns.*|name|property|aria-(?:labelledby|describedby|hidden|level|current|rowindex|colindex)|preserveaspectratio|datetime|open|hidden|data-(?:figure|axis|question|table|rated|words)|dominant-baseline|clip-path)$/i;

/** Reads a page; `question` is what its name says it answers. */
export function readPage(html: string, question: string | null): Page {
  const into: Reading = { words: [], named: [], tables: [], drawings: [], json: [], sized: 0, open: '' };
  const scope: Scope = { where: 'text', question, svg: null };
  for (const node of parse(html).childNodes) visit(node, scope, into);
  flush(scope, into);
  return into;
}

function visit(node: Node, scope: Scope, into: Reading): void {
  if (node.nodeName === '#comment' && 'data' in node) push(into, { ...scope, where: 'comment' }, node.data);
  if ('value' in node) into.open += node.value;
  if (!isElement(node)) return;
  const inside = scopeOf(node, scope);
  attributes(node, inside, into);
  if (node.tagName === 'script' || node.tagName === 'style') {
    program(node, scope, into);
    return;
  }
  if (node.tagName === 'table') into.tables.push(node);
  if (node.tagName === 'svg') into.drawings.push(node);
  if (name(node, inside, into)) {
    into.open += ' ~ ';
    return;
  }
  const apart = !inline.test(node.tagName) || inside.where !== scope.where;
  if (apart) flush(scope, into);
  const content = 'content' in node ? (node.content as Element) : node;
  for (const each of content.childNodes) visit(each, inside, into);
  if (apart) flush(inside, into);
}

function flush(scope: Scope, into: Reading): void {
  push(into, scope, into.open);
  into.open = '';
}

function push(into: Reading, { where, question, svg }: Scope, text: string): void {
  if (tidy(text) !== '') into.words.push({ where, text: tidy(text), question, svg });
}

function scopeOf(element: Element, scope: Scope): Scope {
  const question = attribute(element, 'data-question') ?? scope.question;
  if (element.tagName === 'svg') return { question, where: 'drawing', svg: element };
  const unseen =
    attribute(element, 'hidden') !== undefined ||
    element.tagName === 'template' ||
    /display:\s*none|visibility:\s*hidden/.test(attribute(element, 'style') ?? '') ||
    /\b(?:unseen|print-only|screen-reader|sr-only|visually-hidden)\b/.test(attribute(element, 'class') ?? '');
  if (unseen) return { ...scope, question, where: 'hidden_text' };
  if (attribute(element, 'data-words') !== undefined) return { ...scope, question, where: 'words' };
  return {
    ...scope,
    question,
    where: element.tagName === 'title' && scope.svg === null ? 'title' : scope.where,
  };
}

/** Notes a key; true where the element's own text is the print and is judged with it. */
function name(element: Element, { question, svg }: Scope, into: Reading): boolean {
  const text = tidy(textOf(element));
  const note = (by: Named['by'], key: string | undefined): boolean => {
    if (key !== undefined) into.named.push({ by, key, text, question, element, svg });
    return key !== undefined;
  };
  if (note('rated', attribute(element, 'data-rated'))) return true;
  if (element.tagName === 'data') return note('data', attribute(element, 'value') ?? '');
  const isTick = svg !== null && attribute(element, 'data-axis') !== undefined;
  return note('mark', attribute(element, 'data-figure')) || isTick;
}

function attributes(element: Element, scope: Scope, into: Reading): void {
  const steering =
    element.tagName === 'meta' && /^(?:viewport|theme-color)$/.test(attribute(element, 'name') ?? '');
  for (const { name: each, value } of element.attrs) {
    const said = (text: string): void => push(into, { ...scope, where: 'attribute' }, text);
    if (each === 'style' && /\d/.test(value) && attribute(element, 'data-figure') === undefined)
      into.sized += 1;
    else if (each === 'href' || each === 'src') address(value, said);
    else if (each === 'value' && element.tagName === 'data') continue;
    else if (!dumb.test(each) && !steering && attribute(element, 'http-equiv') === undefined) said(value);
  }
}

/** What an address says after its question mark; a picture written into one may hold shapes and no words. */
function address(value: string, said: (text: string) => void): void {
  const words = /<text|<!--|<title|<desc|%3Ctext|%3C!--|%3Ctitle|%3Cdesc/i;
  const isShape = /^data:image\/svg\+xml,/.test(value) && !words.test(value);
  if (!value.startsWith('data:')) said((/\?([^#]*)/.exec(value)?.[1] ?? '').replace(/[=&]/g, ' '));
  else if (!isShape) said('1 picture that holds words');
}

function program(element: Element, scope: Scope, into: Reading): void {
  const text = textOf(element);
  if (/json/.test(attribute(element, 'type') ?? '')) into.json.push(text);
  else if (element.tagName === 'style') {
    push(into, { ...scope, where: 'style' }, writtenByStyle(text));
    // A page's own style sets the margins of print and nothing else: a width of its own would be a bar.
    if (
      /\b(?:width|height|flex|grid|transform|inset|padding|margin|background)[\w-]*\s*:[^;}]*\d/.test(
        text.replace(/@page\s*\{(?:[^{}]|\{[^{}]*\})*\}/g, ''),
      )
    )
      into.sized += 1;
  } else push(into, { ...scope, where: 'script' }, text.replace(/[=:;,()[\]{}]/g, ' '));
}

/** What a style sheet writes into a page, and its comments. */
export const writtenByStyle = (css: string): string =>
  [...css.matchAll(/content\s*:\s*(['"])(.*?)\1|\/\*([\s\S]*?)\*\//g)]
    .map((match) => match[2] ?? match[3])
    .join(' | ');
