/** The few things that every reader of a page asks of an element. */
import type { DefaultTreeAdapterTypes } from 'parse5';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;

export const isElement = (node: Node): node is Element => 'tagName' in node;

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;

/** All text below a node; blocks are set apart by a blank. */
export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  if (!isElement(node) || /^(script|style)$/.test(node.tagName)) return '';
  const apart = /^(span|b|strong|em|i|abbr|a|tspan|text|small)$/.test(node.tagName) ? '' : ' ';
  return node.childNodes.map((each) => textOf(each as Node)).join(apart);
}

/** Elements of a name below another, in the page's order. */
export function elements(from: Element, name: string): Element[] {
  return from.childNodes.flatMap((node) => {
    const each = node as Node;
    if (!isElement(each)) return [];
    return [...(each.tagName === name ? [each] : []), ...elements(each, name)];
  });
}
