import type { BlockRenderer } from './components/blocks.ts';
import type { FrameWords } from './components/page-frame.ts';

/** The scripts that a page may carry; it is whole without either. */
export const scriptNames = ['table', 'explore'] as const;
export type ScriptName = (typeof scriptNames)[number];

/** What decides which pages an audience's site has and what stands around them, before any figure is drawn. */
export interface SiteFace {
  /** Also the name of the folder of its pages. */
  readonly audience: 'board' | 'panel';
  readonly editionId: string;
  /** The program that made the edition. */
  readonly codeVersion: string;
  readonly title: string;
  /** Addresses of the pages that are built from one Markdown file each time: `/measures/t3`, `/questions/p5`. */
  readonly dynamicPaths: readonly string[];
  /** What stands for `{{title}}` on such a page, by what its address is about: `t3`, `p5`. */
  titleOf(subject: string): string;
  /** What such a page is called in the menu. */
  nameOf(subject: string): string;
  /** The groups that the front matter of a page may name, in the order of the menu. */
  readonly menuGroups: readonly string[];
  /** Addresses of pages that have nothing to say in this edition: they stand in no menu. */
  readonly silent: readonly string[];
  readonly frame: FrameWords;
  /** Scripts of every page, by name; `script` in a page's front matter adds its own. */
  readonly scripts: readonly ScriptName[];
}

/** Everything that an audience's site is made of. */
export interface SiteSource extends SiteFace {
  readonly render: BlockRenderer;
  /** Files beside the pages, by their path from the site's root. */
  readonly downloads: ReadonlyMap<string, Uint8Array>;
}
