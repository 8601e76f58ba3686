import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addMonths, dayOf, isoOf } from '../../../sources/demo/day.ts';
import { demoFiles, writeDemo } from '../../../sources/demo/demo.ts';
import { dirt } from '../../../sources/demo/dirt.ts';
import { dayIn, inCareOn, readDemo } from './read-demo.ts';

const demo = readDemo();
const monthEnds = Array.from({ length: 37 }, (_, back) => isoOf(addMonths(dayOf(demo.asAt), -back)));

describe('the demo authority', () => {
  it('is the same to the byte when it is written twice', () => {
    const [first, second] = [demoFiles({ children: 120 }), demoFiles({ children: 120 })];
    expect([...first.contents.keys()]).toEqual([...second.contents.keys()]);
    for (const [file, bytes] of first.contents)
      expect(bytes.equals(second.contents.get(file)!), file).toBe(true);
  });

  it('is another county with another seed', () => {
    const person = (seed: number) => demoFiles({ children: 60, seed }).contents.get('ssd/ssd_person.csv')!;
    expect(person(1).equals(person(2))).toBe(false);
  });

  it('writes what it says it writes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    try {
      const report = writeDemo(folder, { children: 40, asAt: '2025-02-28', seed: 3 });
      for (const { file } of report.files) expect(existsSync(join(folder, file)), file).toBe(true);
      expect(readFileSync(join(folder, 'authority.yaml'), 'utf8')).toContain('extract_date: 2025-02-28');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('has the number of children asked for in care at every month-end of three years, growing a little', () => {
    const counts = inCareOn(demo, monthEnds);
    for (const [back, count] of counts.entries())
      expect(Math.abs(count - 1000), monthEnds[back]).toBeLessThanOrEqual(80);
    expect(counts[0]).toBeGreaterThan(counts[36]!);
  });

  it('keeps the number for a small and a large county', { timeout: 120_000 }, () => {
    expect(Math.abs(inCareOn(readDemo({ children: 40 }), ['2026-06-30'])[0]! - 40)).toBeLessThanOrEqual(4);
    expect(Math.abs(inCareOn(readDemo({ children: 1800 }), ['2026-06-30'])[0]! - 1800)).toBeLessThanOrEqual(
      144,
    );
  });

  it('has fewer than one row in a hundred that must be quarantined', () => {
    for (const children of [40, 1000]) {
      const { files, dirt: laid } = demoFiles({ children });
      const rows = files.reduce((sum, file) => sum + file.rows, 0);
      const lost = dirt
        .filter(({ fate }) => fate === 'quarantined')
        .reduce((sum, { key }) => sum + (laid[key] ?? 0), 0);
      expect(lost / rows).toBeLessThan(0.01);
    }
  });
});

describe('the story it tells', () => {
  const children = new Map(
    demo.rows('ssd/ssd_cla_episodes.csv').map((row) => [row['clae_cla_id'], row['clae_person_id']]),
  );
  const open = (file: string, start: string, end: string) =>
    demo
      .rows(file)
      .filter(
        (row) =>
          dayIn(row[start]) !== '' &&
          dayIn(row[start]) <= demo.asAt &&
          (dayIn(row[end]) === '' || dayIn(row[end]) > demo.asAt),
      );

  it('has children on placement orders, on every plan, and in every kind of placement the tracker asks about', () => {
    const orders = open(
      'ssd/ssd_legal_status.csv',
      'lega_legal_status_start_date',
      'lega_legal_status_end_date',
    ).filter((row) => /placement order|^E1$/i.test(row['lega_legal_status'] ?? ''));
    expect(orders.length).toBeGreaterThan(40);
    expect(orders.length).toBeLessThan(90);
    const plans = new Set(
      open('local/local_care_plan_history.csv', 'lcph_plan_start_date', 'lcph_plan_end_date').map(
        (row) => row['lcph_plan_code'],
      ),
    );
    for (const code of [
      'RETURN6M',
      'RETURNEV',
      'LTFOST18',
      'LTRELFR',
      'RESPLMT',
      'SUPPLIV',
      'ADOPTION',
      'OTHERPLN',
      'SGOCAO',
      'REMAINSUP',
    ])
      expect(plans).toContain(code);
    const places = new Set(
      open('ssd/ssd_cla_placement.csv', 'clap_cla_placement_start_date', 'clap_cla_placement_end_date').map(
        (row) => row['clap_cla_placement_type'],
      ),
    );
    for (const type of ['U1', 'U3', 'U4', 'U5', 'U6', 'A5', 'A6', 'K2', 'K3', 'P1'])
      expect(places).toContain(type);
  });

  it('places for adoption only after a match', () => {
    const periods = new Map(demo.rows('ssd/ssd_permanence.csv').map((row) => [row['perm_cla_id'], row]));
    const placed = demo
      .rows('ssd/ssd_cla_placement.csv')
      .filter((row) => /^\s*A[3-6]/i.test(row['clap_cla_placement_type'] ?? ''));
    for (const row of placed) {
      const record = periods.get(row['clap_cla_id']);
      if (
        record === undefined ||
        record['perm_cla_id'] === 'NULL' ||
        row['clap_cla_placement_id']?.startsWith('X')
      )
        continue;
      expect(dayIn(record['perm_matched_date']) <= dayIn(row['clap_cla_placement_start_date'])).toBe(true);
    }
    expect(placed.length).toBeGreaterThan(30);
  });

  it('has meetings booked ahead, exemptions, discussions, siblings met together, and children in care twice', () => {
    const meetings = demo.rows('local/local_permanence_meetings.csv');
    expect(
      meetings.filter(
        (row) => row['ppmt_meeting_status'] === 'BOOKED' && dayIn(row['ppmt_meeting_date']) > demo.asAt,
      ).length,
    ).toBeGreaterThan(10);
    expect(meetings.filter((row) => row['ppmt_not_required_flag'] === 'Y').length).toBeGreaterThan(10);
    expect(meetings.filter((row) => row['ppmt_specialist_discussion_date'] !== '').length).toBeGreaterThan(
      50,
    );
    expect(meetings.filter((row) => row['ppmt_sibling_group_id'] !== '').length).toBeGreaterThan(50);
    const periods = new Map<string, number>();
    for (const person of children.values()) periods.set(person ?? '', (periods.get(person ?? '') ?? 0) + 1);
    expect([...periods.values()].filter((number) => number > 1).length).toBeGreaterThan(20);
  });
});
