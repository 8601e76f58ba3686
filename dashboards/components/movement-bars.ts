import type { LineMovement } from '../../pipeline/edition/chart-format.ts';
import { longMonth, shortMonth } from './day.ts';
import { html, type Markup, trusted } from './markup.ts';
import { wholeNumber } from './number-format.ts';
import { provisionalMark } from './status.ts';
import { table } from './table.ts';

type Month = LineMovement['months'][number];

const sizes = [
  { name: 'wide', width: 760, height: 130, labels: 7 },
  { name: 'narrow', width: 340, height: 120, labels: 3 },
] as const;

/** Joined upwards and left downwards, by month, under the line that they move; both on one scale. */
function drawn(months: readonly Month[], size: (typeof sizes)[number], label: string): string {
  const [left, right, top, bottom] = [52, size.width - 74, 18, size.height - 24];
  const most = Math.max(1, ...months.flatMap(({ joined, departed }) => [joined, departed]));
  const room = (bottom - top) / 2;
  const middle = top + room;
  const step = (right - left) / Math.max(1, months.length);
  const round = (value: number) => Math.round(value * 10) / 10;
  const bar = (index: number, y: number, height: number, look: string) =>
    height === 0
      ? ''
      : `<path d="M${round(left + step * (index + 0.15))} ${round(y)}h${round(step * 0.7)}v${round(height)}h${round(-step * 0.7)}z" ${look}/>`;
  const bars = months.map(({ joined, departed }, index) => {
    const [up, down] = [(joined / most) * room, (departed / most) * room];
    return `${bar(index, middle - up, up, 'fill="#12436d"')}${bar(index, middle, down, 'fill="#fff" stroke="#12436d" stroke-width="1.2"')}`;
  });
  const every = Math.max(1, Math.ceil(months.length / size.labels));
  const named = months.map(({ as_at_date }, index) =>
    (months.length - 1 - index) % every === 0
      ? `<text x="${round(left + step * (index + 0.5))}" y="${size.height - 6}" fill="#505a5f" text-anchor="middle">${shortMonth(as_at_date)}</text>`
      : '',
  );
  const words = (y: number, text: string) =>
    `<text x="${left - 6}" y="${round(y)}" fill="#505a5f" text-anchor="end">${text}</text>`;
  return `<svg class="trend trend-${size.name}" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="${label}">${bars.join('')}<path d="M${left} ${round(middle)}H${right}" stroke="#505a5f"/>${words(top + 5, `+${most}`)}${words(middle + 4, '0')}${words(bottom + 3, `−${most}`)}${named.join('')}</svg>`;
}

/** Who joined and who left a line in each month, as bars and as a table; null where no month is known. */
export function movementBars(months: readonly Month[]): Markup | null {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return null;
  const label = `Who joined (upwards) and who left (downwards) in each month, ${longMonth(first.as_at_date)} to ${longMonth(last.as_at_date)}. The table below holds every figure.`;
  const rows = [...months].reverse().map((month) => ({
    cells: [
      html`${shortMonth(month.as_at_date)}${month.provisional ? html` ${provisionalMark()}` : null}`,
      wholeNumber(month.joined),
      wholeNumber(month.departed),
      wholeNumber(month.no_longer_counted),
      wholeNumber(month.left_care),
      wholeNumber(month.otherwise),
    ],
  }));
  const columns = ['Joined', 'Left', 'No longer counted', 'Left care', 'Other reasons'];
  return html`<p class="chart-title">Joined (solid) and left (hollow), month by month</p>
${trusted(sizes.map((size) => drawn(months, size, label)).join('\n'))}
<details class="twin"><summary>Who joined and who left, as a table</summary>
${table([{ label: 'Month' }, ...columns.map((name) => ({ label: name, kind: 'number' as const }))], rows, { caption: 'Who joined and who left; the last three columns say what became of those who left', look: 'tight' })}</details>`;
}
