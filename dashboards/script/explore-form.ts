import { type Content, html } from '../components/markup.ts';
import { type Cells, type Choice, mostSeries } from './explore-cells.ts';

/** Names of the edition's statistics. */
export const statisticNames: Readonly<Record<string, string>> = {
  count: 'Number',
  percentage: 'Percentage',
  rate: 'Rate per 10,000 under-18s',
  median_days: 'Median days',
  mean_days: 'Mean days',
  longest_days: 'Longest wait in days',
};
/** Names of its periods. */
export const periodNames: Readonly<Record<string, string>> = {
  as_at: 'on the day',
  month: 'in the month',
  quarter: 'in the quarter',
  ytd: 'in the year so far',
  year: 'in the year',
  r12m: 'in the 12 months',
  r36m: 'in the 36 months',
};

/** A day in words: `30 Jun 2026`. */
export const day = (iso: string): string =>
  new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
/** Each once, in order. */
export const unique = <T>(list: readonly T[]): readonly T[] => [...new Set(list)];

/** Values with the names that people read. */
export type Named = readonly (readonly [value: string, name: string])[];

const option = (chosen: string, [value, name]: Named[number]): Content =>
  html`<option value="${value}"${value === chosen ? html` selected` : null}>${name}</option>`;

const select = (name: string, label: string, options: Named, chosen: string): Content =>
  html`<p><label for="explore-${name}">${label}</label><select id="explore-${name}" name="${name}">${options.map((each) => option(chosen, each))}</select></p>`;

const boxes = (name: string, legend: string, options: Named, chosen: readonly string[]): Content =>
  options.length < 2
    ? options.map(([value]) => html`<input type="hidden" name="${name}" value="${value}">`)
    : html`<fieldset><legend>${legend}</legend>${options.map(
        ([value, label]) =>
          html`<label><input type="checkbox" name="${name}" value="${value}"${chosen.includes(value) ? html` checked` : null}> ${label}</label>`,
      )}</fieldset>`;

/** The form: every control offers what the edition holds for what was chosen before it, and nothing else. */
export function formOf(measures: Named, choice: Choice, { words, cells }: Cells): Content {
  const own = cells.filter((each) => each.authority === choice.authority);
  const ofLines = own.filter((each) => choice.lines.includes(each.line));
  const ofStatistic = ofLines.filter((each) => each.statistic === choice.statistic);
  const ofPeriod = ofStatistic.filter((each) => each.period === choice.period);
  const here = ofPeriod.filter((each) => each.breakdown === choice.by);
  const days = unique(here.map((each) => each.day)).toSorted();
  const named = (list: readonly string[], nameOf: (value: string) => string): Named =>
    unique(list).map((value) => [value, nameOf(value)]);
  const authorities = named(
    cells.map((each) => each.authority),
    (key) => words.authorities[key] ?? key,
  );
  const breakdowns = named(
    ofPeriod.map((each) => each.breakdown),
    (key) => (key === 'all' ? 'Whole authority' : (words.breakdowns[key] ?? key)),
  );
  const groups = named(here.map((each) => each.group).toSorted(), (key) =>
    key === 'all' ? 'All' : (words.groups[`${choice.by}/${key}`] ?? key),
  );
  return html`${select('measure', 'Measure', measures, choice.measure)}
${authorities.length > 1 ? select('authority', 'Authority', authorities, choice.authority) : null}
${boxes(
  'line',
  'Lines',
  named(
    own.map((each) => each.line),
    (key) => words.lines[key] ?? key,
  ),
  choice.lines,
)}
${select(
  'statistic',
  'Figure',
  named(
    ofLines.map((each) => each.statistic),
    (key) => statisticNames[key] ?? key,
  ),
  choice.statistic,
)}
${select(
  'period',
  'Counted',
  named(
    ofStatistic.map((each) => each.period),
    (key) => periodNames[key] ?? key,
  ),
  choice.period,
)}
${breakdowns.length > 1 ? select('by', 'Broken down by', breakdowns, choice.by) : html`<p class="note">This edition holds no breakdown of this figure.</p>`}
${boxes('group', `Groups: at most ${mostSeries} lines are drawn`, groups, choice.groups)}
${select('from', 'From', named(days, day), choice.from)}
${select('to', 'To', named(days, day), choice.to)}
${words.before === null ? null : html`<p><label><input type="checkbox" name="before" value="yes"${choice.before ? html` checked` : null}> Compare with the edition before</label></p>`}`;
}
