import { describe, expect, it } from 'vitest';
import { axisScale, controlChart } from '../../dashboards/chart/control.ts';
import { movementBars } from '../../dashboards/chart/movement.ts';
import { assuranceOf, limitsMissing, readingOf } from '../../dashboards/chart/reading.ts';
import { movementSentence } from '../../dashboards/components/travel.ts';
import type { Travel } from '../../pipeline/edition/chart-format.ts';
import { fixtureCharts } from './fixture-charts.ts';
import { fixtureEdition } from './fixture-edition.ts';

const { charts, travel, movement } = fixtureCharts(fixtureEdition());
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

describe('what a chart does not say', () => {
  it('calls nothing chance where its limits do not describe the series', () => {
    const reading = readingOf({ ...chartOf('B7'), limits_fit: false });
    expect(reading).toMatch(/^Too many of the points are special causes/);
    expect(reading).not.toContain('chance');
  });

  it('reads no figure of a day by limits', () => {
    expect(readingOf(chartOf('T6'))).toBe(
      'A figure of a day: who joined and who left says whether it moves.',
    );
    expect(limitsMissing(chartOf('T6'), 5)).toBeNull();
  });
});

describe('who joined and who left', () => {
  const found = travel.find(({ measure_id }) => measure_id === 'T6');
  const list = {
    ...(found as Travel),
    counts: 'children',
    denominatorName: 'children with a plan',
    isList: true,
  } as const;
  const moved = list.movements as NonNullable<Travel['movements']>;

  it('is said in children, with what became of them and of those whom they are a share of', () => {
    expect(movementSentence(list)).toBe(
      'In the year to June 2026, 35 children joined this list and 15 left it: more than chance. 8 of the 46 have been on it since June 2025 or before. Of the 15 who left, 4 no longer had to wait, 8 left care and 3 left for other reasons. There were 80 children with a plan before the year and 90 after it.',
    );
  });

  it('is called chance, or too little to say, where it is', () => {
    expect(movementSentence({ ...list, word: 'no significant change' })).toContain(
      '15 left it: no more than chance.',
    );
    expect(movementSentence({ ...list, word: null, reason: 'too few movements' })).toContain(
      'left it: too few movements to say.',
    );
    expect(movementSentence({ ...list, word: null, reason: 'context' })).toContain('15 left it. 8 of');
  });

  it('says nothing of nobody, and nothing where a line is not judged so', () => {
    const empty = { ...moved, joined: 1, departed: 0, listed: 0, remained: 0 };
    expect(movementSentence({ ...list, denominatorName: '', movements: empty })).toBe(
      'In the year to June 2026, 1 child joined this list and 0 left it: more than chance.',
    );
    expect(movementSentence({ ...list, movements: null })).toBeNull();
  });

  it('is drawn and listed month by month', () => {
    const months = movement.find(({ measure_id }) => measure_id === 'T6')?.months ?? [];
    const text = String(movementBars(months));
    expect(text.match(/<svg/g)).toHaveLength(2);
    expect(text.match(/<tr/g)).toHaveLength(months.length + 1);
    expect(movementBars([])).toBeNull();
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
    expect(axisScale({ ...chart, points }, []).domain()).toEqual([0, 1]);
  });

  it('of shares never goes beyond 100%', () => {
    const chart = chartOf('T9');
    expect(axisScale(chart, []).domain().at(-1)).toBeLessThanOrEqual(100);
  });
});
