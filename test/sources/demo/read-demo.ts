import { parse } from 'csv-parse/sync';
import { addMonths, dayOf, isoOf } from '../../../sources/demo/day.ts';
import { type DemoOptions, demoFiles } from '../../../sources/demo/demo.ts';
import { canaryRow } from '../../../sources/demo/plant.ts';

/** A demo read back as any CSV reader would, without the product's own readers. */
export interface ReadDemo {
  readonly asAt: string;
  readonly dirt: Readonly<Record<string, number>>;
  readonly rows: (file: string) => Record<string, string>[];
}

export function readDemo(options: DemoOptions = {}): ReadDemo {
  const demo = demoFiles(options);
  const cache = new Map<string, Record<string, string>[]>();
  const rows = (file: string): Record<string, string>[] => {
    let found = cache.get(file);
    if (found === undefined) {
      const bytes = demo.contents.get(file);
      if (bytes === undefined) throw new Error(`no file ${file}`);
      const text = new TextDecoder(file.endsWith('professionals.csv') ? 'windows-1252' : 'utf-8').decode(
        bytes,
      );
      const all = parse(text, { columns: true, relax_column_count: true }) as Record<string, string>[];
      // rows of planted texts tell no story
      found = all.filter((row) => !Object.values(row)[0]?.startsWith(canaryRow));
      cache.set(file, found);
    }
    return found;
  };
  return { asAt: options.asAt ?? '2026-06-30', dirt: demo.dirt, rows };
}

/** ISO day of a cell in any of the forms that the demo writes; empty when blank. */
export function dayIn(cell: string | undefined): string {
  const text = (cell ?? '').trim();
  if (text === '' || text === 'NULL') return '';
  const uk = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  return uk === null ? text.slice(0, 10) : `${uk[3]}-${uk[2]}-${uk[1]}`;
}

const notLookedAfter =
  /special guardianship|child arrangements|supervision order|private fostering|to be confirmed/i;
const shortBreaks = /V3|V4/;

/** Children in care on a day by the project's definition: under 18, not only on short breaks. */
export function inCareOn(demo: ReadDemo, days: readonly string[]): number[] {
  const periods = periodsOf(demo);
  const statuses = new Map<string, { from: string; to: string; text: string }[]>();
  for (const row of demo.rows('ssd/ssd_legal_status.csv')) {
    const text = row['lega_legal_status'] ?? '';
    if (notLookedAfter.test(text)) continue;
    const spell = {
      from: dayIn(row['lega_legal_status_start_date']),
      to: dayIn(row['lega_legal_status_end_date']) || '9999',
      text,
    };
    statuses.set(row['lega_person_id'] ?? '', [...(statuses.get(row['lega_person_id'] ?? '') ?? []), spell]);
  }
  return days.map(
    (day) =>
      periods.filter(({ person, start, end }) => {
        if (!(start <= day && day < end)) return false;
        const open = (statuses.get(person) ?? []).filter(({ from, to }) => from <= day && day < to);
        return open.length === 0 || !open.every(({ text }) => shortBreaks.test(text));
      }).length,
  );
}

function periodsOf(demo: ReadDemo): { person: string; start: string; end: string }[] {
  const births = new Map(
    demo
      .rows('ssd/ssd_person.csv')
      .map(
        (row) => [row['pers_person_id'], dayIn(row['pers_dob']) || dayIn(row['pers_expected_dob'])] as const,
      ),
  );
  const periods = new Map<string, { person: string; start: string; end: string }>();
  for (const row of demo.rows('ssd/ssd_cla_episodes.csv')) {
    const person = row['clae_person_id'] ?? '';
    const birth = births.get(person);
    if (birth === undefined) continue;
    const adult = birth === '' ? '9999' : isoOf(addMonths(dayOf(birth), 216));
    const id = row['clae_cla_id'] ?? '';
    const last = dayIn(row['clae_cla_episode_ceased_date']) || '9999';
    const before = periods.get(id);
    const end = before === undefined || last > before.end ? last : before.end;
    periods.set(id, {
      person,
      start: dayIn(row['clae_entered_care_date']),
      end: [end, adult].sort()[0] ?? end,
    });
  }
  return [...periods.values()];
}
