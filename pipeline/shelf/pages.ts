/** The few pages that are not part of an edition's site: pointers to one, and the notice in a withdrawn one's place. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text as HTML says it. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (title: string, head: readonly string[], main: string): string =>
  [
    '<!doctype html>',
    '<html lang="en-GB">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    ...head,
    `<title>${escaped(title)}</title>`,
    '</head>',
    '<body>',
    `<main>${main}</main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');

/** A page that leads to an edition at once; the whole file name, because a file share lists a folder. */
export function pointerPage(editionId: string, title: string, link: string): string {
  const address = `./${escaped(editionId)}/index.html`;
  return page(
    title,
    [
      `<meta name="edition" content="${escaped(editionId)}">`,
      `<meta http-equiv="refresh" content="0; url=${address}">`,
    ],
    `<h1>${escaped(title)}</h1><p><a href="${address}">${escaped(link)}</a></p>`,
  );
}

/** A page that says that there is nothing to read. */
export const emptyPage = (title: string, words: string): string =>
  page(title, [], `<h1>${escaped(title)}</h1><p>${escaped(words)}</p>`);

/** What a notice says; of the reason, nothing. */
export interface Notice {
  readonly editionId: string;
  readonly title: string;
  readonly marking: string;
  /** Null for a working edition. */
  readonly meeting: string | null;
  readonly withdrawnOn: string;
  readonly askRole: string;
}

/** The notice that stands in a withdrawn edition's place. */
export function noticePage(notice: Notice): string {
  const meeting = notice.meeting === null ? '' : `<p>It was sealed for the meeting of ${notice.meeting}.</p>`;
  return page(
    `Withdrawn: ${notice.title}`,
    [`<meta name="withdrawn" content="${escaped(notice.editionId)}">`],
    `<p>${escaped(notice.marking)}</p><h1>${escaped(notice.title)}</h1>` +
      `<p>This edition (${escaped(notice.editionId)}) was withdrawn on ${notice.withdrawnOn}.</p>${meeting}` +
      `<p>Do not use figures taken from it. Ask: ${escaped(notice.askRole)}.</p>` +
      `<p>${escaped(notice.marking)}</p>`,
  );
}

/** The edition that a pointer names; null for any other page, or none. */
export const pointedTo = (file: string): string | null => metaOf(file, 'edition');

/** On which day the edition whose site gave way to a notice was withdrawn; null where its site stands. */
export function noticedOn(folder: string): string | null {
  if (!existsSync(folder) || readdirSync(folder).length !== 1) return null;
  const file = join(folder, 'index.html');
  if (metaOf(file, 'withdrawn') === null) return null;
  return /was withdrawn on (\d{4}-\d{2}-\d{2})\./.exec(readFileSync(file, 'utf8'))?.[1] ?? null;
}

const metaOf = (file: string, name: string): string | null =>
  existsSync(file)
    ? (new RegExp(`<meta name="${name}" content="([^"]+)">`).exec(readFileSync(file, 'utf8'))?.[1] ?? null)
    : null;
