import { type Content, html, type Markup, trusted } from './markup.ts';

/** A page in the menu; `path` from the root of the site. */
export interface MenuPage {
  readonly name: string;
  readonly path: string;
}

/** Pages that stand together in the menu. */
export interface MenuGroup {
  readonly name: string;
  readonly pages: readonly MenuPage[];
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

/** The marking and the edition on each printed sheet, as a style of the whole site. */
export function sheetStyle({ marking, sheetFoot }: FrameWords): string {
  return `@page{@top-center{content:${cssString(marking)}}@bottom-left{content:${cssString(sheetFoot)}}}\n`;
}

/** What each page's head holds beside its title: an icon that needs no request, and which edition it is of. */
export function pageHead({ editionId }: FrameWords): Markup {
  return html`<link rel="icon" href="${icon}"><meta name="edition" content="${editionId}"><meta name="robots" content="noindex">`;
}

const pageList = (pages: readonly MenuPage[], path: string): Markup =>
  html`<ul>${pages.map((page) => html`<li><a href="${page.path}"${page.path === path ? trusted(' aria-current="page"') : null}>${page.name}</a></li>`)}</ul>`;

/** A group opens without a script, and only one of them at a time; that of the present page is marked. */
function menuGroup({ name, pages }: MenuGroup, path: string): Markup {
  const isHere = pages.some((page) => page.path === path);
  return html`<details name="menu"><summary${isHere ? trusted(' aria-current="true"') : null}>${name}</summary>${pageList(pages, path)}</details>`;
}

/** The menu: a line of groups; of one group a line of pages, which a phone folds into its name. */
function menuMarkup(groups: readonly MenuGroup[], path: string): Markup {
  const [first, ...others] = groups;
  const pages =
    first !== undefined && others.length === 0
      ? html`<details><summary>${first.name}</summary></details>${pageList(first.pages, path)}`
      : groups.map((group) => menuGroup(group, path));
  return html`<nav class="menu" aria-label="Pages">${pages}</nav>`;
}

/** The top of the page at a path from the site's root: skip link, marking, whose figures, menu, which edition. */
export function pageHeader(words: FrameWords, menu: readonly MenuGroup[], path: string): Markup {
  const { marking, product, whose, skipTo, banner } = words;
  return html`<header id="observablehq-header">
<a class="skip" href="#observablehq-main">${skipTo}</a>
<p class="marking">${marking}</p>
<div class="masthead"><p class="product">${product}</p><p class="whose">${whose}</p></div>
${menuMarkup(menu, path)}
<div class="edition">${banner}</div>
</header>`;
}

/** The foot of each page. */
export function pageFooter({ footer, marking }: FrameWords): Markup {
  return html`<footer id="observablehq-footer">
<div>${footer}
<p class="marking">${marking}</p></div>
</footer>`;
}
