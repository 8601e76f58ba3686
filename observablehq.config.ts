import { resolve } from 'node:path';
import { blockMarker } from './dashboards/components/block-marker.ts';
import { blocks } from './dashboards/components/blocks.ts';
import { menuOf, pageFiles } from './dashboards/page-source.ts';
import { readSiteFace } from './dashboards/site-source.ts';

// The build ends with the process that started it, however that ended: its end closes this pipe. Signals are for that one.
process.stdin.on('end', () => process.exit(1)).resume();
process.stdin.unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

/**
 * Observable Framework's configuration of one build. Environment: TRACKER_EDITION, the edition's folder;
 * TRACKER_OUTPUT, where the pages go; TRACKER_PAGES, the folder of pages (a copy that a build may write beside).
 */
const { TRACKER_EDITION, TRACKER_OUTPUT, TRACKER_PAGES } = process.env;
if (TRACKER_EDITION === undefined)
  throw new Error('Set TRACKER_EDITION to the folder of the edition to build.');
const site = readSiteFace(resolve(TRACKER_EDITION));
const forwardSlashes = (path: string) => path.replaceAll('\\', '/');

export default {
  root: forwardSlashes(TRACKER_PAGES ?? `dashboards/${site.audience}`),
  output: forwardSlashes(TRACKER_OUTPUT ?? 'var/site'),
  title: site.title,
  pages: menuOf(site, pageFiles(site)),
  dynamicPaths: site.dynamicPaths,
  style: 'theme.css',
  globalStylesheets: [],
  // A page's address is its file's name, so that a site can be opened from a disk.
  preserveIndex: true,
  preserveExtension: true,
  // Framework's own menu, contents and pager need scripts. The menu in the header is made of `pages`.
  sidebar: false,
  toc: false,
  pager: false,
  linkify: false,
  // Framework reads each of these three by a browser's DOM, three times a page: 6 s of a site of 100 pages. They stand
  // around its pages when `dashboards/postprocess.ts` puts the blocks in.
  head: null,
  header: null,
  footer: null,
  // A block leaves the build as a marker: its figures need not be known yet.
  markdownIt: blocks((subject) => site.titleOf(subject), blockMarker),
};
