import { posix } from 'node:path';
import { attribute, elementsOf, type PageDocument, type PageElement, textOf } from './page-tree.ts';

/** A finished site in memory: pages, style sheets and downloads by their path from its root. */
export interface FinishedSite {
  readonly pages: ReadonlyMap<string, PageDocument>;
  readonly styles: ReadonlyMap<string, string>;
  readonly downloads: ReadonlyMap<string, Uint8Array>;
}

const fetching = new Set([
  'link',
  'img',
  'script',
  'iframe',
  'object',
  'embed',
  'source',
  'audio',
  'video',
  'use',
  'image',
]);
const isElsewhere = (address: string) => /^([a-z][a-z0-9+.-]*:)?\/\//i.test(address);

function idsOf(page: PageDocument): ReadonlySet<string> {
  return new Set([...elementsOf(page)].flatMap((element) => attribute(element, 'id') ?? []));
}

function linkFault(
  site: FinishedSite,
  ids: ReadonlyMap<string, ReadonlySet<string>>,
  from: string,
  link: string,
): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return null;
  const [address = '', fragment] = link.split('#');
  const target = address === '' ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(address)));
  if (site.downloads.has(target)) return null;
  if (!site.pages.has(target)) return `broken link to ${link}`;
  return fragment === undefined || ids.get(target)?.has(fragment)
    ? null
    : `link to ${link}, which has no such place`;
}

function elementFaults(element: PageElement, site: FinishedSite): readonly string[] {
  const address = attribute(element, 'href') ?? attribute(element, 'src') ?? '';
  return [
    ...(fetching.has(element.tagName) && isElsewhere(address) ? [`fetches ${address}`] : []),
    ...(element.tagName === 'link' &&
    attribute(element, 'rel') === 'stylesheet' &&
    ![...site.styles.keys()].some((path) => address.endsWith(path))
      ? [`style sheet ${address} is missing`]
      : []),
    ...(element.tagName === 'script' && !site.downloads.has(address) ? ['holds a script'] : []),
    ...element.attrs
      .filter(({ name }) => name === 'style' || name.startsWith('on'))
      .map(({ name }) => `<${element.tagName}> has an inline ${name}, which the page’s own policy refuses`),
  ];
}

function pageFaults(
  path: string,
  page: PageDocument,
  editionId: string,
  site: FinishedSite,
  ids: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  const elements = [...elementsOf(page)];
  const links = elements
    .filter(({ tagName }) => tagName === 'a')
    .flatMap((element) => attribute(element, 'href') ?? []);
  const body = elements.find(({ tagName }) => tagName === 'body');
  const names = elements.flatMap((element) => attribute(element, 'id') ?? []);
  return [
    ...(body !== undefined && textOf(body).includes(editionId) ? [] : ['does not name its edition']),
    ...(elements.some((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy')
      ? []
      : ['has no content security policy']),
    ...(elements.length < 20 ? ['is empty'] : []),
    ...(new Set(names).size === names.length ? [] : ['uses an id twice']),
    ...links.map((link) => linkFault(site, ids, path, link)).filter((fault) => fault !== null),
    ...elements.flatMap((element) => elementFaults(element, site)),
  ].map((fault) => `${path}: ${fault}`);
}

/** Everything that would make a site unfit to publish, in sentences; empty when it is fit. */
export function siteFaults(site: FinishedSite, editionId: string, expected: number): readonly string[] {
  const ids = new Map([...site.pages].map(([path, page]) => [path, idsOf(page)] as const));
  return [
    ...(site.pages.size === expected
      ? []
      : [`the site has ${site.pages.size} pages where ${expected} are due`]),
    ...[...site.pages].flatMap(([path, page]) => pageFaults(path, page, editionId, site, ids)),
    ...[...site.styles]
      .filter(([, css]) => /url\(\s*["']?(https?:)?\/\//i.test(css))
      .map(([path]) => `${path}: fetches from elsewhere`),
  ];
}
