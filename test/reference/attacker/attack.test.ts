import { afterAll, describe, expect, it } from 'vitest';
import { attack, attackInFull, type Finding, restsOnAssumption } from './attack.ts';
import { figures, type HandPaper, publish, withdraw } from './hand-made.ts';

afterAll(withdraw);

const policy = { leastCount: 6, leastIntervalWidth: 5 };
const at = 'as_at.2026-06-30';

async function found(...papers: HandPaper[]): Promise<Finding[]> {
  return attack(papers.map(publish), policy);
}

function of(text: string): HandPaper {
  return { figures: figures(text) };
}

/** Exactly the key given is found, by equations true by definition unless told. */
function only(findings: Finding[], key: string, lower: number, upper: number, assumed = false): void {
  expect(findings.map((one) => one.key)).toEqual([key]);
  expect(findings[0]).toMatchObject({ lower, upper });
  expect(restsOnAssumption(findings[0] as Finding)).toBe(assumed);
}

describe('a count that leaks by one route', () => {
  it('one hidden group is the total less the others', async () => {
    const key = `P1.B7.main.count.${at}.sex.F`;
    const findings = await found(
      of(`P1.B7.main.count.${at}.all.all 60
      P1.B7.main.count.${at}.sex.M 57
      ${key} [c]`),
    );
    only(findings, key, 3, 3);
  });

  it('rounded groups still leave a narrow interval', async () => {
    const key = `P1.B7.main.count.${at}.legal_status.V2`;
    const findings = await found(
      of(`P1.B7.main.count.${at}.all.all 41
      P1.B7.main.count.${at}.legal_status.C2 40
      ${key} [c]`),
    );
    only(findings, key, 0, 3);
  });

  it('a percentage of a known whole', async () => {
    const key = `P2.B17.main.count.${at}.all.all`;
    const findings = await found(
      of(`P1.B7.main.count.${at}.all.all 60
      ${key} [c]
      P2.B17.main.percentage.${at}.all.all 5%`),
    );
    only(findings, key, 3, 3);
  });

  it('a hidden percentage whose rest is known', async () => {
    const key = `P11.B51.main.percentage.${at}.all.all`;
    const findings = await found(
      of(`P1.B7.main.count.${at}.all.all 60
      P11.B51.main.count.${at}.all.all 58
      ${key} [c]`),
    );
    only(findings, key, 2, 2);
  });

  it('the same count in two measures', async () => {
    const key = 'P7.B28.main.count.r12m.2026-06-30.all.all';
    const findings = await found(
      of(`${key} [c]
      adoption.B29.main.count.r12m.2026-06-30.all.all 4`),
    );
    only(findings, key, 4, 4);
  });

  it('two measures that make a whole', async () => {
    const key = `P12.B59.main.count.${at}.all.all`;
    const findings = await found(
      of(`P12.B58.main.count.${at}.all.all 21
      P12.B58.main.percentage.${at}.all.all 91%
      ${key} [c]`),
    );
    only(findings, key, 2, 2);
  });

  it('a line within a small line', async () => {
    const key = `P5.T7.unmatched.count.${at}.all.all`;
    const findings = await found(
      of(`P12.B59.main.count.${at}.all.all 4
      ${key} [c]`),
    );
    only(findings, key, 0, 4);
  });

  it('three quarters and the year of reviews', async () => {
    const key = 'P10.B47.main.count.quarter.2026-06-30.all.all';
    const findings = await found(
      of(`reviewing.B47.main.count.r12m.2026-06-30.all.all 40
      P10.B47.main.count.quarter.2025-09-30.all.all 12
      P10.B47.main.count.quarter.2025-12-31.all.all 12
      P10.B47.main.count.quarter.2026-03-31.all.all 12
      ${key} [c]`),
    );
    only(findings, key, 4, 4);
  });

  it('twelve months now less twelve months a quarter ago', async () => {
    const key = 'P10.B47.main.count.quarter.2026-06-30.all.all';
    const findings = await found(
      of(`reviewing.B47.main.count.r12m.2026-06-30.all.all 40
      reviewing.B47.main.count.r12m.2026-03-31.all.all 50
      P10.B47.main.count.quarter.2025-06-30.all.all 12
      ${key} [c]`),
    );
    only(findings, key, 2, 2);
  });

  it('three years of adoptions', async () => {
    const key = 'P7.B28.main.count.r12m.2024-06-30.all.all';
    const findings = await found(
      of(`P8.B30.main.count.r36m.2026-06-30.all.all 20
      P7.B28.main.count.r12m.2026-06-30.all.all 9
      P7.B28.main.count.r12m.2025-06-30.all.all 8
      ${key} [c]`),
    );
    only(findings, key, 3, 3);
  });

  it('the year to 31 March is the year since 1 April', async () => {
    const key = 'reviewing.B47.main.count.ytd.2026-03-31.all.all';
    const findings = await found(
      of(`reviewing.B47.main.count.r12m.2026-03-31.all.all 5
      ${key} [c]`),
    );
    only(findings, key, 5, 5);
  });

  it('stock, came and left: only nearly true of children, so said to be assumed', async () => {
    const key = 'P1.B9.main.count.r12m.2026-06-30.all.all';
    const findings = await found(
      of(`P1.B7.main.count.${at}.all.all 60
      P1.B7.main.count.as_at.2025-06-30.all.all 65
      P1.B10.main.count.r12m.2026-06-30.all.all 8
      ${key} [c]`),
    );
    only(findings, key, 3, 3, true);
  });

  it('an earlier edition that printed it', async () => {
    const key = 'P7.B40.main.count.r12m.2026-03-31.all.all';
    const findings = await found(of(`${key} 7`), of(`${key} [c]`));
    only(findings, key, 7, 7);
  });

  it('a provisional figure of an earlier edition may have changed: assumed', async () => {
    const key = 'P7.B40.main.count.r12m.2026-03-31.all.all';
    const early = figures(`${key} 7`).map((one) => ({ ...one, provisional: true }));
    only(await found({ figures: early }, of(`${key} [c]`)), key, 7, 7, true);
  });

  it('equations that only together give it away', async () => {
    const key = 'P7.B28.main.count.r12m.2026-06-30.all.all';
    const findings = await found(
      of(`P7.B25.main.count.r12m.2026-06-30.all.all 10
      P7.B40.main.count.r12m.2026-06-30.all.all 7
      ${key} [c]`),
    );
    only(findings, key, 0, 3);
  });

  it('a rate of a population that is published', () => {
    const key = `P1.B7.main.count.${at}.all.all`;
    const folder = publish(
      of(`${key} [c]
      P1.B8.main.rate.${at}.all.all 4`),
    );
    const population = new Map([['2026-06-30', 10_000]]);
    only(attackInFull([folder], policy, { population }).findings, key, 4, 4);
  });

  it('averages of groups and of all', async () => {
    const key = 'P6.B3.main.count.quarter.2026-06-30.sex.F';
    const findings = await found(
      of(`P6.B3.main.count.quarter.2026-06-30.all.all 40
      P6.B3.main.mean_days.quarter.2026-06-30.all.all 200
      P6.B3.main.mean_days.quarter.2026-06-30.sex.M 170
      P6.B3.main.mean_days.quarter.2026-06-30.sex.F 800
      P6.B3.main.count.quarter.2026-06-30.sex.M [c]
      ${key} [c]`),
    );
    expect(findings.find((one) => one.key === key)).toMatchObject({ lower: 2, upper: 2 });
    expect(findings.every(restsOnAssumption)).toBe(true);
  });
});

/** Rows as papers of the calendar have them: key, step, first and last day, what is printed. */
function calendar(
  ...rows: readonly (readonly [key: string, step: string, from: string, to: string, shown: string])[]
): HandPaper {
  const head =
    'key,question,measure_id,line,statistic,step,from_date,to_date,period,breakdown,group,label,unit_kind,shown,kind,value,lower,upper,provisional';
  const lines = rows.map(([key, step, from, to, shown]) => {
    const [question, measure, line, statistic, period, breakdown, group] = key.split('.');
    const value = /^\d/.test(shown) ? Number.parseInt(shown, 10) : '';
    const band = /^fewer/.test(shown) ? [0, Number(/\d+/.exec(shown)?.[0]) - 1] : ['', ''];
    const kind = shown === '[c]' ? 'hidden' : value === '' ? 'band' : 'exact';
    const ends = kind === 'exact' && statistic === 'count' ? [value, value] : band;
    return [
      key,
      question,
      measure,
      line,
      statistic,
      step,
      from,
      to,
      period,
      breakdown,
      group,
      'x',
      'child',
      shown,
      kind,
      value,
      ...ends,
      'false',
    ].join();
  });
  return { figures: [], list: `${[head, ...lines].join('\n')}\n` };
}

describe('papers of the calendar', () => {
  const year = (measure: string, shown: string) =>
    [`P7.${measure}.main.count.2025-26.all.all`, 'year', '2025-04-01', '2026-03-31', shown] as const;
  const half = (part: string, shown: string) =>
    part === 'h1'
      ? (['P7.B28.main.count.2025-26-h1.all.all', 'half_year', '2025-04-01', '2025-09-30', shown] as const)
      : (['P7.B28.main.count.2025-26-h2.all.all', 'half_year', '2025-10-01', '2026-03-31', shown] as const);

  it('a half-year is the year less the other', async () => {
    const findings = await found(calendar(year('B28', '12'), half('h1', '9'), half('h2', '[c]')));
    only(findings, 'P7.B28.main.count.2025-26-h2.all.all', 3, 3);
  });

  it('a band that others narrow', async () => {
    const key = 'P7.B28.main.count.2025-26.all.all';
    const findings = await found(
      calendar(year('B25', '19'), year('B40', '12'), year('B43', '6'), year('B28', 'fewer than 10')),
    );
    only(findings, key, 1, 1);
  });

  it('bands and hidden numbers that nothing narrows are safe', async () => {
    const safe = calendar(
      year('B25', '40'),
      year('B40', '[c]'),
      year('B43', '[c]'),
      year('B28', 'fewer than 10'),
      year('B44', 'all but fewer than 10'),
    );
    expect(await found(safe, safe)).toEqual([]);
  });

  it('a page that prints what the list keeps back', async () => {
    const key = 'P7.B28.main.count.2025-26.all.all';
    const paper = calendar(year('B28', 'fewer than 10'));
    const pages = { 'questions/p7.html': `<p><data value="${key}">4</data> were adopted.</p>` };
    only(await found({ ...paper, pages }), key, 4, 4);
  });
});

describe('what is safe', () => {
  const safe = `P1.B7.main.count.${at}.all.all 60
    P1.B7.main.count.${at}.sex.F 25
    P1.B7.main.count.${at}.sex.M 35
    P1.B7.main.count.${at}.legal_status.C2 35
    P1.B7.main.count.${at}.legal_status.V2 [c]
    P1.B7.main.count.${at}.legal_status.E1 [c]
    P2.B17.main.count.${at}.all.all [c]
    P2.B17.main.percentage.${at}.all.all [c]
    P7.B28.main.count.r12m.2026-06-30.all.all [c]
    P8.B30.main.count.r36m.2026-06-30.all.all 12`;

  it('gives nothing', async () => {
    expect(await found(of(safe))).toEqual([]);
  });

  it('gives nothing when it is published twice', async () => {
    expect(await found(of(safe), of(safe))).toEqual([]);
  });

  it('does not take a mark to mean five or fewer', async () => {
    expect(await found(of(`P7.B40.main.count.r12m.2026-06-30.all.all [c]`))).toEqual([]);
  });

  it('leaves guesses out where they are not wanted', () => {
    const folder = publish(
      of(`P1.B7.main.count.${at}.all.all 60
      P1.B7.main.count.as_at.2025-06-30.all.all 65
      P1.B10.main.count.r12m.2026-06-30.all.all 8
      P1.B9.main.count.r12m.2026-06-30.all.all [c]`),
    );
    expect(attackInFull([folder], policy, { assumed: false }).findings).toEqual([]);
  });

  it('goes on where papers contradict each other', () => {
    const folder = publish(
      of(`P1.B7.main.count.${at}.all.all 60
      P1.B7.main.count.${at}.sex.M 80
      P1.B7.main.count.${at}.sex.F [c]`),
    );
    expect(attackInFull([folder], policy).contradicted).not.toEqual([]);
  });
});
