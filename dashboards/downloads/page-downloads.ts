/** What can be taken away from a page: each table as CSV, each chart as a picture for a slide. Both are what the page shows. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BlockRenderer } from '../components/blocks.ts';
import { html } from '../components/markup.ts';

/** What each file that is taken away says of itself. */
export interface Origin {
  readonly editionId: string;
  readonly asAt: string;
  readonly marking: string;
}

/** A block's HTML with a link under the caption of each table and under each chart; their files go into `files`. */
export function takeAwayRenderer(
  render: BlockRenderer,
  origin: Origin,
  files: Map<string, Uint8Array>,
): BlockRenderer {
  const drawn = new Map<string, string>();
  return (name, subject) => {
    const stem = [name, subject?.toLowerCase()].filter((part) => part !== undefined).join('-');
    const text = drawn.get(stem) ?? withLinks(render(name, subject), stem, origin, files);
    drawn.set(stem, text);
    return text;
  };
}

function withLinks(text: string, stem: string, origin: Origin, files: Map<string, Uint8Array>): string {
  const numbered = (kind: string, extension: string) => {
    let number = 0;
    return (): string => {
      number += 1;
      return `${kind}/${stem}${number === 1 ? '' : `-${number}`}.${extension}`;
    };
  };
  const [table, chart] = [numbered('tables', 'csv'), numbered('charts', 'svg')];
  return text
    .replace(/<table[^>]*>[\s\S]*?<\/table>/g, (found) => {
      const path = table();
      files.set(path, Buffer.from(tableCsv(found), 'utf8'));
      return linked(found, path);
    })
    .replace(/<figure class="chart[^"]*">[\s\S]*?<\/figure>/g, (found) => {
      const slide = slideOf(found, origin);
      if (slide === null) return found;
      const path = chart();
      files.set(path, Buffer.from(slide, 'utf8'));
      return found.replace(
        /<\/figure>$/,
        `${takeLink(path, 'Picture for a slide (SVG)', titleOf(found))}</figure>`,
      );
    });
}

const takeLink = (path: string, words: string, of: string): string =>
  html`<p class="take"><a href="/${path}" download>${words}<span class="unseen">: ${of}</span></a></p>`.text;

/** The link stands under the caption, or where nobody sees that, under the table. */
function linked(table: string, path: string): string {
  const caption = plain(/<caption[^>]*>([\s\S]*?)<\/caption>/.exec(table)?.[1] ?? 'table');
  const link = takeLink(path, 'CSV', caption);
  return /<caption class="unseen"/.test(table)
    ? `${table}${link}`
    : table.replace(
        '</caption>',
        `${link.replaceAll('<p ', '<span ').replaceAll('</p>', '</span>')}</caption>`,
      );
}

const titleOf = (figure: string): string =>
  plain(/<p class="chart-title">([\s\S]*?)<\/p>/.exec(figure)?.[1] ?? 'chart');

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** The words of a piece of markup that this program wrote. */
export const plain = (markup: string): string =>
  markup
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity)
    .replace(/\s+/g, ' ')
    .trim();

interface Cell {
  readonly isPicture: boolean;
  readonly text: string;
}

const cellsOf = (row: string): Cell[] =>
  [...row.matchAll(/<t[hd]([^>]*)>([\s\S]*?)<\/t[hd]>/g)].map(([, attributes = '', content = '']) => ({
    isPicture: /class="picture/.test(attributes),
    text: plain(content),
  }));

/** A table as CSV: one header row, numbers without separators, no column of pictures; nothing a spreadsheet would take for a formula. */
export function tableCsv(table: string): string {
  const [header = [], ...rows] = [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    cellsOf(row),
  );
  const kept = (row: readonly Cell[]): string =>
    `${row
      .filter((_, index) => header[index]?.isPicture !== true)
      .map(({ text }) => csvField(text))
      .join(',')}\r\n`;
  // the byte order mark tells Excel that it is UTF-8
  return `\ufeff${[header, ...rows].map(kept).join('')}`;
}

function csvField(shown: string): string {
  const text = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(shown) ? shown.replaceAll(',', '') : shown;
  const harmless = /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+%?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The rules of the theme that charts need, with its colours in their places: other programs know no CSS variables. */
const chartStyle = (() => {
  const here = dirname(fileURLToPath(import.meta.url));
  const theme = readFileSync(join(here, '..', 'components', 'theme.css'), 'utf8').replace(
    /@media[\s\S]*$/,
    '',
  );
  const colours = new Map(
    [...theme.matchAll(/(--[a-z-]+): ?([^;]+);/g)].map(([, name, value]) => [name, value]),
  );
  return [
    ...theme.matchAll(/^[^{}\n]*(?:svg|\.trend|\.point|\.mark\b(?!ing)|\.quarters)[^{}\n]*\{[^{}]*\}/gm),
  ]
    .map(([rule]) => rule.replace(/var\((--[a-z-]+)\)/g, (_, name: string) => colours.get(name) ?? 'black'))
    .filter((rule) => !/trend-(?:wide|narrow)|observablehq/.test(rule))
    .join('\n');
})();

/** A chart's wide picture on a slide of 1280 by 720, with its title, its caption and where it comes from. */
export function slideOf(figure: string, { editionId, asAt, marking }: Origin): string | null {
  const [, attributes = '', drawing] = /<svg ([^>]*trend-wide[^>]*)>([\s\S]*?)<\/svg>/.exec(figure) ?? [];
  const box = /viewBox="([^"]*)"/.exec(attributes)?.[1];
  if (drawing === undefined || box === undefined) return null;
  const title = titleOf(figure);
  const label = /aria-label="([^"]*)"/.exec(attributes)?.[1] ?? html`${title}`.text;
  const legend = plain(
    /<ul class="legend">([\s\S]*?)<\/ul>/.exec(figure)?.[1]?.replaceAll('</li>', ';</li>') ?? '',
  );
  const caption = plain(/<figcaption>([\s\S]*?)<\/figcaption>/.exec(figure)?.[1] ?? '');
  const small = [`Shown: ${legend.replace(/ ?;$/, '')}.`, caption]
    .filter((words) => words !== 'Shown: .')
    .flatMap((words) => wrapped(words, 150).slice(0, 2));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720" role="img" aria-label="${label}">
<style>text { font-family: Arial, "Liberation Sans", Helvetica, sans-serif; }
${chartStyle}</style>
<rect width="1280" height="720" fill="#fff"/>
${wrapped(title, 68)
  .slice(0, 2)
  .map((words, index) => lineOf(60, 64 + index * 38, 30, words, 'bold'))
  .join('\n')}
<svg x="60" y="125" width="1160" height="470" viewBox="${box}"><g class="trend">${drawing}</g></svg>
${small.map((words, index) => lineOf(60, 620 + index * 19, 14, words)).join('\n')}
${lineOf(60, 702, 14, `${marking}. As at ${asAt}. Edition ${editionId}.`, 'bold')}
</svg>
`;
}

const lineOf = (x: number, y: number, size: number, words: string, weight = 'normal'): string =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="#0b0c0c">${html`${words}`.text}</text>`;

/** Words in lines of at most so many letters. */
export function wrapped(text: string, most: number): readonly string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
    return lines;
  }, []);
}
