/** The raw bytes of pages: numbers that still hang on a hidden figure. */

import type { Evidence } from './finding.ts';
import { geometryOf } from './geometry.ts';
import { type Figure, isHidden, type Page, type Paper } from './paper.ts';
import { asDate } from './sentences.ts';

function exact(key: string, value: number, because: string): Evidence {
  return { key, lower: value, upper: value, because, certainty: 'strict' };
}

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(quot|#34|amp|lt|gt|#39);/g, (entity) => entities[entity] ?? entity);
}

/** The tag, object or line around a place in a file. */
function around(bytes: string, at: number): string {
  const start = Math.max(...['<', '{', '\n'].map((mark) => bytes.lastIndexOf(mark, at)), 0);
  const ends = ['>', '}', '\n'].map((mark) => bytes.indexOf(mark, at)).filter((end) => end >= 0);
  return bytes.slice(start, Math.min(...ends, at + 600) + 1);
}

/** Numbers given to a name: `"value":4`, `data-value="4"`, `title="4 children"`, or a field of a CSV line. */
function numbersIn(text: string, key: string): number[] {
  const without = text.replaceAll(key, '').replace(/\d{4}-\d{2}-\d{2}/g, '');
  const named = [
    ...without.matchAll(
      /(?:["']?(?:value|exact|count|raw|n|y|number|numerator|data-[\w-]+|title|aria-label|aria-valuenow)["']?\s*[:=]\s*["']?)(\d+(?:\.\d+)?)\b/gi,
    ),
  ];
  const fields =
    without.includes('{') || without.includes('<')
      ? []
      : without.split(',').filter((one) => /^\d+$/.test(one.trim()));
  return [...named.map((one) => Number(one[1])), ...fields.map(Number)];
}

/** Every place of a hidden figure's key. */
function besideKeys(page: Page, hidden: readonly Figure[]): Evidence[] {
  const bytes = unescaped(page.bytes);
  return hidden.flatMap((figure) => {
    const found: Evidence[] = [];
    for (let at = bytes.indexOf(figure.key); at >= 0; at = bytes.indexOf(figure.key, at + 1))
      for (const value of numbersIn(around(bytes, at), figure.key).slice(0, 1))
        found.push(exact(figure.key, value, `${page.path}: a number beside the key ${figure.key}`));
    return found.slice(0, 1);
  });
}

function words(html: string): string {
  return unescaped(html.replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Numbers in the attributes of a cell and of what it holds; headings and dates aside. */
function attributeNumbers(cell: string, labels: readonly string[]): number[] {
  const attributes = [
    ...cell.matchAll(/\s(title|style|value|aria-[\w-]+|data-[\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi),
  ];
  return attributes.flatMap(([, , quoted]) => {
    let text = unescaped((quoted ?? '').replace(/^["']|["']$/g, ''));
    for (const label of labels.filter((one) => one !== '')) text = text.replaceAll(label, ' ');
    text = text.replace(/\d{1,2} \p{L}+ \d{4}|\d{4}-\d{2}-\d{2}/gu, ' ');
    return [...text.matchAll(/(?<![\w#.])(\d+)(?:\.\d+)?(?![\w.])/g)].map((one) => Number(one[1]));
  });
}

interface Place {
  readonly table: Paper['tables'][number];
  readonly figures: ReadonlyMap<string, Figure>;
}

function keyAt(place: Place, row: string, column: number): Figure | undefined {
  const found = place.table.rows.find((one) => one.label === row)?.figures[column];
  return found === undefined ? undefined : place.figures.get(found);
}

/** Cells that show a mark and carry a number beside it. */
function inCells(page: Page, paper: Paper, figures: ReadonlyMap<string, Figure>): Evidence[] {
  return [...page.bytes.matchAll(/<table[\s\S]*?<\/table>/g)].flatMap(([html]) => {
    const rows = [...html.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) =>
      [...row.matchAll(/<t([hd])[\s\S]*?<\/t\1>/g)].map(([cell]) => cell),
    );
    const heads = (rows[0] ?? []).slice(1).map(words);
    const table = paper.tables.find(
      (one) =>
        one.columns.length === heads.length &&
        one.columns.every((name, at) => heads[at] === name) &&
        one.rows.some((row) => rows.some((cells) => words(cells[0] ?? '') === row.label)),
    );
    if (table === undefined) return [];
    return rows.slice(1).flatMap((cells) =>
      cells.slice(1).flatMap((cell, column): Evidence[] => {
        const row = words(cells[0] ?? '');
        const figure = keyAt({ table, figures }, row, column);
        if (figure === undefined || !isHidden(figure)) return [];
        const inside = words(cell)
          .replaceAll('[c]', '')
          .match(/(?<!\S)\d+%?(?!\S)/)?.[0];
        const numbers = attributeNumbers(cell, [row, heads[column] ?? '', figure.key]);
        const value = inside === undefined ? numbers[0] : Number.parseFloat(inside);
        return value === undefined
          ? []
          : [exact(figure.key, value, `${page.path}: the cell of ${figure.key}`)];
      }),
    );
  });
}

/** The figures that a picture is of: by the heading of its column and the question of its page. */
function picturedFigures(page: Page, label: string, paper: Paper): Figure[] {
  const question = /(p\d+|reviewing|fostering|adoption)\.html$/.exec(page.path)?.[1]?.replace('p', 'P');
  const column = (table: Paper['tables'][number]) => table.columns.indexOf(label);
  const keys = paper.tables
    .filter((table) => (question === undefined || table.question === question) && column(table) >= 0)
    .flatMap((table) => table.rows.map((row) => row.figures[column(table)]));
  return paper.figures.filter((figure) => keys.includes(figure.key) && figure.breakdown === 'all');
}

/** `4 on 30 June 2026` or `30 June 2026: 4` in the labels of a picture. */
function inPictures(page: Page, paper: Paper): Evidence[] {
  return [...page.bytes.matchAll(/<figure[\s\S]*?<\/figure>|<svg[\s\S]*?<\/svg>/g)].flatMap(([html]) => {
    const label = words(
      /<figcaption[^>]*>([\s\S]*?)<\/figcaption>/.exec(html)?.[1] ??
        /aria-label="([^":]*)/.exec(html)?.[1] ??
        '',
    );
    const figures = picturedFigures(page, label, paper);
    const text = unescaped(html).replaceAll(label, ' ');
    const said = [
      ...[...text.matchAll(/(\d[\d,]*)%? on (\d{1,2} \p{L}+ \d{4})/gu)].map((one) => [one[1], one[2]]),
      ...[...text.matchAll(/(\d{1,2} \p{L}+ \d{4}): (\d[\d,]*)/gu)].map((one) => [one[2], one[1]]),
    ] as [string, string][];
    const named = said.flatMap(([number, day]) =>
      figures
        .filter((figure) => isHidden(figure) && figure.as_at_date === asDate(day))
        .map((figure) =>
          exact(
            figure.key,
            Number(number.replaceAll(',', '')),
            `${page.path}: the words of a picture of ${figure.key}`,
          ),
        ),
    );
    return [...named, ...geometryOf(html, figures, page.path)];
  });
}

/** All that the bytes of a paper's pages say of its hidden figures. */
export function inPages(paper: Paper): Evidence[] {
  const figures = new Map(paper.figures.map((figure) => [figure.key, figure]));
  const hidden = paper.figures.filter(isHidden);
  return paper.pages.flatMap((page) => [
    ...besideKeys(page, hidden),
    ...inCells(page, paper, figures),
    ...inPictures(page, paper),
  ]);
}
