import { posix } from 'node:path';
import { TrackerError } from '../sources/error.ts';
import { fillMarkers } from './components/block-marker.ts';
import type { BlockRenderer } from './components/blocks.ts';
import { html, type Markup, trusted } from './components/markup.ts';
import {
  type FrameWords,
  type MenuGroup,
  pageFooter,
  pageHead,
  pageHeader,
} from './components/page-frame.ts';
import { policyOf } from './hosting.ts';

/** What a page of a site is put together from, beside what Framework made of its Markdown. */
export interface PageParts {
  readonly frame: FrameWords;
  readonly menu: readonly MenuGroup[];
  readonly render: BlockRenderer;
  /** Names of the scripts that the page carries. */
  readonly scripts: readonly string[];
}

/** What Framework made: title, style sheets and content; its own script serves nothing here and stays behind. */
function readBuilt(path: string, text: string): { title: string; styles: readonly string[]; main: string } {
  const title = /<title>([^<]*)<\/title>/.exec(text)?.[1];
  const main = /<main\b[^>]*>([\s\S]*)<\/main>/.exec(text)?.[1];
  if (title === undefined || main === undefined)
    throw new TrackerError(
      'derivation_failed',
      'page_not_built',
      `Framework built ${path} without a title or without content.`,
      'Give the page a heading of the first level.',
    );
  const headings = /<a class="observablehq-header-anchor"[^>]*>([\s\S]*?)<\/a>/g;
  return {
    title,
    styles: text.match(/<link rel="stylesheet"[^>]*>/g) ?? [],
    main: main.replace(headings, '$1'),
  };
}

/** Addresses from the site's root become relative, so that the site works in any folder and from a disk. */
function relateLinks(text: string, path: string): string {
  const from = posix.dirname(`/${path}`);
  return text.replace(/ (href|src)="(\/[^"#?]*)/g, (_, name: string, target: string) => {
    const file = posix.extname(target) === '' ? `${target}.html` : target;
    return ` ${name}="${posix.relative(from, file)}`;
  });
}

const scriptTag = (name: string): Markup => html`<script src="/script/${name}.js" defer></script>`;

/** A page made fit to publish: Framework's content with its blocks, in the site's own head, header and footer. */
export function finishPage(path: string, built: string, { frame, menu, render, scripts }: PageParts): string {
  const { title, styles, main } = readBuilt(path, built);
  const page = html`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policyOf(scripts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${trusted(title)}</title>
${trusted(styles.join('\n'))}
${pageHead(frame)}${scripts.map(scriptTag)}
</head>
<body>
${pageHeader(frame, menu, `/${path.replace(/\.html$/, '')}`)}
<main id="observablehq-main">
${trusted(fillMarkers(main, render))}</main>
${pageFooter(frame)}
</body>
</html>
`;
  return relateLinks(page.text, path);
}
