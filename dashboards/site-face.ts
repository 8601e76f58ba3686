import type { BlockRenderer } from './components/blocks.ts';
import type { PageFrame } from './components/page-frame.ts';

/** What decides which pages an audience's site has, before any figure is drawn. */
export interface SiteFace {
  /** Also the name of the folder of its pages. */
  readonly audience: 'board' | 'panel';
  readonly editionId: string;
  readonly title: string;
  /** Addresses of the pages that are built from one Markdown file each time: `/measures/t3`, `/questions/p5`. */
  readonly dynamicPaths: readonly string[];
  /** What stands for `{{title}}` on such a page, by what its address is about: `t3`, `p5`. */
  titleOf(subject: string): string;
}

/** Everything that an audience's site is made of. */
export interface SiteSource extends SiteFace {
  readonly render: BlockRenderer;
  frameOf(path: string): PageFrame;
  /** Files beside the pages, by their path from the site's root. */
  readonly downloads: ReadonlyMap<string, Uint8Array>;
}
