import { resolve } from 'node:path';
import { blockMarker } from './dashboards/components/block-marker.ts';
import { blocks } from './dashboards/components/blocks.ts';
import { readSiteFace } from './dashboards/site-source.ts';

// The build ends with the process that started it, however that ended: its end closes this pipe. Signals are for that one.
process.stdin.on('end', () => process.exit(1)).resume();
process.stdin.unref();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);

/**
 * Observable Framework's configuration of one build. Environment: TRACKER_EDITION, the edition's folder;
 * TRACKER_OUTPUT, where the pages go; TRACKER_PAGES, the folder of pages (a copy that a build may write beside).
 * Each page leaves the build with markers for its blocks and without its frame; `dashboards/build.ts` adds both.
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
  style: 'theme.css',
  globalStylesheets: [],
  preserveIndex: true,
  preserveExtension: true,
  sidebar: false,
  toc: false,
  pager: false,
  linkify: false,
  footer: null,
  dynamicPaths: site.dynamicPaths,
  markdownIt: blocks((subject) => site.titleOf(subject), blockMarker),
};
