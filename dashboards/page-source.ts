import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BlockCall, blockCall } from './components/blocks.ts';
import type { EditionFace } from './edition-face.ts';

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of an audience's pages. */
export function pagesFolder(audience: string): string {
  return join(here, audience);
}

function pageFiles(audience: string): readonly string[] {
  return readdirSync(pagesFolder(audience), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !path.includes('.observablehq'))
    .sort();
}

/** Every block call of an audience's pages, those of a measure's page once for each measure. */
export function blockCalls(edition: EditionFace): readonly BlockCall[] {
  const { audience } = edition.manifest;
  return pageFiles(audience).flatMap((file) => {
    const calls = readFileSync(join(pagesFolder(audience), file), 'utf8')
      .split(/\r?\n/)
      .flatMap((line) => blockCall(line) ?? []);
    if (!file.includes('[measure]')) return calls;
    return edition.measures.flatMap(({ measure_id }) =>
      calls.map(({ name, measureId }) => ({ name, measureId: measureId ?? measure_id.toLowerCase() })),
    );
  });
}

/** How many pages a site of the edition has. */
export function pageCount(edition: EditionFace): number {
  const files = pageFiles(edition.manifest.audience);
  const parameterised = files.filter((file) => file.includes('[measure]')).length;
  return files.length - parameterised + parameterised * edition.measures.length;
}
