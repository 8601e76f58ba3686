/** Leaks that stand in the bytes, each seeded into the clean paper: the hidden numbers are 4 children under one, 3 without a plan. */
import { Table, tableToIPC, vectorFromArray } from 'apache-arrow';
import { figuresCsv, type Paper } from './clean-paper.ts';
import { add, all, exact, file, type Leak, p1, p5, print, swap } from './leak.ts';

const infants = 'P1.B7.main.count.2026-06-30.age_band.<1';
const infantsInHtml = infants.replace('<', '&lt;');
const lists = ['data/figures.csv', 'site/downloads/figures.csv'];

const png = (text: string): Uint8Array => Buffer.from(`\x89PNG\r\n\x1a\n....tEXtComment\0${text}`, 'latin1');
const arrow = (): Uint8Array =>
  tableToIPC(new Table({ key: vectorFromArray([infants]), exact: vectorFromArray([4]) }), 'file');

/** The list as it is published, changed as text. */
const list =
  (change: (csv: string) => string, paths = lists) =>
  (paper: Paper): void => {
    for (const path of paths) file(path, change(figuresCsv(paper.cells)))(paper);
  };
const withColumn = (csv: string): string =>
  csv
    .trimEnd()
    .split('\n')
    .map((line, at) => `${line.trimEnd()},${at === 0 ? 'exact' : 9}\n`)
    .join('');

/** The rows of the age table, the largest first. */
function bySize({ files }: Paper): void {
  const page = String(files.get(p1));
  const row = (label: string): string =>
    new RegExp(`<tr><th scope="row">${label}</th>.*?</tr>`).exec(page)?.[0] ?? '';
  const labels = ['Under 1', '1 to 4', '5 to 9', '10 to 15', '16 and 17'];
  const sorted = ['10 to 15', '5 to 9', '16 and 17', '1 to 4', 'Under 1'].map(row).join('\n');
  const before = labels.map(row).join('\n');
  if (!page.includes(before)) throw new Error('the age table is not there');
  files.set(p1, page.replace(before, sorted));
}

const leak = (name: string, kind: string, where: string, change: Leak['change']): Leak => ({
  name,
  kind,
  where,
  change,
});
const hiddenRow =
  '<table><thead><tr><th>Age</th><th>Children in our care</th></tr></thead><tbody><tr hidden><th scope="row">Under 1</th><td>4</td></tr></tbody></table>';

export const leaksInBytes: readonly Leak[] = [
  leak('tooltip', 'number_in_attribute', p1, swap('>[c]<', ' title="4 children">[c]<')),
  leak('aria-label', 'number_in_attribute', p1, add('<p aria-label="Under 1: 4"></p>')),
  leak('data attribute', 'number_in_attribute', p1, add('<p data-n="4"></p>')),
  leak('alternative text', 'number_in_attribute', p1, add('<img alt="Bars: 4, 15, 25">')),
  leak(
    'meta description',
    'number_in_attribute',
    p1,
    swap('Panel, up to', 'Panel: 4 of the children, up to'),
  ),
  leak('HTML comment', 'number_in_comment', p1, add('<!-- Under 1 = 4 -->')),
  leak('title element', 'number_in_title', p1, swap('changing?</title>', 'changing? 4</title>')),
  leak('sentence', 'number_in_text', p1, add('<p>Of them, 4 children are under one.</p>')),
  leak(
    'sentence in words',
    'number_in_text',
    p1,
    add('<p>Only four of them are children we know since birth.</p>'),
  ),
  leak('link text', 'number_in_text', p1, add('<a href="../index.html">See the 4</a>')),
  leak('address of a link', 'number_in_attribute', p1, add('<a href="../index.html?infants=4">More</a>')),
  leak('print-only text', 'number_in_hidden_text', p1, add('<p class="print-only">Youngest: 4</p>')),
  leak('hidden row', 'number_in_hidden_text', p1, add(hiddenRow)),
  leak(
    'column total',
    'number_in_text',
    p1,
    swap('</tbody>', '<tr><th scope="row">Total</th><td>119</td></tr></tbody>'),
  ),
  leak(
    'share with one decimal',
    'too_precise',
    'P2.B17.main.percentage.2026-06-30',
    print({ measure: 'B17', statistic: 'percentage', period: '2026-06-30' }, exact(23.3, '23.3%')),
  ),
  leak(
    'JSON in a script',
    'hidden_figure_by_key',
    infants,
    add(`<script type="application/json">[{"key":"${infants}","n":4}]</script>`),
  ),
  leak('program in a script', 'number_in_script', p1, add('<script>const infants = 4;</script>')),
  leak('content of a style', 'number_in_style', p1, swap('content:"PUBLIC', 'content:"4 PUBLIC')),
  leak(
    'content of a style sheet',
    'number_in_style',
    'site/theme.a1b2c3d4.css',
    file('site/theme.a1b2c3d4.css', '.age::after{content:"4"}'),
  ),
  leak(
    'headers for servers',
    'number_in_text',
    'site/_headers',
    file('site/_headers', '/*\n  X-Children: 4\n'),
  ),
  leak(
    'CSV row',
    'hidden_figure_by_key',
    infants,
    list((csv) => csv.replace('[c],hidden,,', '[c],hidden,4,')),
  ),
  leak('CSV column', 'column_unknown', 'figures.csv', list(withColumn)),
  leak(
    'a second CSV',
    'number_in_record',
    'site/downloads/chart.csv',
    file('site/downloads/chart.csv', 'label,n\nUnder 1,4\n'),
  ),
  leak('Arrow column', 'unknown_file', 'site/data/chart.arrow', file('site/data/chart.arrow', arrow())),
  leak(
    'search index',
    'number_in_record',
    'site/search.json',
    file(
      'site/search.json',
      JSON.stringify([{ href: 'questions/p1', text: 'Children in our care Under 1 4' }]),
    ),
  ),
  leak(
    'feed',
    'unknown_file',
    'site/feed.xml',
    file('site/feed.xml', '<feed><summary>We now care for 4 children under one</summary></feed>'),
  ),
  leak('metadata of an image', 'unknown_file', 'site/chart.png', file('site/chart.png', png('Under 1: 4'))),
  leak(
    'name of a file',
    'number_in_file_name',
    'site/under-one-4.svg',
    file('site/under-one-4.svg', '<svg></svg>'),
  ),
  leak('a file that cannot be read', 'unknown_file', 'site/all.zip', file('site/all.zip', 'PK')),
  leak(
    'length of a bar',
    'bar_length',
    p1,
    swap('<g><rect', '<g><rect x="0" width="10" height="4"></rect><rect'),
  ),
  leak(
    'width of an element',
    'bar_length',
    p1,
    add('<div><i style="width:7%"></i><i style="width:27%"></i></div>'),
  ),
  leak(
    'sparkline',
    'line_or_points',
    p5,
    add('<svg viewBox="0 0 100 30"><polyline points="0,10 20,14 40,12 60,20 80,24"></polyline></svg>', p5),
  ),
  leak(
    'text in a drawing',
    'number_in_drawing',
    p1,
    swap('<text data-axis="0">', '<text x="1" y="2">4</text><text data-axis="0">'),
  ),
  leak('order of rows', 'order_of_rows', p1, bySize),
  leak(
    'month series',
    'figure_not_listed',
    p1,
    add(
      '<table><tr><th>Month</th></tr><tr><th>April 2026</th><td><data value="P1.B7.main.count.2026-04-30.all.all">121</data></td></tr></table>',
    ),
  ),
  // Those that the form of a paper itself brings with it.
  leak('a figure printed otherwise', 'figure_unlike_list', p1, swap('>128</data>', '>127</data>')),
  leak(
    'a hidden figure printed in its own place',
    'figure_unlike_list',
    infants,
    swap('>[c]</data>', '>4</data>'),
  ),
  leak(
    'a bar of a hidden figure',
    'mark_of_hidden',
    infants,
    swap('<g><rect', `<g><rect x="0" width="10" height="2" data-figure="${infantsInHtml}"></rect><rect`),
  ),
  leak('a bar too short for its figure', 'bar_length', p1, swap('height="7.5"', 'height="3.5"')),
  leak('a point too low for its figure', 'bar_length', p1, swap(/cy="30\.0"/, 'cy="60.0"')),
  leak('a line beside its points', 'line_or_points', p1, swap('M26,', 'M26,70L58,')),
  leak(
    'a scale that names a number',
    'number_in_drawing',
    p1,
    swap('<text data-axis="0">', '<text data-axis="4">4</text><text data-axis="0">'),
  ),
  leak(
    'a figure printed under another question',
    'figure_of_another_question',
    p5,
    add('<p><data value="P1.B7.main.count.2026-06-30.all.all">120</data></p>', p5),
  ),
  leak(
    'a figure under another question of one page',
    'figure_of_another_question',
    'site/index.html',
    add(
      '<p data-question="P8"><data value="P1.B7.main.count.2026-06-30.all.all">120</data></p>',
      'site/index.html',
    ),
  ),
  leak(
    'a pack with a new name',
    'question_unknown',
    'site/packs/health.html',
    file('site/packs/health.html', '<h1>Health: the year</h1>'),
  ),
  leak(
    'a figure that no page prints',
    'figure_not_on_a_page',
    'P14.B18',
    swap(/<tbody>[\s\S]*<\/tbody>/, '', 'site/questions/p14.html'),
  ),
  leak(
    'two lists of figures',
    'copies_differ',
    'figures.csv',
    list((csv) => csv.replace('Girls', 'Young women'), ['data/figures.csv']),
  ),
  leak('words of people', 'number_in_words', p1, swap('of us said', 'of us and 7 others said')),
  leak(
    'a number in a list of JSON',
    'number_in_record',
    'site/chart.json',
    file('site/chart.json', '{"values":[15,25,4]}'),
  ),
  leak(
    'the manifest',
    'number_in_record',
    'manifest.json',
    file(
      'manifest.json',
      '{"edition_id":"panel-public-2026-06-30-12345678","note":"only 4 children are under one","policy":[{"rule":"least_count","value":6}]}',
    ),
  ),
  leak(
    'a number in a label',
    'number_in_label',
    'figures.csv',
    print({ group: '<1' }, { label: 'Under 1, of whom 3 came alone' }),
  ),
  leak(
    'a figure said to be part of the law',
    'number_in_text',
    'site/about.html',
    add('<p>Section 4 children are under one.</p>', 'site/about.html'),
  ),
  leak('a picture in an address', 'number_in_attribute', p1, add('<a href="data:text/plain,4">x</a>')),
  leak('a share in words', 'number_in_text', p1, all(add('<p>That is half of them.</p>'))),
  leak('a tick outside a scale', 'number_in_text', p1, add('<p data-axis="4">4 are under one</p>')),
  leak(
    'a number in a rating',
    'number_in_text',
    p5,
    add('<b data-rated="P5.T1.main.percentage.2025-06-30.all.all">Green, three of them</b>', p5),
  ),
  leak(
    'a width in the style of a page',
    'bar_length',
    p1,
    add('<style>.infants{width:4%}</style><div class="infants"></div>'),
  ),
  leak(
    'a bar drawn as a path',
    'line_or_points',
    p1,
    swap('<g><rect', '<g><path d="M0 110v-2h10v2z"></path><rect'),
  ),
  leak(
    'an upright line',
    'line_or_points',
    p1,
    swap('<g><rect', '<g><line x1="0" x2="0" y1="110" y2="108"></line><rect'),
  ),
  leak(
    'dashes on heights of their own',
    'mark_of_hidden',
    p1,
    swap(
      '<g><rect',
      `<g><text y="96" data-figure="${infantsInHtml}">–</text><text y="97" data-figure="${infantsInHtml}">–</text><rect`,
    ),
  ),
];
