import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Content, hasCorrection } from '../../../pipeline/change/child-change.ts';
import { canRead } from '../../../pipeline/change/edition-before.ts';
import { type DatedLimit, limitsDiffer, limitsOfToday } from '../../../pipeline/change/limits-in-force.ts';
import { millionths, movementOf, numberOf, whyNotSplit } from '../../../pipeline/change/movement.ts';
import { toldOn } from '../../../pipeline/change/revision.ts';
import { type RuledMeasure, rulesChanged } from '../../../pipeline/change/rule-change.ts';
import { asAtDates, withCompared } from '../../../pipeline/warehouse/as-at-dates.ts';
import { size } from '../../proofs/sizes.ts';

describe('rows of a child', () => {
  it.each<[string, Content[], Content[], boolean]>([
    ['nothing known, a row added', [], [['a', 'b']], false],
    ['an empty field filled', [['a', null]], [['a', 'b']], false],
    ['a field emptied', [['a', 'b']], [['a', null]], true],
    ['a field changed', [['a', 'b']], [['a', 'c']], true],
    ['filled and changed at once', [['a', null]], [['c', 'b']], true],
    ['a row gone', [['a', 'b']], [], true],
    [
      'two rows where one of now fills either',
      [
        ['a', null],
        ['a', null],
      ],
      [['a', 'b']],
      true,
    ],
    // the first could take either, the second only one: giving it away greedily would leave the second without
    [
      'two rows, the fitting pairs found',
      [
        ['a', null],
        ['a', 'b'],
      ],
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
      false,
    ],
    [
      'the same the other way round',
      [
        ['a', null],
        ['a', 'b'],
      ],
      [
        ['a', 'c'],
        ['a', 'b'],
      ],
      false,
    ],
    [
      'three in a chain',
      [
        [null, null],
        ['a', null],
        ['a', 'b'],
      ],
      [
        ['a', 'b'],
        ['a', 'x'],
        ['y', 'z'],
      ],
      false,
    ],
    ['false is no empty field', [['a', false]], [['a', true]], true],
  ])('%s', (_, then, now, corrected) => expect(hasCorrection(then, now)).toBe(corrected));

  it('agrees with trying every way of pairing', () => {
    const cell = fc.constantFrom(null, 'a', 'b');
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 4 });
    const fits = (row: Content, later: Content): boolean =>
      row.every((c, at) => c === null || c === later[at]);
    const canPair = (then: readonly Content[], now: readonly Content[]): boolean => {
      const [first, ...rest] = then;
      if (first === undefined) return true;
      return now.some(
        (row, at) =>
          fits(first, row) &&
          canPair(
            rest,
            now.filter((_, other) => other !== at),
          ),
      );
    };
    fc.assert(
      fc.property(rows, rows, (then, now) => hasCorrection(then, now) === !canPair(then, now)),
      {
        numRuns: size('movementParts'),
      },
    );
  });
});

describe('limits of today on the old day', () => {
  const limit = (n: number, from: string, to: string | null, key = 'standing'): DatedLimit => ({
    measure_id: 'T2',
    limit_key: key,
    n,
    unit: 'months',
    effective_from: from,
    effective_to: to,
  });
  const [old, now] = ['2026-05-31', '2026-06-30'];

  it('are as they were where nothing changed in force', () => {
    const rows = [limit(6, '2000-01-01', null), limit(9, '2026-07-01', null, 'other')];
    expect(limitsDiffer(rows, old, now)).toBe(false);
    expect(limitsOfToday(rows, old, now)).toEqual(rows);
  });

  it('a row renewed in the same size is no change', () => {
    const rows = [limit(6, '2000-01-01', '2026-06-15'), limit(6, '2026-06-15', null)];
    expect(limitsDiffer(rows, old, now)).toBe(false);
  });

  it('a changed one holds from the old day on, and before it what held', () => {
    const rows = [
      limit(6, '2000-01-01', '2026-06-15'),
      limit(4, '2026-06-15', '2026-09-01'),
      limit(3, '2026-09-01', null),
    ];
    expect(limitsDiffer(rows, old, now)).toBe(true);
    expect(limitsOfToday(rows, old, now)).toEqual([
      limit(6, '2000-01-01', '2026-05-31'),
      limit(4, '2026-05-31', '2026-09-01'),
      limit(3, '2026-09-01', null),
    ]);
  });

  it('one that began on the day after the old day changed; one that began on it did not', () => {
    const rows = (from: string) => [limit(6, '2000-01-01', from), limit(4, from, null)];
    expect(limitsDiffer(rows('2026-06-01'), old, now)).toBe(true);
    expect(limitsDiffer(rows('2026-05-31'), old, now)).toBe(false);
    expect(limitsDiffer(rows('2026-06-30'), old, now)).toBe(true);
    expect(limitsDiffer(rows('2026-07-01'), old, now)).toBe(false);
  });

  it('one that came and went in between is no change; one that ended leaves none', () => {
    const between = [
      limit(6, '2000-01-01', '2026-06-05'),
      limit(4, '2026-06-05', '2026-06-10'),
      limit(6, '2026-06-10', null),
    ];
    expect(limitsDiffer(between, old, now)).toBe(false);
    const ended = [limit(6, '2000-01-01', '2026-06-10'), limit(4, '2026-08-01', null)];
    expect(limitsOfToday(ended, old, now)).toEqual([
      limit(6, '2000-01-01', '2026-05-31'),
      limit(4, '2026-08-01', null),
    ]);
  });

  it('says on the old day what holds today, whatever the rows', () => {
    const days = ['2026-05-01', '2026-05-31', '2026-06-01', '2026-06-15', '2026-06-30', '2026-07-01'];
    fc.assert(
      fc.property(fc.subarray(days), fc.boolean(), (cuts, ends) => {
        const starts = ['2000-01-01', ...cuts];
        const rows = starts.map((from, at) =>
          limit(at + 1, from, starts[at + 1] ?? (ends ? '2026-08-01' : null)),
        );
        const sizeOn = (some: readonly DatedLimit[], day: string) =>
          some
            .filter((row) => row.effective_from <= day && day < (row.effective_to ?? '9999'))
            .map((row) => row.n)
            .join();
        const adjusted = limitsOfToday(rows, old, now);
        expect(sizeOn(adjusted, old)).toBe(sizeOn(rows, now));
        expect(sizeOn(adjusted, now)).toBe(sizeOn(rows, now));
        expect(sizeOn(adjusted, '2026-05-30')).toBe(sizeOn(rows, '2026-05-30'));
        expect(sizeOn(adjusted, '2026-07-15')).toBe(sizeOn(rows, '2026-07-15'));
      }),
    );
  });
});

describe('parts of a movement', () => {
  it('add up, to the millionth', () => {
    const amount = fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n });
    fc.assert(
      fc.property(amount, amount, amount, amount, (published, before, since, now) => {
        const movement = movementOf({ published, before, since, now });
        if (movement === null) throw new Error('no movement');
        const whole = (value: number): bigint => BigInt(Math.round(value * 1e6));
        expect(whole(movement.definition) + whole(movement.recorded_since) + whole(movement.real)).toBe(
          whole(movement.after) - whole(movement.before),
        );
      }),
    );
  });

  it.each([
    ['0', 0n],
    ['12.5', 12_500_000n],
    ['-0.000001', -1n],
    ['66.666667', 66_666_667n],
    ['3.000000', 3_000_000n],
    ['', null],
    [null, null],
  ])('reads %s', (text, value) => expect(millionths(text)).toBe(value));

  it('refuses what is no such number', () => {
    for (const text of ['1e3', '1.1234567', 'NaN', '1,5', '--1']) expect(() => millionths(text)).toThrow();
    expect(numberOf(-1n)).toBe(-0.000001);
  });

  it('says which evaluation has no number', () => {
    const all = { published: 1n, before: 1n, since: 1n, now: 1n };
    const reasons = (['published', 'before', 'since', 'now'] as const).map((name) => {
      expect(movementOf({ ...all, [name]: null })).toBeNull();
      return whyNotSplit({ ...all, [name]: null });
    });
    expect(new Set(reasons).size).toBe(4);
  });
});

describe('changed rules in words', () => {
  const validity = { effective_from: '2000-01-01', effective_to: null };
  const measure = (over: Partial<RuledMeasure> = {}): RuledMeasure => ({
    measure_id: 'T2',
    lines: [{ line: 'main', name: 'all' }],
    limits: [
      {
        authority: 'a',
        limit_key: 'standing',
        meaning: 'Counted from this long on',
        n: 6,
        unit: 'months',
        ...validity,
      },
    ],
    targets: [{ authority: 'a', line: 'main', in_words: 'Green: none.', ...validity }],
    ...over,
  });
  const changed = (now: RuledMeasure, before = measure()) =>
    rulesChanged({ measures: [before], asAt: '2026-05-31' }, { measures: [now], asAt: '2026-06-30' }, [
      'a',
    ]).map((row) => row.meaning);

  it('nothing where nothing did, and nothing of a new measure', () => {
    expect(changed(measure())).toEqual([]);
    expect(changed(measure({ measure_id: 'T99' }))).toEqual([]);
  });

  it('a limit that changed by a dated row, one that was rewritten, one that is new, one that ended', () => {
    const limits = measure().limits.map((row) => ({ ...row, effective_to: '2026-06-15' }));
    const next = limits.map((row) => ({ ...row, n: 4, effective_from: '2026-06-15', effective_to: null }));
    expect(changed(measure({ limits: [...limits, ...next] }))).toEqual([
      'Limit "Counted from this long on" is now 4 months, in force since 2026-06-15; in the edition before it was 6 months.',
    ]);
    // the next row begins tomorrow: not yet
    const later = next.map((row) => ({ ...row, effective_from: '2026-07-01' }));
    expect(
      changed(
        measure({
          limits: [...measure().limits.map((row) => ({ ...row, effective_to: '2026-07-01' })), ...later],
        }),
      ),
    ).toEqual([]);
    expect(changed(measure({ limits: measure().limits.map((row) => ({ ...row, n: 5 })) }))[0]).toContain(
      'is now 5 months',
    );
    expect(changed(measure({ limits: [] }))).toEqual([
      'Limit "Counted from this long on" has ended; it was 6 months.',
    ]);
    expect(changed(measure(), measure({ limits: [] }))).toEqual([
      'Limit "Counted from this long on" is new: 6 months since 2000-01-01.',
    ]);
  });

  it('a rating rule, and nothing of other authorities', () => {
    const targets = measure().targets.map((row) => ({ ...row, in_words: 'Green: up to 5%.' }));
    expect(changed(measure({ targets }))).toEqual([
      'Rating of "all" is now "Green: up to 5%.", in force since 2000-01-01; in the edition before it was "Green: none.".',
    ]);
    const elsewhere = targets.map((row) => ({ ...row, authority: 'b' }));
    expect(changed(measure({ targets: [...measure().targets, ...elsewhere] }))).toEqual([]);
  });
});

describe('revisions', () => {
  const key = {
    authority: 'a',
    measure_id: 'T2',
    line: 'main',
    statistic: 'count',
    period: 'as_at',
  } as const;
  const figure = (as_at_date: string, value: number | null) => ({ ...key, as_at_date, value });
  const day = (n: number) => `2026-06-0${n}`;
  const said = (n: number, value: number | null) => ({
    edition_as_at: day(n),
    edition_id: `e${n}`,
    value,
  });
  /** What an edition says itself: its id stands in its manifest alone. */
  const says = (n: number, value: number | null) => ({ ...said(n, value), edition_id: null });

  it('begin with the first value, and go on where another is said', () => {
    const one = toldOn(
      { revisions: [], edition_id: '' },
      [figure('2026-05-31', 3), figure('2026-04-30', null)],
      day(1),
    );
    expect(one).toEqual([{ ...key, as_at_date: '2026-05-31', history: [says(1, 3)] }]);
    const two = toldOn(
      { revisions: one, edition_id: 'e1' },
      [figure('2026-04-30', 0), figure('2026-05-31', 3)],
      day(2),
    );
    expect(two.map((row) => row.history)).toEqual([[says(2, 0)], [said(1, 3)]]);
    const three = toldOn({ revisions: two, edition_id: 'e2' }, [figure('2026-05-31', null)], day(3));
    expect(three).toEqual([
      {
        ...key,
        as_at_date: '2026-05-31',
        history: [said(1, 3), says(3, null)],
      },
    ]);
    const four = toldOn({ revisions: three, edition_id: 'e3' }, [figure('2026-05-31', 3)], day(4));
    expect(four[0]?.history).toEqual([said(1, 3), said(3, null), says(4, 3)]);
  });
});

describe('what can be read and which dates are looked at', () => {
  it.each([
    ['1.0.0', true],
    ['1.1.0', true],
    ['1.1.7', true],
    ['1.2.0', false],
    ['0.9.0', false],
    ['2.0.0', false],
    ['', false],
    ['later', false],
  ])('contract version %s: %s', (version, can) => expect(canRead(version, '1.1.0')).toBe(can));

  it('the compared date is marked where it is one of them, and added where it is not', () => {
    const dates = asAtDates('2026-06-30', {
      month_ends: 2,
      weeks: 1,
      provisional_months: 3,
      breakdown_month_ends: 12,
    });
    const compared = (day: string | null) =>
      withCompared(dates, day).map((date) => `${date.as_at_date}${date.is_compared ? '*' : ''}`);
    expect(compared(null)).toEqual(['2026-04-30', '2026-05-31', '2026-06-23', '2026-06-30']);
    expect(compared('2026-05-31')).toEqual(['2026-04-30', '2026-05-31*', '2026-06-23', '2026-06-30']);
    expect(compared('2026-06-09')).toEqual([
      '2026-04-30',
      '2026-05-31',
      '2026-06-09*',
      '2026-06-23',
      '2026-06-30',
    ]);
    expect(compared('2020-01-31')[0]).toBe('2020-01-31*');
    const [added] = withCompared(dates, '2020-01-31');
    expect([added?.is_month_end, added?.is_week, added?.is_current, added?.is_provisional]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
