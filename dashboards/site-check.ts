import { posix } from 'node:path';
import { type Token, Tokenizer } from 'parse5';

/** A finished site in memory: pages, style sheets, scripts and other files by their path from its root. */
export interface FinishedSite {
  readonly pages: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, string>;
  readonly scripts: ReadonlyMap<string, string>;
  readonly downloads: ReadonlyMap<string, string | Uint8Array>;
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** What a browser would read of a page, each tag once. */
interface ReadPage {
  readonly tags: readonly Tag[];
  readonly ids: readonly string[];
  readonly words: string;
}

const fetching = 'link img script iframe object embed source audio video use image'.split(' ');
const isElsewhere = (address: string) => /^([a-z][a-z0-9+.-]*:)?\/\//i.test(address);

/** Reads a page with the tokens of the HTML standard. */
function readPage(text: string): ReadPage {
  const tags: Tag[] = [];
  let words = '';
  const nothing = (): void => undefined;
  const addWords = ({ chars }: Token.CharacterToken): void => {
    words += chars;
  };
  const tokenizer = new Tokenizer(
    {},
    {
      onStartTag: ({ tagName, attrs }) => {
        tags.push({ name: tagName, attributes: new Map(attrs.map(({ name, value }) => [name, value])) });
      },
      onCharacter: addWords,
      onWhitespaceCharacter: addWords,
      onNullCharacter: nothing,
      onEndTag: nothing,
      onComment: nothing,
      onDoctype: nothing,
      onEof: nothing,
    },
  );
  tokenizer.write(text, true);
  return { tags, words, ids: tags.flatMap(({ attributes }) => attributes.get('id') ?? []) };
}

type Sight = Pick<FinishedSite, 'downloads' | 'scripts' | 'styles'> & {
  readonly ids: ReadonlyMap<string, ReadonlySet<string>>;
};

/** The path from the site's root of what a page names. */
const targetOf = (from: string, address: string): string =>
  address === '' ? from : posix.normalize(posix.join(posix.dirname(from), decodeURI(address)));

function linkFault(site: Sight, from: string, link: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return null;
  const [address = '', fragment] = link.split('#');
  const target = targetOf(from, address.split('?')[0] ?? '');
  if (site.downloads.has(target)) return null;
  const ids = site.ids.get(target);
  if (ids === undefined) return `broken link to ${link}`;
  return fragment === undefined || ids.has(fragment) ? null : `link to ${link}, which has no such place`;
}

function tagFaults({ name, attributes }: Tag, path: string, site: Sight): readonly (string | null)[] {
  const address = attributes.get('href') ?? attributes.get('src') ?? '';
  const target = (): string => targetOf(path, address);
  return [
    name === 'a' && address !== '' ? linkFault(site, path, address) : null,
    fetching.includes(name) && isElsewhere(address) ? `fetches ${address}` : null,
    name === 'link' && attributes.get('rel') === 'stylesheet' && !site.styles.has(target())
      ? `style sheet ${address} is missing`
      : null,
    name === 'script' && !site.scripts.has(target()) ? 'holds a script that is none of the site’s own' : null,
    name === 'style' ? 'holds a style of its own, which its policy refuses' : null,
    ...[...attributes.keys()]
      .filter((each) => each === 'style' || each.startsWith('on'))
      .map((each) => `<${name}> has an inline ${each}, which the page’s own policy refuses`),
  ];
}

function pageFaults(
  path: string,
  { tags, ids, words }: ReadPage,
  editionId: string,
  site: Sight,
): readonly string[] {
  return [
    words.includes(editionId) ? null : 'does not name its edition',
    tags.some(({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy')
      ? null
      : 'has no content security policy',
    tags.length < 20 ? 'is empty' : null,
    new Set(ids).size === ids.length ? null : 'uses an id twice',
    ...tags.flatMap((tag) => tagFaults(tag, path, site)),
  ]
    .filter((fault) => fault !== null)
    .map((fault) => `${path}: ${fault}`);
}

/** Everything that would make a site unfit to publish, in sentences; empty when it is fit. */
export function siteFaults(site: FinishedSite, editionId: string, expected: number): readonly string[] {
  const pages = [...site.pages].map(([path, text]) => [path, readPage(text)] as const);
  const sight = { ...site, ids: new Map(pages.map(([path, { ids }]) => [path, new Set(ids)] as const)) };
  return [
    ...(site.pages.size === expected
      ? []
      : [`the site has ${site.pages.size} pages where ${expected} are due`]),
    ...pages.flatMap(([path, page]) => pageFaults(path, page, editionId, sight)),
    ...[...site.styles]
      .filter(([, css]) => /url\(\s*["']?(https?:)?\/\//i.test(css))
      .map(([path]) => `${path}: fetches from elsewhere`),
  ];
}
