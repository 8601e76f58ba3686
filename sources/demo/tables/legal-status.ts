import type { Day } from '../day.ts';
import { vocabularyKey } from '../life/legal.ts';
import { type Period, personId } from '../life/life.ts';
import { legalStatuses, otherStatuses } from '../vocabulary.ts';
import { numbersNeverInCare } from './person.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const columns = [
  'lega_legal_status_id',
  'lega_person_id',
  'lega_legal_status',
  'lega_legal_status_start_date',
  'lega_legal_status_end_date',
] as const;
type LegalRecord = Record<(typeof columns)[number], Cell>;

/** Descriptions, with a few codes among them; also statuses that are no looked-after statuses. */
export function legalStatusTable(world: World): Table {
  const inCare = begun(world).flatMap((period) => [
    ...spellsOf(period, world.asAt),
    ...afterCare(period, world.asAt),
  ]);
  return table('ssd/ssd_legal_status.csv', columns, [...inCare, ...neverInCare(world)]);
}

function spellsOf(period: Period, asAt: Day): LegalRecord[] {
  const { legal, random, person, personId: child } = period;
  const dates = new DateCells(asAt);
  return legal.flatMap((spell, i) => {
    if (spell.from > asAt) return [];
    const record = (id: string, status: string): LegalRecord => ({
      lega_legal_status_id: id,
      lega_person_id: child,
      lega_legal_status: status,
      lega_legal_status_start_date: dates.stamp(spell.from),
      lega_legal_status_end_date: dates.stamp(spell.to),
    });
    const words = legalStatuses[vocabularyKey(spell, person.birth)] ?? [spell.status];
    const text = random.chance(0.03)
      ? spell.status
      : random.chance(0.85)
        ? (words[0] ?? spell.status)
        : random.pick(words);
    const rows = [record(numbered('L', period, i), text)];
    // Where the care order is kept beside the placement order, two looked-after statuses are open at once.
    if (spell.status === 'E1' && random.chance(0.12))
      rows.push(record(`${numbered('L', period, i)}B`, 'Care Order Sec. 31(a)'));
    return rows;
  });
}

function afterCare(period: Period, asAt: Day): LegalRecord[] {
  const { course } = period;
  const status = /^E4[5-8]$/.test(course.reason)
    ? otherStatuses[0]
    : course.reason === 'E41'
      ? otherStatuses[1]
      : course.reason === 'E4A' && course.inProceedings
        ? otherStatuses[2]
        : null;
  if (status === null || course.exit > asAt) return [];
  const end = status === otherStatuses[2] ? course.exit + 365 : null;
  const dates = new DateCells(asAt);
  return [
    {
      lega_legal_status_id: `${numbered('L', period, period.legal.length)}`,
      lega_person_id: period.personId,
      lega_legal_status: status,
      lega_legal_status_start_date: dates.stamp(course.exit),
      lega_legal_status_end_date: dates.stamp(end),
    },
  ];
}

function neverInCare(world: World): LegalRecord[] {
  const dates = new DateCells(world.asAt);
  return numbersNeverInCare(world)
    .filter((_, i) => i % 6 === 5)
    .map((number) => ({
      lega_legal_status_id: `L${number}`,
      lega_person_id: personId({ number }),
      lega_legal_status: world.random.pick(otherStatuses),
      lega_legal_status_start_date: dates.stamp(world.asAt - world.random.int(20, 300)),
      lega_legal_status_end_date: null,
    }));
}
