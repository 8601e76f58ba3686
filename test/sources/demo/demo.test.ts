import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addMonths, dayOf, isoOf } from '../../../sources/demo/day.ts';
import { demoFiles, writeDemo, writeRegion } from '../../../sources/demo/demo.ts';
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

  it('is a region of counties of their own, which have all the children between them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'demo-'));
    const options = { asAt: '2025-02-28', seed: 3, children: 20 };
    const places = writeRegion(folder, 3, options);
    expect(places.map((place) => basename(place))).toEqual(['demo-1', 'demo-2', 'demo-3']);
    const read = (place: string, file: string): string => readFileSync(join(place, file), 'utf8');
    for (const [index, place] of places.entries()) {
      expect(read(place, 'authority.yaml')).toContain(`authority: demo-${index + 1}\n`);
      expect(read(place, 'rules/population.csv')).toContain(`\ndemo-${index + 1},`);
      // The same files as a county alone of that seed and size: 7, 7 and 6 children.
      const alone = demoFiles({ ...options, seed: 3 + index, children: index < 2 ? 7 : 6 }).contents;
      const file = 'ssd/ssd_cla_episodes.csv';
      expect(readFileSync(join(place, file)).equals(alone.get(file) ?? Buffer.of()), place).toBe(true);
    }
    rmSync(folder, { recursive: true });
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
    expect(orders.length).toBeLessThan(110);
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

  it('leaves care by the ways and in the shares that England does, roughly', () => {
    const from = isoOf(addMonths(dayOf(demo.asAt), -36));
    const left = demo
      .rows('ssd/ssd_cla_episodes.csv')
      .filter((row) => dayIn(row['clae_cla_episode_ceased_date']) > from)
      .map((row) => row['clae_cla_episode_ceased_reason'] ?? '')
      .filter((reason) => reason !== '' && !/ceases, and new episode|^X1$/.test(reason));
    const share = (pattern: RegExp) =>
      (100 * left.filter((reason) => pattern.test(reason)).length) / left.length;
    const within = (value: number, low: number, high: number) => {
      expect(value).toBeGreaterThan(low);
      expect(value).toBeLessThan(high);
    };
    within(share(/^Adopted/), 6, 12);
    within(share(/^Special guardianship/), 9, 16);
    within(share(/child arrangements order/), 1, 6);
    within(share(/, as part of the care planning/), 11, 20);
    within(share(/, not part of the care planning/), 0.5, 6);
  });

  it('has referrals with alerts, with some of them missing, and escalations to a head of service', () => {
    const rows = demo.rows('local/local_panel_decisions.csv');
    const alerted = rows.filter((row) => row['panl_alerted_roles'] !== '');
    expect(
      alerted.filter((row) => /IRO|reviewing/.test(row['panl_alerted_roles'] ?? '')).length,
    ).toBeGreaterThan(20);
    expect(alerted.some((row) => row['panl_alerted_roles'] === 'Service Manager; IRO')).toBe(true);
    expect(rows.filter((row) => row['panl_panel'] === 'HEAD_OF_SERVICE').length).toBeGreaterThan(10);
    expect(rows.every((row) => dayIn(row['panl_referred_date']) <= demo.asAt)).toBe(true);
  });

  it('has court cases of the length that England knows, of children in care and of others, with siblings in one case', () => {
    const rows = demo.rows('local/local_proceedings.csv');
    const days = (row: Record<string, string>) =>
      dayOf(dayIn(row['proc_end_date'])) - dayOf(dayIn(row['proc_issue_date']));
    const from = isoOf(addMonths(dayOf(demo.asAt), -12));
    const ended = rows.filter((row) => dayIn(row['proc_end_date']) > from);
    const mean = ended.reduce((sum, row) => sum + days(row), 0) / ended.length / 7;
    expect(mean).toBeGreaterThan(33);
    expect(mean).toBeLessThan(42);
    const inTime = ended.filter((row) => days(row) <= 182).length / ended.length;
    expect(inTime).toBeGreaterThan(0.3);
    expect(inTime).toBeLessThan(0.45);
    expect(rows.filter((row) => row['proc_in_care_flag'] === 'N').length).toBeGreaterThan(20);
    expect(new Set(rows.map((row) => row['proc_court_reference'])).size).toBeLessThan(rows.length);
    expect(rows.every((row) => row['proc_end_date'] === '' || days(row) >= 0)).toBe(true);
  });

  it('has families who step down or go to court, and meetings offered, declined and held', () => {
    const outcomes = new Set(demo.rows('local/local_legal_gateway.csv').map((row) => row['lgat_outcome']));
    expect([...outcomes].sort()).toEqual(['B', 'C', 'Decision to step down', 'Extension agreed']);
    const offers = demo.rows('local/local_family_group_conference.csv');
    for (const test of [
      (row: Record<string, string>) => row['fgcn_held_date'] !== '',
      (row: Record<string, string>) => row['fgcn_declined_reason'] !== '',
      (row: Record<string, string>) => row['fgcn_offered_flag'] === 'N',
    ])
      expect(offers.filter(test).length).toBeGreaterThan(20);
  });

  it('has children who come back, moves of a few hours and temporary ones', () => {
    const placements = demo.rows('ssd/ssd_cla_placement.csv');
    const start = (row: Record<string, string>) => dayIn(row['clap_cla_placement_start_date']);
    const end = (row: Record<string, string>) => dayIn(row['clap_cla_placement_end_date']);
    expect(placements.filter((row) => end(row) === start(row)).length).toBeGreaterThan(10);
    expect(
      placements.filter((row) => /^T[0-4]/.test(row['clap_cla_placement_type'] ?? '')).length,
    ).toBeGreaterThan(50);
    expect(placements.every((row) => /^(ZZ.*)?$/.test(row['clap_cla_placement_postcode'] ?? ''))).toBe(true);
  });

  it('says how many children live in the county, year by year, and whom it is compared with', () => {
    const { contents } = demoFiles({ children: 1000 });
    const lines = contents.get('rules/population.csv')!.toString('utf8').trim().split('\n');
    expect(lines[0]).toBe('authority,estimated_on,children,source');
    expect(lines.at(-1)).toBe('demo,2025-06-30,220890,Invented for the demo');
    expect(lines).toHaveLength(8);
    const yaml = contents.get('authority.yaml')!.toString('utf8');
    expect(yaml).toContain('benchmark_authority: Hertfordshire');
    expect(yaml).toContain('rules: rules');
  });
});
