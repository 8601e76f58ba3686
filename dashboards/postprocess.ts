import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { PageFrame } from './components/page-frame.ts';
import {
  attribute,
  elementsNamed,
  elementsOf,
  insertHtml,
  type PageDocument,
  parsePage,
  prepend,
  remove,
  setAttribute,
  textOf,
  unwrap,
} from './page-tree.ts';

/** Nothing on a page needs a script: blocks were rendered when the site was built. */
function removeScripts(page: PageDocument): void {
  for (const script of elementsNamed(page, 'script')) remove(script);
  for (const link of elementsNamed(page, 'link')) {
    if (['modulepreload', 'preload', 'preconnect'].includes(attribute(link, 'rel') ?? '')) remove(link);
  }
}

/** What Framework's default page lacks under WCAG 2.2 AA, and what only names the generator. */
function mendMarkup(page: PageDocument): void {
  for (const element of elementsNamed(page, 'html')) setAttribute(element, 'lang', 'en-GB');
  for (const meta of elementsNamed(page, 'meta')) {
    if (attribute(meta, 'name') === 'viewport')
      setAttribute(meta, 'content', 'width=device-width, initial-scale=1');
    if (attribute(meta, 'name') === 'generator') remove(meta);
  }
  for (const label of elementsNamed(page, 'label')) {
    if (['ol', 'ul'].includes((label.parentNode as { tagName?: string } | null)?.tagName ?? ''))
      remove(label);
  }
  for (const anchor of elementsNamed(page, 'a')) {
    if (attribute(anchor, 'class') === 'observablehq-header-anchor') unwrap(anchor);
  }
}

/** Plot counts its clip paths over the whole process; a page's own count makes its bytes its own. */
function renumberClips(page: PageDocument): void {
  const numbers = new Map<string, string>();
  const renumbered = (value: string) =>
    value.replace(/plot-clip-\d+/g, (id) => {
      if (!numbers.has(id)) numbers.set(id, `plot-clip-${numbers.size + 1}`);
      return numbers.get(id) ?? id;
    });
  for (const element of elementsOf(page)) {
    for (const attr of element.attrs)
      if (attr.value.includes('plot-clip-')) attr.value = renumbered(attr.value);
  }
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

/** The page's own style sheet and inline styles by hash; everything else, scripts above all, is refused. */
function addContentSecurity(page: PageDocument, script: string | null): void {
  const styles = elementsNamed(page, 'style').map((style) => hashSource(textOf(style)));
  const policy = [
    "default-src 'none'",
    ...(script === null ? [] : ["script-src 'self'", "connect-src 'self'"]),
    `style-src ${["'self'", ...new Set(styles)].join(' ')}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  for (const head of elementsNamed(page, 'head')) {
    const [charset] = elementsNamed(page, 'meta').filter((meta) => attribute(meta, 'charset') !== undefined);
    if (charset !== undefined) remove(charset);
    prepend(head, 'meta', { 'http-equiv': 'Content-Security-Policy', content: policy });
    prepend(head, 'meta', { charset: 'utf-8' });
  }
}

/** Marking, menu, edition and foot around what Framework made of the page's Markdown. */
function addFrame(page: PageDocument, frame: PageFrame): void {
  for (const head of elementsNamed(page, 'head')) insertHtml(head, 'inside', frame.head);
  for (const main of elementsNamed(page, 'main')) {
    insertHtml(main, 'before', `<header id="observablehq-header">\n${frame.header}\n</header>\n`);
    insertHtml(main, 'after', `\n<footer id="observablehq-footer">\n<div>${frame.footer}</div>\n</footer>\n`);
  }
}

/** Addresses from the site's root become relative, so that the site works in any folder and from a disk. */
function relateLinks(page: PageDocument, path: string): void {
  for (const anchor of elementsNamed(page, 'a')) {
    const address = attribute(anchor, 'href') ?? '';
    if (!address.startsWith('/')) continue;
    const [target = '', ...fragment] = address.split('#');
    const file = posix.extname(target) === '' ? `${target}.html` : target;
    const relative = posix.relative(posix.dirname(`/${path}`), file);
    setAttribute(anchor, 'href', [relative, ...fragment].join('#'));
  }
}

/** A page as Framework built it, its blocks filled in, made fit to publish. */
export function finishPage(
  path: string,
  text: string,
  frame: PageFrame,
  script: string | null = null,
): PageDocument {
  const page = parsePage(text);
  removeScripts(page);
  addFrame(page, frame);
  relateLinks(page, path);
  mendMarkup(page);
  renumberClips(page);
  addContentSecurity(page, script);
  if (script !== null)
    for (const head of elementsNamed(page, 'head'))
      insertHtml(head, 'inside', `<script src="${script}" defer></script>`);
  return page;
}
