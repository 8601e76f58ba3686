import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BlockCall, blockCall } from './components/blocks.ts';
import type { SiteFace } from './site-face.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of an audience's pages. */
export function pagesFolder(audience: string): string {
  return join(here, audience);
}

function pageFiles(audience: string): readonly string[] {
  return readdirSync(pagesFolder(audience), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.md') && !path.includes('.observablehq'))
    .sort();
}

/** What each page of a file such as `measures/[measure].md` is about; null for a file that is one page. */
function subjectsOf(file: string, { dynamicPaths }: SiteFace): readonly string[] | null {
  if (!file.includes('[')) return null;
  const folder = `/${dirname(file)}/`;
  return dynamicPaths.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
}

/** Every block call of a site's pages, those of a file with many pages once for each of them. */
export function blockCalls(face: SiteFace): readonly BlockCall[] {
  return pageFiles(face.audience).flatMap((file) => {
    const calls = readFileSync(join(pagesFolder(face.audience), file), 'utf8')
      .split(/\r?\n/)
      .flatMap((line) => blockCall(line) ?? []);
    const subjects = subjectsOf(file, face);
    if (subjects === null) return calls;
    return subjects.flatMap((about) =>
      calls.map(({ name, subject }) => ({ name, subject: subject ?? about })),
    );
  });
}

/** How many pages a site has. */
export function pageCount(face: SiteFace): number {
  return pageFiles(face.audience).reduce((sum, file) => sum + (subjectsOf(file, face)?.length ?? 1), 0);
}
