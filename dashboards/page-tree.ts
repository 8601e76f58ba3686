import { type DefaultTreeAdapterTypes, parse, parseFragment, serialize } from 'parse5';

export type PageDocument = DefaultTreeAdapterTypes.Document;
export type PageElement = DefaultTreeAdapterTypes.Element;
type PageNode = DefaultTreeAdapterTypes.ChildNode;
type PageParent = DefaultTreeAdapterTypes.ParentNode;

/** A page's HTML as a tree. */
export function parsePage(text: string): PageDocument {
  return parse(text);
}

/** A tree as HTML; the same tree gives the same bytes. */
export function printPage(page: PageDocument): string {
  return `${serialize(page)}\n`;
}

function isElement(node: PageNode): node is PageElement {
  return 'tagName' in node;
}

/** Every element of a page in reading order. */
export function* elementsOf(parent: PageParent): Generator<PageElement> {
  for (const node of parent.childNodes) {
    if (!isElement(node)) continue;
    yield node;
    yield* elementsOf(node);
  }
}

/** The elements with one of the given names, collected, so that the tree may be changed meanwhile. */
export function elementsNamed(page: PageDocument, ...names: readonly string[]): readonly PageElement[] {
  return [...elementsOf(page)].filter(({ tagName }) => names.includes(tagName));
}

export function attribute(element: PageElement, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

export function setAttribute(element: PageElement, name: string, value: string): void {
  const known = element.attrs.find((attr) => attr.name === name);
  if (known === undefined) element.attrs.push({ name, value });
  else known.value = value;
}

/** The text inside an element or page. */
export function textOf(parent: PageParent): string {
  return parent.childNodes
    .map((node) => {
      if (isElement(node)) return textOf(node);
      return 'value' in node ? node.value : '';
    })
    .join('');
}

/** Takes an element out of its page. */
export function remove(element: PageElement): void {
  replaceWith(element, []);
}

/** Takes an element out of its page and leaves its content. */
export function unwrap(element: PageElement): void {
  replaceWith(element, element.childNodes);
}

/** Puts HTML before or after an element, or last inside it. */
export function insertHtml(element: PageElement, place: 'before' | 'after' | 'inside', text: string): void {
  const parent = place === 'inside' ? element : element.parentNode;
  if (parent === null) return;
  const nodes = parseFragment(text).childNodes;
  for (const node of nodes) node.parentNode = parent;
  const index =
    place === 'inside'
      ? parent.childNodes.length
      : parent.childNodes.indexOf(element) + (place === 'after' ? 1 : 0);
  parent.childNodes.splice(index, 0, ...nodes);
}

function replaceWith(element: PageElement, nodes: readonly PageNode[]): void {
  const parent = element.parentNode;
  if (parent === null) return;
  for (const node of nodes) node.parentNode = parent;
  parent.childNodes.splice(parent.childNodes.indexOf(element), 1, ...nodes);
}

/** Puts a new element first in another. */
export function prepend(
  parent: PageElement,
  tagName: string,
  attributes: Readonly<Record<string, string>>,
): void {
  parent.childNodes.unshift({
    nodeName: tagName,
    tagName,
    attrs: Object.entries(attributes).map(([name, value]) => ({ name, value })),
    namespaceURI: parent.namespaceURI,
    childNodes: [],
    parentNode: parent,
  });
}
