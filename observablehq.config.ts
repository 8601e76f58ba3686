import { resolve } from 'node:path';
import { measurePath } from './dashboards/components/block.ts';
import { blocks } from './dashboards/components/blocks.ts';
import { pageFooter, pageHead, pageHeader } from './dashboards/components/page-frame.ts';
import { readEdition } from './dashboards/edition.ts';

/**
 * Observable Framework's configuration of one build. Environment: TRACKER_EDITION, the edition's folder;
 * TRACKER_OUTPUT, where the pages go; TRACKER_PAGES, the folder of pages (a copy that a build may write beside).
 */
const { TRACKER_EDITION, TRACKER_OUTPUT, TRACKER_PAGES } = process.env;
if (TRACKER_EDITION === undefined) throw new Error('Set TRACKER_EDITION to the folder of the edition to build.');
const edition = readEdition(resolve(TRACKER_EDITION));
const forwardSlashes = (path: string) => path.replaceAll('\\', '/');

export default {
  root: forwardSlashes(TRACKER_PAGES ?? `dashboards/${edition.manifest.audience}`),
  output: forwardSlashes(TRACKER_OUTPUT ?? 'var/site'),
  title: `Permanence Tracker: ${edition.manifest.authorities.map(({ name }) => name).join(', ')}`,
  style: 'theme.css',
  globalStylesheets: [],
  preserveIndex: true,
  preserveExtension: true,
  sidebar: false,
  toc: false,
  pager: false,
  linkify: false,
  dynamicPaths: edition.measures.map(measurePath),
  head: pageHead(edition),
  header: ({ path }: { path: string }) => pageHeader(edition, path),
  footer: pageFooter(edition),
  markdownIt: blocks(edition),
};
