import type { EditionFace } from '../edition-face.ts';
import { longDay } from './day.ts';
import { html, type Markup, trusted } from './markup.ts';

/** The pages of the Board site, in the order of the menu. */
export const boardPages = [
  { name: 'Overview', path: '/index' },
  { name: 'Countywide tracker', path: '/countywide' },
  { name: 'Weekly tool', path: '/weekly' },
  { name: 'Care proceedings', path: '/proceedings' },
  { name: 'Children in care', path: '/children' },
  { name: 'Reviews, visits and plans', path: '/reviews' },
  { name: 'Permanence in time', path: '/permanence' },
  { name: 'Adoption', path: '/adoption' },
  { name: 'Special guardianship', path: '/guardianship' },
  { name: 'Return home', path: '/home' },
  { name: 'Family group conferences', path: '/family' },
  { name: 'What changed', path: '/changes' },
  { name: 'Actions', path: '/actions' },
  { name: 'Rules', path: '/rules' },
  { name: 'Assurance', path: '/assurance' },
  { name: 'Dictionary', path: '/dictionary' },
] as const;

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath fill='%2312436d' d='M0 0h16v16H0z'/%3E%3Cpath fill='none' stroke='%23fff' stroke-width='2' d='M3 11l4-4 2 2 4-5'/%3E%3C/svg%3E";

/** A string as a CSS string. */
function cssString(text: string): string {
  return `"${text.replace(/[^A-Za-z0-9 .,:()/-]/g, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
}

/** What each page's head holds: an icon that needs no request, and the marking on each printed sheet. */
function pageHead({ manifest }: EditionFace): string {
  const foot = `${manifest.kind === 'working' ? 'Working edition, provisional. ' : ''}As at ${longDay(manifest.as_at_date)}. Edition ${manifest.edition_id}`;
  return html`<link rel="icon" href="${icon}"><meta name="edition" content="${manifest.edition_id}"><meta name="robots" content="noindex">
<style>@page{@top-center{content:${trusted(cssString(manifest.marking))}}@bottom-left{content:${trusted(cssString(foot))}}}</style>`
    .text;
}

function editionBanner({ manifest }: EditionFace): Markup {
  const kind =
    manifest.kind === 'working'
      ? html`<strong>Working edition, provisional.</strong> Figures marked [p] may change as late records arrive.`
      : html`<strong>Sealed edition.</strong>`;
  return html`<div class="edition"><p>${kind}</p>
<p>As at <strong>${longDay(manifest.as_at_date)}</strong> · edition <span class="edition-id">${manifest.edition_id}</span></p></div>`;
}

/** The top of each page: skip link, marking, whose figures, menu, which edition. */
function pageHeader(edition: EditionFace, path: string): string {
  const { manifest } = edition;
  const names = manifest.authorities.map(({ name }) => name).join(', ');
  const links = boardPages.map(
    (page) =>
      html`<li><a href="${page.path}"${page.path === path ? trusted(' aria-current="page"') : null}>${page.name}</a></li>`,
  );
  return html`<a class="skip" href="#observablehq-main">Skip to the figures</a>
<p class="marking">${manifest.marking}</p>
<div class="masthead"><p class="product">Permanence Tracker</p><p class="whose">${names}</p></div>
<nav class="menu" aria-label="Pages"><ul>${links}</ul></nav>
${editionBanner(edition)}`.text;
}

/** The foot of each page: the same in every build of an edition. */
function pageFooter({ manifest }: EditionFace): string {
  return html`<p>${manifest.title}. As at ${longDay(manifest.as_at_date)}. Edition <span class="edition-id">${manifest.edition_id}</span>.</p>
<p>Made from the authority’s own case records. Aggregates only: no row describes one child.</p>
<p class="marking">${manifest.marking}</p>`.text;
}

/** What stands around a page: in its head, above and below its content. */
export interface PageFrame {
  readonly head: string;
  readonly header: string;
  readonly footer: string;
}

/** The frame of the page at a path from the site's root, such as `/measures/t3`. */
export function pageFrame(edition: EditionFace, path: string): PageFrame {
  return { head: pageHead(edition), header: pageHeader(edition, path), footer: pageFooter(edition) };
}
