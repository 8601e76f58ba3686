/**
 * The page Explore in a browser: a measure, its lines and groups over a period, as chart, words and table. It reads the
 * edition's own cells, a file for each measure, works nothing out, and keeps what is looked at in the page's address.
 */
import { type Content, html } from '../components/markup.ts';
import { type Plot, type PlotLine, type PlotPoint, plotOf } from '../downloads/plot.ts';
import {
  addressOf,
  type Cell,
  type Cells,
  type Choice,
  cellText,
  mostSeries,
  readCells,
  type Series,
  seriesOf,
  settled,
} from './explore-cells.ts';
import { day, formOf, type Named, periodNames, statisticNames, unique } from './explore-form.ts';

const find = (id: string): HTMLElement | null => document.getElementById(id);

type Point = PlotPoint & { readonly cell: Cell };

const drawable = (series: readonly Series[]): readonly PlotLine<Point>[] =>
  series.map(({ name, cells }) => ({
    name,
    points: cells
      .filter(({ value }) => !Number.isNaN(value))
      .map((cell) => ({ day: cell.day, value: cell.value, cell })),
  }));

const box = { left: 56, right: 740, top: 16, bottom: 300 };

function chartOf(
  series: readonly Series[],
  title: string,
): { readonly plot: Plot<Point>; readonly svg: Content } {
  const plot = plotOf(drawable(series), box);
  const svg = html`<svg class="trend explore-chart" viewBox="0 0 760 336" role="img" aria-label="${title}. The words below and the table hold every figure.">
${plot.values.map(({ at, label }) => html`<path class="grid" d="M${box.left},${at}H${box.right}"/><text class="end" text-anchor="end" x="${box.left - 6}" y="${at + 4}">${label}</text>`)}
${plot.days.map(({ at, label }) => html`<text class="middle" text-anchor="middle" x="${at}" y="${box.bottom + 22}">${label}</text>`)}
<path id="explore-rule" class="explore-rule" d=""/>
${plot.lines.map(({ name, path, points }, index) => html`<path class="explore-line line-${index}" d="${path}"/>${points.map((point) => html`<circle class="explore-point line-${index}" cx="${point.x}" cy="${point.y}" r="3.5"><title>${name}, ${day(point.day)}: ${cellText(point.cell)}</title></circle>`)}`)}
</svg>
<ul class="legend">${plot.lines.map(({ name }, index) => html`<li><svg class="key key-line" viewBox="0 0 30 12" aria-hidden="true"><path class="explore-line line-${index}" d="M0,6H30"/></svg> ${name}</li>`)}</ul>`;
  return { plot, svg };
}

/** The chart in words: each line's first and last value. */
function wordsOf(series: readonly Series[]): string {
  const said = series.flatMap(({ name, cells }) => {
    const known = cells.filter(({ value }) => !Number.isNaN(value));
    const [first, last] = [known[0], known.at(-1)];
    if (first === undefined || last === undefined) return [`${name}: no figure`];
    if (first === last) return [`${name}: ${cellText(last)} on ${day(last.day)}`];
    return [`${name}: ${cellText(first)} on ${day(first.day)}, ${cellText(last)} on ${day(last.day)}`];
  });
  return said.length === 0 ? 'The edition holds no figure for this choice.' : `${said.join('. ')}.`;
}

const daysOf = (series: readonly Series[]): readonly string[] =>
  unique(series.flatMap(({ cells }) => cells.map((cell) => cell.day))).toSorted();
const cellAt = ({ cells }: Series, on: string): Cell | undefined => cells.find((cell) => cell.day === on);

function tableOf(series: readonly Series[], title: string): Content {
  const rows = [...daysOf(series)].reverse();
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${title}"><table class="data tight"><caption>${title}</caption>
<thead><tr><th scope="col">Day</th>${series.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${rows.map((on) => html`<tr><th scope="row">${day(on)}</th>${series.map((each) => html`<td class="number">${cellText(cellAt(each, on))}</td>`)}</tr>`)}</tbody></table></div>`;
}

const csvColumns = [
  ...(['day', 'statistic', 'period', 'numerator', 'denominator', 'value', 'unit', 'status'] as const),
];

/** The table's figures as CSV: a row for each cell, as the edition has it. */
function csvOf(series: readonly Series[], { words }: Cells): string {
  const field = (value: string | number): string => {
    const text = typeof value === 'number' && Number.isNaN(value) ? '' : String(value);
    const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  const rows = series.flatMap(({ name, cells }) =>
    cells.map((cell) => [
      ...[words.measure, name],
      ...csvColumns.map((column) => cell[column]),
      cell.provisional ? 'provisional' : '',
    ]),
  );
  const header = ['measure', 'series', ...csvColumns, 'provisional'];
  return `\ufeff${[header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

const files = new Map<string, Promise<Cells>>();

function load(path: string): Promise<Cells> {
  const known =
    files.get(path) ??
    fetch(path).then(async (response) => {
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return readCells(await response.arrayBuffer());
    });
  files.set(path, known);
  return known;
}

/** Moves the rule to a day and says every line's value on it. */
function readDay(series: readonly Series[], plot: Plot, slider: HTMLInputElement): void {
  const on = daysOf(series)[Number(slider.value)] ?? '';
  const said = series.map((each) => `${each.name} ${cellText(cellAt(each, on)) || 'no figure'}`);
  slider.setAttribute('aria-valuetext', `${day(on)}: ${said.join('; ')}`);
  const output = find('explore-read');
  if (output !== null) output.textContent = `${day(on)}: ${said.join('; ')}`;
  const place = plot.lines.flatMap(({ points }) => points).find((point) => point.day === on);
  find('explore-rule')?.setAttribute('d', place === undefined ? '' : `M${place.x},${box.top}V${box.bottom}`);
}

let taken = '';

async function show(result: HTMLElement, choice: Choice, own: Cells): Promise<void> {
  const notes: string[] = [];
  let series = seriesOf(choice, own);
  if (choice.before && own.words.before !== null) {
    const before = await load(`../${own.words.before}/explore/${choice.measure}.arrow`).catch(() => null);
    if (before === null)
      notes.push('The edition before is not published beside this one, or is too old for this page.');
    else {
      // Each line is followed by itself as it was: where there are too many, both of a pair go.
      const then = seriesOf(choice, before, ` (edition of ${before.words.asAt})`);
      series = series.flatMap((each, index) => [each, ...then.slice(index, index + 1)]);
    }
  }
  if (series.length > mostSeries)
    notes.push(`${series.length} lines were chosen; the first ${mostSeries} are shown.`);
  series = series.slice(0, mostSeries);
  const title = `${own.words.measure}: ${(statisticNames[choice.statistic] ?? choice.statistic).toLowerCase()} ${periodNames[choice.period] ?? ''}, ${day(choice.from)} to ${day(choice.to)}`;
  const { plot, svg } = chartOf(series, title);
  URL.revokeObjectURL(taken);
  taken = URL.createObjectURL(new Blob([csvOf(series, own)], { type: 'text/csv' }));
  const last = daysOf(series).length - 1;
  result.innerHTML = html`<h2>${title}</h2>${svg}
<p><label for="explore-day">Read the chart day by day</label> <input type="range" id="explore-day" min="0" max="${Math.max(0, last)}" value="${Math.max(0, last)}"></p>
<p><output id="explore-read" for="explore-day"></output></p>
<p class="take"><a id="explore-csv" href="${taken}" download="explore-${choice.measure}.csv">CSV of this table</a></p>
${tableOf(series, title)}
<p class="small">Edition ${own.words.editionId}, as at ${own.words.asAt}. [p] provisional, [c] hidden, [x] not available.</p>`.text;
  const slider = find('explore-day');
  if (slider instanceof HTMLInputElement) {
    readDay(series, plot, slider);
    slider.addEventListener('input', () => readDay(series, plot, slider));
  }
  const status = find('explore-words');
  if (status !== null) status.textContent = [wordsOf(series), ...notes].join(' ');
}

/** Takes the measure's file and shows what the address asks for; a control that had the focus has it again. */
async function explore(page: HTMLElement, measures: Named, query: URLSearchParams): Promise<void> {
  const [form, result, status] = ['explore-form', 'explore-result', 'explore-words'].map(find);
  if (!(form instanceof HTMLFormElement) || !result || !status) return;
  const asked = query.get('measure') ?? '';
  const measure = measures.some(([value]) => value === asked) ? asked : (measures[0]?.[0] ?? '');
  try {
    const own = await load(`explore/${measure}.arrow`);
    const choice = settled(query, measure, own);
    const focus =
      document.activeElement instanceof HTMLInputElement
        ? [document.activeElement.name, document.activeElement.value]
        : [document.activeElement?.id ?? ''];
    form.innerHTML = html`${formOf(measures, choice, own)}`.text;
    refocus(form, focus);
    history.replaceState(null, '', addressOf(choice));
    await show(result, choice, own);
    page.dataset['ready'] = measure;
  } catch {
    result.innerHTML = '';
    status.textContent =
      'The figures of this page could not be read. A page opened from a folder may not read other files: open the site by its address, or use the tables of the measure pages, which are listed below.';
    find('explore-tables')?.removeAttribute('hidden');
  }
}

function refocus(form: HTMLFormElement, [name = '', value]: readonly string[]): void {
  if (name === '') return;
  const target =
    value === undefined
      ? find(name)
      : form.querySelector<HTMLElement>(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  target?.focus();
}

function begin(): void {
  const page = find('explorer');
  const tables = find('explore-tables');
  if (page === null || tables === null) return;
  const measures: Named = [...tables.querySelectorAll<HTMLElement>('[data-measure]')].map((link) => [
    link.dataset['measure'] ?? '',
    link.textContent ?? '',
  ]);
  page.insertAdjacentHTML(
    'afterbegin',
    '<form id="explore-form" class="explore-form" aria-label="What to show"></form><p id="explore-words" role="status"></p><div id="explore-result"></div>',
  );
  tables.setAttribute('hidden', '');
  const form = find('explore-form');
  form?.addEventListener('submit', (event) => event.preventDefault());
  form?.addEventListener('change', () => {
    if (form instanceof HTMLFormElement)
      void explore(
        page,
        measures,
        new URLSearchParams([...new FormData(form)].map(([key, value]) => [key, String(value)])),
      );
  });
  void explore(page, measures, new URLSearchParams(location.search));
}

begin();
