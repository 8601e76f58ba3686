import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sort } from 'd3-array';
import { parse } from 'yaml';
import { z } from 'zod';
import { TrackerError } from '../sources/error.ts';
import { type BlockCall, blockCall } from './components/blocks.ts';
import type { MenuGroup } from './components/page-frame.ts';
import { type SiteFace, scriptNames } from './site-face.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** What a page says of itself between its first two lines of dashes. Framework reads the title, too. */
const frontMatter = z.strictObject({
  title: z.string().optional(),
  /** The group of the menu that it stands in; a page without one is reached by links. */
  menu: z.string().optional(),
  /** Its place in the group. */
  order: z.number().default(0),
  /** A script of its own beside that of the tables. */
  script: z.enum(scriptNames).optional(),
});

/** A Markdown file of a site, and the addresses of the pages that are made of it. */
export interface PageFile extends z.infer<typeof frontMatter> {
  readonly file: string;
  readonly lines: readonly string[];
  /** Each with what it is about; one without, for a file that is one page. */
  readonly pages: readonly { readonly path: string; readonly subject: string | undefined }[];
}

/** The folder of an audience's pages. */
export function pagesFolder(audience: string): string {
  return join(here, audience);
}

function readFront(file: string, text: string): z.infer<typeof frontMatter> {
  const [, front = '{}'] = /^---\r?\n([\s\S]*?)\r?\n---\r?\n/.exec(text) ?? [];
  const read = frontMatter.safeParse(parse(front));
  if (read.success) return read.data;
  throw new TrackerError(
    'derivation_failed',
    'page_front_matter',
    `${file}: the lines between the dashes cannot be read: ${z.prettifyError(read.error)}`,
    'A page may say title, menu, order and script there, and nothing else.',
  );
}

function pagesOf(file: string, { dynamicPaths }: SiteFace): PageFile['pages'] {
  if (!file.includes('[')) return [{ path: `/${file.replace(/\.md$/, '')}`, subject: undefined }];
  const folder = `/${dirname(file)}/`;
  return dynamicPaths
    .filter((path) => path.startsWith(folder))
    .map((path) => ({ path, subject: path.slice(folder.length) }));
}

/** Every file of a site's pages, in order of its name. */
export function pageFiles(face: SiteFace): readonly PageFile[] {
  const folder = pagesFolder(face.audience);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.md') && !path.includes('.observablehq'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return {
        file,
        ...readFront(`${face.audience}/${file}`, text),
        lines: text.split(/\r?\n/),
        pages: pagesOf(file, face),
      };
    });
}

/** Every block call of a site's pages, those of a file with many pages once for each of them. */
export function blockCalls(files: readonly PageFile[]): readonly BlockCall[] {
  return files.flatMap(({ lines, pages }) => {
    const calls = lines.flatMap((line) => blockCall(line) ?? []);
    return pages.flatMap((page) =>
      calls.map(({ name, subject }) => ({ name, subject: subject ?? page.subject })),
    );
  });
}

/** The groups of a site's menu, as the front matter of its pages says. */
export function menuOf(face: SiteFace, files: readonly PageFile[]): readonly MenuGroup[] {
  const lost = files.find(({ menu }) => menu !== undefined && !face.menuGroups.includes(menu));
  if (lost !== undefined)
    throw new TrackerError(
      'derivation_failed',
      'menu_group_unknown',
      `${face.audience}/${lost.file}: there is no group ${lost.menu} in the menu.`,
      `The groups are ${face.menuGroups.join(', ')}.`,
    );
  const ordered = sort(files, ({ order }) => order);
  const groups = face.menuGroups.map((name) => ({
    name,
    pages: ordered
      .filter(({ menu }) => menu === name)
      .flatMap(({ title, pages }) =>
        pages
          .filter(({ path }) => !face.silent.includes(path))
          .map(({ path, subject }) => ({ path, name: title ?? face.nameOf(subject ?? '') })),
      ),
  }));
  return groups.filter(({ pages }) => pages.length > 0);
}
