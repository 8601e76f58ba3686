import { type Content, html, type Markup, trusted } from './markup.ts';

/** What stands around a page: in its head, above and below its content. */
export interface PageFrame {
  readonly head: string;
  readonly header: string;
  readonly footer: string;
}

/** A page in the menu; `path` from the root of the site. */
export interface MenuPage {
  readonly name: string;
  readonly path: string;
}

/** What the frames of an edition's pages say. */
export interface FrameWords {
  readonly editionId: string;
  /** Protective marking: first and last on each page, and on each printed sheet. */
  readonly marking: string;
  /** At the foot of each printed sheet. */
  readonly sheetFoot: string;
  readonly product: string;
  readonly whose: string;
  readonly skipTo: string;
  readonly menu: readonly MenuPage[];
  readonly banner: Content;
  /** At the foot of each page: the same in every build of an edition. */
  readonly footer: Content;
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%2312436d' d='M0 0h16v16H0z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' d='M3 11l4-4 2 2 4-5'/%3E%3C/svg%3E";

/** A string as a CSS string. */
function cssString(text: string): string {
  return `"${text.replace(/[^A-Za-z0-9 .,:()/-]/g, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}

/** What each page's head holds: an icon that needs no request, and the marking on each printed sheet. */
function pageHead({ editionId, marking, sheetFoot }: FrameWords): string {
  return html`<link rel="icon" href="${icon}"><meta name="edition" content="${editionId}"><meta name="robots" content="noindex">
<style>@page{@top-center{content:${trusted(cssString(marking))}}@bottom-left{content:${trusted(cssString(sheetFoot))}}}</style>`
    .text;
}

function menuLink(page: MenuPage, path: string): Markup {
  return html`<li><a href="${page.path}"${page.path === path ? trusted(' aria-current="page"') : null}>${page.name}</a></li>`;
}

/** The top of each page: skip link, marking, whose figures, menu, which edition. */
function pageHeader({ marking, product, whose, skipTo, menu, banner }: FrameWords, path: string): string {
  return html`<a class="skip" href="#observablehq-main">${skipTo}</a>
<p class="marking">${marking}</p>
<div class="masthead"><p class="product">${product}</p><p class="whose">${whose}</p></div>
<nav class="menu" aria-label="Pages"><ul>${menu.map((page) => menuLink(page, path))}</ul></nav>
<div class="edition">${banner}</div>`.text;
}

/** The frame of the page at a path from the site's root, such as `/measures/t3`. */
export function framePage(words: FrameWords, path: string): PageFrame {
  return {
    head: pageHead(words),
    header: pageHeader(words, path),
    footer: html`${words.footer}\n<p class="marking">${words.marking}</p>`.text,
  };
}
