import { type DefaultTreeAdapterTypes, parse } from 'parse5';

export type PageDocument = DefaultTreeAdapterTypes.Document;
export type PageElement = DefaultTreeAdapterTypes.Element;
type PageNode = DefaultTreeAdapterTypes.ChildNode;
type PageParent = DefaultTreeAdapterTypes.ParentNode;

/** A page's HTML as a tree. */
export function parsePage(text: string): PageDocument {
  return parse(text);
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

/** The text inside an element or page. */
export function textOf(parent: PageParent): string {
  return parent.childNodes
    .map((node) => {
      if (isElement(node)) return textOf(node);
      return 'value' in node ? node.value : '';
    })
    .join('');
}
