import { describe, expect, it } from 'vitest';
import { assuranceOf, limitsMissing, readingOf } from '../../dashboards/components/chart-reading.ts';
import { axisScale, controlChart } from '../../dashboards/components/control-chart.ts';
import { fixtureCharts } from './fixture-charts.ts';
import { fixtureEdition } from './fixture-edition.ts';

const { charts } = fixtureCharts(fixtureEdition());
const chartOf = (id: string) => {
  const found = charts.find(({ measure_id }) => measure_id === id);
  if (found === undefined) throw new Error(`no chart of ${id}`);
  return found;
};
const lastPoint = (id: string) => chartOf(id).points.at(-1) as (typeof charts)[number]['points'][number];

describe('a control chart read in a sentence', () => {
  it('says that chance moves a chart without a special cause', () => {
    expect(readingOf(chartOf('B7'))).toBe('Common cause: month-to-month movement is chance.');
    expect(readingOf(chartOf('B28'))).toBe('Common cause: movement from one event to the next is chance.');
  });

  it('counts the months of a shift, however long', () => {
    expect(readingOf(chartOf('T3'))).toBe('Concern: seven months in a row above the mean.');
    const chart = chartOf('T3');
    const points = chart.points.map((point, index) =>
      index === chart.points.length - 8 ? { ...point, value: 99 } : point,
    );
    expect(readingOf({ ...chart, points })).toContain('eight months in a row above');
  });

  it('counts the months of a trend, the first among them', () => {
    const chart = chartOf('B27');
    const start = lastPoint('B27').value;
    const falling = chart.points.slice(-7).map((point, index) => ({ ...point, value: start - index }));
    const before = chart.points.slice(0, -7).map((point) => ({ ...point, value: start - 9 }));
    expect(readingOf({ ...chart, points: [...before, ...falling] })).toBe(
      'Improvement: seven months in a row falling.',
    );
  });

  it('names the limit that lies near or is crossed', () => {
    expect(readingOf(chartOf('B21'))).toBe(
      'Improvement: two of the last three months lie close to the upper limit.',
    );
    const chart = chartOf('T3');
    const outside = { ...lastPoint('T3'), kind: 'outside' as const, value: 0 };
    expect(readingOf({ ...chart, points: [...chart.points.slice(0, -1), outside] })).toBe(
      'Concern: the latest month lies below the lower limit.',
    );
  });

  it('reads only the points since the limits began anew', () => {
    const chart = chartOf('T3');
    const from = chart.points.at(-3)?.as_at_date ?? '';
    expect(readingOf({ ...chart, rebased: [{ from, reason: 'r', source: 's' }] })).toContain(
      'three months in a row',
    );
  });
});

describe('what a chart cannot say', () => {
  it('is said: too few points for limits, with the number that they need', () => {
    expect(limitsMissing(chartOf('T4'), 5)).toBe(
      'No limits are drawn: there are 4 points, and limits need 5.',
    );
    expect(readingOf(chartOf('T4'))).toContain('Too few points');
  });

  it('is said: all values equal', () => {
    const chart = chartOf('B7');
    const points = chart.points.map((point) => ({ ...point, value: 5, mean: 5, lower: 5, upper: 5 }));
    expect(limitsMissing({ ...chart, points }, 5)).toContain('Every value is the same');
    expect(controlChart({ ...chart, points }, [], 'x').text).not.toMatch(/NaN|Infinity/);
  });

  it('gives no assurance without a target', () => {
    expect(assuranceOf(chartOf('B7'))).toBeNull();
    expect(assuranceOf(chartOf('T3'))).toContain('will not be met unless something changes');
  });
});

describe('a control chart drawn', () => {
  it.each(charts.map((chart) => [`${chart.measure_id} ${chart.line}`, chart] as const))(
    'of %s has shapes with words and no number that is none',
    (_, chart) => {
      const { text } = controlChart(chart, [{ label: 'England', value: 10 }], 'a chart');
      expect(text).not.toMatch(/NaN|Infinity|undefined|style=| id=/);
      for (const sense of new Set(chart.points.map((point) => point.sense)))
        if (sense !== 'common cause') expect(text).toContain(`>${sense}</text>`);
      expect(text.includes('>provisional</text>')).toBe(chart.points.some(({ provisional }) => provisional));
      expect(text.includes('rule changed')).toBe(chart.definition_changes.length > 0);
      expect(text.includes('limits begin anew')).toBe(chart.rebased.length > 0);
    },
  );

  it('of a single point is drawn', () => {
    const chart = chartOf('T3');
    const single = { ...chart, points: chart.points.slice(-1), target: null };
    expect(controlChart(single, [], 'one').text).not.toMatch(/NaN|Infinity/);
  });

  it('of zeros only has an axis', () => {
    const chart = chartOf('B7');
    const points = chart.points.map((point) => ({ ...point, value: 0, mean: 0, lower: 0, upper: 0 }));
    expect(axisScale({ ...chart, points }, [])).toEqual([0, 1]);
  });

  it('of shares never goes beyond 100%', () => {
    const chart = chartOf('T9');
    expect(axisScale(chart, []).at(-1)).toBeLessThanOrEqual(100);
  });
});
