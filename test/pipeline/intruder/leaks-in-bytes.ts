/** Leaks of different kinds, each seeded into the clean paper: the hidden numbers are 4 children under one, 3 without a plan. */
import { Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { figuresCsv, type Paper } from './clean-edition.ts';
import { add, file, type Leak, print, swap } from './leak.ts';

const p5 = 'site/questions/p5.html';
const infants = 'P1.B7.main.count.as_at.2026-06-30.age_band.<1';
const now = { date: '2026-06-30' } as const;

const png = (text: string): Uint8Array => {
  const body = Buffer.from(`Comment\0${text}`);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, length, Buffer.from('tEXt'), body, Buffer.alloc(4)]);
};

const arrow = (): Uint8Array =>
  tableToIPC(new Table({ key: vectorFromArray([infants]), exact: vectorFromArray([4]) }), 'file');

const withColumn = (csv: string): string =>
  csv
    .trimEnd()
    .split('\n')
    .map((line, at) => `${line},${at === 0 ? 'exact' : 9}\n`)
    .join('');

/** Leaks that stand in the bytes. */
export const leaksInBytes: readonly Leak[] = [
  {
    name: 'tooltip',
    kind: 'number_in_attribute',
    table: 'P1',
    change: swap('>[c]<', ' title="4 children">[c]<'),
  },
  {
    name: 'aria-label',
    kind: 'number_in_attribute',
    table: 'P1.age_band',
    change: add('<p aria-label="Under 1: 4"></p>'),
  },
  { name: 'data attribute', kind: 'number_in_attribute', table: 'P1', change: add('<p data-n="4"></p>') },
  {
    name: 'alternative text',
    kind: 'number_in_attribute',
    table: 'P1',
    change: add('<img alt="Bars: 4, 15, 25">'),
  },
  {
    name: 'meta description',
    kind: 'number_in_attribute',
    table: 'P1',
    change: swap('Panel, up to', 'Panel: 4 of the children, up to'),
  },
  {
    name: 'HTML comment',
    kind: 'number_in_comment',
    table: 'P1.age_band',
    change: add('<!-- Under 1 = 4 -->'),
  },
  {
    name: 'title element',
    kind: 'number_in_title',
    table: 'P1',
    change: swap('changing?</title>', 'changing? 4</title>'),
  },
  {
    name: 'sentence',
    kind: 'number_in_text',
    table: 'P1',
    change: add('<p>Of them, 4 children are under one.</p>'),
  },
  {
    name: 'sentence in words',
    kind: 'number_in_text',
    table: 'P1',
    change: add('<p>Only four of them are children we know since birth: four children.</p>'),
  },
  {
    name: 'link text',
    kind: 'number_in_text',
    table: 'P1',
    change: add('<a href="../index.html">See the 4</a>'),
  },
  {
    name: 'address of a link',
    kind: 'number_in_attribute',
    table: 'P1',
    change: add('<a href="../index.html?infants=4">More</a>'),
  },
  {
    name: 'print-only text',
    kind: 'number_in_hidden_text',
    table: 'P1',
    change: add('<p class="print-only">Youngest: 4</p>'),
  },
  { name: 'hidden row', kind: 'hidden_figure_printed', table: 'P1.age_band', change: add(hiddenRow()) },
  {
    name: 'column total',
    kind: 'figure_not_listed',
    table: 'P1: By age, 30 June 2026',
    change: swap('</tbody>', '<tr><th scope="row">Total</th><td>119</td></tr></tbody>'),
  },
  {
    name: 'share with one decimal',
    kind: 'too_precise',
    table: 'P2.time',
    change: print({ measure: 'B17', statistic: 'percentage', ...now }, '23.3%'),
  },
  {
    name: 'JSON in a script',
    kind: 'hidden_figure_by_key',
    table: 'P1.age_band',
    change: add(`<script type="application/json">[{"key":"${infants}","n":4}]</script>`),
  },
  {
    name: 'program in a script',
    kind: 'number_in_script',
    table: 'P1',
    change: add('<script>const infants = 4;</script>'),
  },
  {
    name: 'content of a style',
    kind: 'number_in_style',
    table: 'P1',
    change: swap('content:"PUBLIC"', 'content:"PUBLIC 4"'),
  },
  {
    name: 'content of a style sheet',
    kind: 'number_in_style',
    table: 'site/theme.a1b2c3d4.css',
    change: file('site/theme.a1b2c3d4.css', '.age::after{content:"4"}'),
  },
  {
    name: 'CSV row',
    kind: 'hidden_figure_by_key',
    table: 'P1.age_band',
    change: (paper) =>
      file(
        'site/downloads/figures.csv',
        figuresCsv(paper.rows).replace('Under 1,[c],,', 'Under 1,[c],4,'),
      )(paper),
  },
  {
    name: 'CSV column',
    kind: 'column_unknown',
    table: 'figures.csv',
    change: (paper) => file('site/downloads/figures.csv', withColumn(figuresCsv(paper.rows)))(paper),
  },
  {
    name: 'a second CSV',
    kind: 'number_in_record',
    table: 'P1.age_band',
    change: file('site/downloads/chart.csv', 'label,n\nUnder 1,4\n'),
  },
  {
    name: 'Arrow column',
    kind: 'hidden_figure_by_key',
    table: 'P1.age_band',
    change: file('site/data/chart.arrow', arrow()),
  },
  {
    name: 'search index',
    kind: 'number_in_record',
    table: 'P1.age_band',
    change: file(
      'site/search.json',
      JSON.stringify([{ href: 'questions/p1', text: 'Children in our care Under 1 4' }]),
    ),
  },
  {
    name: 'feed',
    kind: 'number_in_text',
    table: 'site/feed.xml',
    change: file(
      'site/feed.xml',
      '<feed><title>News</title><summary>We now care for 4 children under one</summary></feed>',
    ),
  },
  {
    name: 'metadata of an image',
    kind: 'number_in_image',
    table: 'P1.age_band',
    change: file('site/chart.png', png('Under 1: 4')),
  },
  {
    name: 'name of a file',
    kind: 'number_in_file_name',
    table: 'site/under-one-4.svg',
    change: file('site/under-one-4.svg', '<svg></svg>'),
  },
  {
    name: 'a file that cannot be read',
    kind: 'unreadable_file',
    table: 'site/all.zip',
    change: file('site/all.zip', 'PK'),
  },
  {
    name: 'length of a bar',
    kind: 'bar_length',
    table: 'P1.age_band',
    change: swap('<g><rect', '<g><rect x="0" width="10" height="4"></rect><rect'),
  },
  {
    name: 'width of an element',
    kind: 'bar_length',
    table: 'P1.age_band',
    change: add(
      '<div><i style="width:7%"></i><i style="width:27%"></i><i style="width:45%"></i><i style="width:100%"></i><i style="width:36%"></i></div>',
    ),
  },
  {
    name: 'sparkline',
    kind: 'line_or_points',
    table: 'P5.time',
    change: add(
      '<svg viewBox="0 0 100 30"><polyline points="0,10 20,14 40,12 60,20 80,24"></polyline></svg>',
      p5,
    ),
  },
  {
    name: 'text in a drawing',
    kind: 'number_in_drawing',
    table: 'P1',
    change: swap('>128</text>', '>128</text><text x="1" y="2">4</text>'),
  },
  {
    name: 'order of rows',
    kind: 'order_of_rows',
    table: 'P1.age_band',
    change: bySize,
  },
  {
    name: 'month series',
    kind: 'month_series',
    table: 'P1',
    change: add(
      '<table><tr><th>Month</th><th>Change</th></tr><tr><th>April 2026</th><td>up</td></tr><tr><th>May 2026</th><td>down</td></tr></table>',
    ),
  },
];

/** The rows of the age table, the largest first. */
function bySize({ files }: Paper): void {
  const page = String(files.get('site/questions/p1.html'));
  const row = (label: string): string =>
    new RegExp(`<tr><th scope="row">${label}</th>.*?</tr>`).exec(page)?.[0] ?? '';
  const sorted = ['10 to 15', '5 to 9', '16 and 17', '1 to 4', 'Under 1'].map(row).join('');
  files.set('site/questions/p1.html', page.replace(/<tbody>[\s\S]*<\/tbody>/, `<tbody>${sorted}</tbody>`));
}

function hiddenRow(): string {
  return '<table><thead><tr><th>Age</th><th>Children in our care</th></tr></thead><tbody><tr hidden><th scope="row">Under 1</th><td>4</td></tr></tbody></table>';
}
