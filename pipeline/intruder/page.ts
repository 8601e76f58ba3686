/** An HTML page as an attacker reads it: every text wherever it hides, every table, everything that is drawn. */
import { parse } from 'parse5';
import { type Drawing, drawingOf, type Sized, sizedOf } from './drawing.ts';
import { attribute, type Element, isElement, type Node } from './element.ts';
import { type Grid, gridOf } from './grid.ts';

/** A text of the page and where it stands. */
export interface Piece {
  /** text, attribute, comment, script, style, hidden, drawing, title, cell. */
  readonly where: string;
  /** Element or attribute, for the finding. */
  readonly at: string;
  readonly text: string;
}

export interface Page {
  readonly pieces: readonly Piece[];
  readonly grids: readonly Grid[];
  readonly drawings: readonly Drawing[];
  /** Elements sized by their style, by the element that holds them. */
  readonly sized: readonly (readonly Sized[])[];
  readonly records: readonly Readonly<Record<string, string>>[];
}

interface Reading {
  readonly pieces: Piece[];
  readonly grids: Grid[];
  readonly drawings: Drawing[];
  readonly sized: Sized[][];
  readonly records: Record<string, string>[];
}

/** Attributes that steer a browser and say nothing to a reader. */
const dumb =
  /^(class|id|for|href|src|srcset|d|points|x|y|[xy][12]|dx|dy|c[xy]|r[xy]?|width|height|viewbox|transform|fill.*|stroke.*|font-.*|opacity|text-anchor|colspan|rowspan|tabindex|scope|headers|lang|dir|charset|http-equiv|integrity|crossorigin|rel|role|type|media|style|xmlns.*|name|property|aria-(labelledby|describedby|hidden|level|controls|current|rowindex|colindex|sort)|preserveaspectratio|loading|datetime|marker-.*|clip-path|offset|download|open|hidden|method|action|sizes)$/i;
const blocks =
  /^(p|li|h[1-6]|td|th|caption|summary|figcaption|dt|dd|blockquote|title|desc|text|option|label|button|legend|pre|address|a|div|section|main|header|footer|nav|aside|article|details|figure|body)$/;

/** Reads a page, or any HTML or XML that a browser would make something of. */
export function readPage(html: string): Page {
  const reading: Reading = { pieces: [], grids: [], drawings: [], sized: [], records: [] };
  const document = parse(html);
  for (const node of document.childNodes) visit(node as Node, 'text', reading);
  return reading;
}

function visit(node: Node, where: string, into: Reading): void {
  if (node.nodeName === '#comment' && 'data' in node)
    into.pieces.push({ where: 'comment', at: 'comment', text: node.data });
  if (!isElement(node)) return;
  const inside = placeOf(node, where);
  attributes(node, into);
  if (node.tagName === 'script') script(node, into);
  if (node.tagName === 'style') piece(into, 'style', 'style', raw(node));
  if (/^(script|style)$/.test(node.tagName)) return;
  if (node.tagName === 'table') into.grids.push(gridOf(node));
  if (node.tagName === 'svg') into.drawings.push(drawingOf(node));
  const sized = node.childNodes.flatMap((each) => (isElement(each as Node) ? sizedOf(each as Element) : []));
  if (sized.length > 0) into.sized.push(sized);
  if (blocks.test(node.tagName)) {
    const own = ownText(node);
    if (own !== '') piece(into, inside, node.tagName, own);
  }
  const content = node.tagName === 'template' && 'content' in node ? node.content : node;
  for (const each of (content as Element).childNodes) visit(each as Node, inside, into);
}

/** Text of a block that does not belong to a block within it. */
function ownText(element: Element): string {
  const read = (node: Node): string => {
    if ('value' in node) return node.value;
    if (!isElement(node)) return '';
    if (/^(script|style)$/.test(node.tagName)) return '';
    return blocks.test(node.tagName) && node.tagName !== 'a'
      ? ' '
      : node.childNodes.map((c) => read(c as Node)).join('');
  };
  return element.childNodes
    .map((each) => read(each as Node))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

function placeOf(element: Element, where: string): string {
  const style = attribute(element, 'style') ?? '';
  const name = attribute(element, 'class') ?? '';
  const unseen =
    attribute(element, 'hidden') !== undefined ||
    attribute(element, 'aria-hidden') === 'true' ||
    element.tagName === 'template' ||
    /display:\s*none|visibility:\s*hidden/.test(style) ||
    /\b(unseen|print-only|screen-reader|sr-only|visually-hidden)\b/.test(name);
  if (unseen && element.tagName !== 'svg') return 'hidden';
  if (element.tagName === 'svg' || where === 'drawing') return 'drawing';
  if (element.tagName === 'title') return 'title';
  if (/^(td|th)$/.test(element.tagName) && where !== 'hidden') return 'cell';
  return where;
}

function attributes(element: Element, into: Reading): void {
  const data: Record<string, string> = {};
  const isMeta = element.tagName === 'meta';
  for (const { name, value } of element.attrs) {
    if (name.startsWith('data-')) data[name.slice(5)] = value;
    if (name === 'style') piece(into, 'style', 'style attribute', value);
    if (/^(href|src)$/.test(name)) address(into, value);
    if (
      isMeta &&
      /^(viewport|theme-color|color-scheme|generator|referrer)$/.test(attribute(element, 'name') ?? '')
    )
      continue;
    if (isMeta && attribute(element, 'http-equiv') !== undefined) continue;
    if (!dumb.test(name) && value !== '') piece(into, 'attribute', `${name} of ${element.tagName}`, value);
  }
  if (Object.keys(data).length > 1) into.records.push(data);
}

/** What an address says after its question mark or hash; the path is the file's own name. */
function address(into: Reading, value: string): void {
  const said = /^(?:https?:|mailto:)/.test(value) ? '' : (/[?#](.*)$/.exec(value)?.[1] ?? '');
  if (said !== '') piece(into, 'attribute', 'address of a link', said.replace(/[=&]/g, ' '));
  if (value.startsWith('data:image/svg')) within(into, decoded(value));
  else if (value.startsWith('data:')) piece(into, 'attribute', 'data address', decoded(value));
}

/** A picture written into an address is read like the page. */
function within(into: Reading, svg: string): void {
  const { pieces, drawings } = readPage(svg);
  into.pieces.push(...pieces);
  into.drawings.push(...drawings);
}

const decoded = (value: string): string => {
  const body = value.slice(value.indexOf(',') + 1);
  if (/;base64,/.test(value)) return Buffer.from(body, 'base64').toString('latin1');
  try {
    return decodeURIComponent(body);
  } catch {
    return body;
  }
};

function script(element: Element, into: Reading): void {
  const text = raw(element);
  const type = attribute(element, 'type') ?? '';
  piece(into, /json/.test(type) ? 'json' : 'script', `script ${type}`.trim(), text);
}

const raw = (element: Element): string =>
  element.childNodes.map((each) => ('value' in each ? each.value : '')).join('');

function piece(into: Reading, where: string, at: string, text: string): void {
  if (/\d|\b(?:one|two|three|four|five)\b/i.test(text)) into.pieces.push({ where, at, text });
}
