import { max } from 'd3-array';
import type { LineMovement } from '../../pipeline/edition/chart-format.ts';
import { longMonth, shortMonth } from '../components/day.ts';
import { html, type Markup } from '../components/markup.ts';
import { wholeNumber } from '../components/number-format.ts';
import { provisionalMark } from '../components/status.ts';
import { tableOf } from '../components/table.ts';
import {
  across,
  type Frame,
  frameOf,
  type Mark,
  nameAxis,
  path,
  picture,
  point,
  twice,
  words,
} from './frame.ts';

type Month = LineMovement['months'][number];

/** A bar from the middle to a number, seven tenths as broad as its month. */
function barTo({ x, y }: Frame, place: number, value: number, look: string): Markup | null {
  const [from, to] = [x(place - 0.35), x(place + 0.35)];
  return value === 0 ? null : path(look, `M${from},${y(0)}V${y(value)}H${to}V${y(0)}Z`);
}

/** Joined upwards and left downwards, by month. */
const bars =
  (months: readonly Month[]): Mark =>
  (frame) =>
    months.map(({ as_at_date, joined, departed }, place) =>
      point(
        `${longMonth(as_at_date)}: ${wholeNumber(joined)} joined, ${wholeNumber(departed)} left`,
        html`${barTo(frame, place, joined, 'mark joined')}${barTo(frame, place, -departed, 'mark left')}`,
      ),
    );

/** Both on one scale, under the line that they move. */
function drawn(months: readonly Month[], label: string): Markup {
  const most = max(months, ({ joined, departed }) => Math.max(1, joined, departed)) ?? 1;
  const scale: Mark = ({ left, y }) =>
    [`+${most}`, '0', `−${most}`].map((text, index) =>
      words(left - 6, y(most * (1 - index)) + 4, text, 'end'),
    );
  const named = months.map(({ as_at_date }, place) => ({ place, name: shortMonth(as_at_date) }));
  const margin = { left: 52, right: 74, top: 18, bottom: 24 };
  const places = [-0.5, months.length - 0.5];
  return twice(130, 120, [7, 3], (size) =>
    picture(frameOf(size, margin, places, [-most, most]), 'trend', label, [
      bars(months),
      across('base', 0),
      scale,
      nameAxis(named),
    ]),
  );
}

/** Who joined and who left a line in each month, as bars and as a table; null where no month is known. */
export function movementBars(months: readonly Month[]): Markup | null {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined) return null;
  const label = `Who joined (upwards) and who left (downwards) in each month, ${longMonth(first.as_at_date)} to ${longMonth(last.as_at_date)}. The table below holds every figure.`;
  const number = (label: string, count: (month: Month) => number) =>
    ({ label, kind: 'number', cell: (month: Month) => wholeNumber(count(month)) }) as const;
  const columns = [
    {
      label: 'Month',
      cell: ({ as_at_date, provisional }: Month) =>
        html`${shortMonth(as_at_date)}${provisional ? html` ${provisionalMark()}` : null}`,
    },
    number('Joined', ({ joined }) => joined),
    number('Left', ({ departed }) => departed),
    number('No longer counted', ({ no_longer_counted }) => no_longer_counted),
    number('Left care', ({ left_care }) => left_care),
    number('Other reasons', ({ otherwise }) => otherwise),
  ];
  return html`<p class="chart-title">Joined (solid) and left (hollow), month by month</p>
${drawn(months, label)}
<details class="twin"><summary>Who joined and who left, as a table</summary>
${tableOf([...months].reverse(), columns, { caption: 'Who joined and who left; the last three columns say what became of those who left', look: 'tight' })}</details>`;
}
