import { addYears, type Day, stampOf } from '../day.ts';
import { inventedForename, inventedNhsNumber, inventedSurname, inventedUpn } from '../invented.ts';
import { legacyId, personId } from '../life/life.ts';
import { Random } from '../prng.ts';
import { type Cell, type Table, table, type World } from './table.ts';

const columns = [
  'pers_legacy_id',
  'pers_person_id',
  'pers_upn',
  'pers_forename',
  'pers_surname',
  'pers_sex',
  'pers_gender',
  'pers_ethnicity',
  'pers_dob',
  'pers_single_unique_id',
  'pers_upn_unknown',
  'pers_send_flag',
  'pers_expected_dob',
  'pers_death_date',
  'pers_is_mother',
  'pers_nationality',
] as const;
type PersonRecord = Record<(typeof columns)[number], Cell>;

/** Children in care, before or now, and children known to the service who never were: the file holds both. */
export function personTable(world: World): Table {
  const deaths = new Map(
    world.periods
      .filter(({ course }) => course.reason === 'E2')
      .map(({ person, course }) => [person.number, course.exit]),
  );
  const known = world.persons.map((person) =>
    personRecord({ ...person, died: deaths.get(person.number) ?? null }, world.asAt),
  );
  return table('ssd/ssd_person.csv', columns, [...known, ...neverInCare(world)]);
}

interface Known {
  readonly number: number;
  readonly birth: Day;
  readonly estimated: boolean;
  readonly sex: string;
  readonly ethnicity: string;
  readonly unaccompanied: boolean;
  readonly died: Day | null;
}

function personRecord(person: Known, asAt: Day): PersonRecord {
  const random = Random.stream(7, person.number);
  const school = person.birth + 4 * 366 < asAt;
  const id = { number: person.number };
  return {
    pers_legacy_id: legacyId(id),
    pers_person_id: personId(id),
    pers_upn: school ? inventedUpn(person.number) : null,
    pers_forename: inventedForename(random),
    pers_surname: inventedSurname(random),
    pers_sex: person.sex,
    pers_gender: person.sex,
    pers_ethnicity: person.ethnicity,
    pers_dob: person.estimated || person.birth > asAt ? null : stampOf(person.birth),
    pers_single_unique_id: inventedNhsNumber(person.number),
    pers_upn_unknown: school ? null : 'UN1',
    pers_send_flag: random.chance(0.25) ? 'Y' : 'N',
    pers_expected_dob: person.estimated || person.birth > asAt ? stampOf(person.birth) : null,
    pers_death_date: person.died !== null && person.died <= asAt ? stampOf(person.died) : null,
    pers_is_mother: person.sex === 'F' && random.chance(0.01) ? 'Y' : 'N',
    pers_nationality: person.unaccompanied ? random.pick(['AFG', 'ERI', 'SDN', 'VNM', 'IRN', 'ALB']) : 'GBR',
  };
}

/** Numbers of people who were never in care; the first few are not born yet. */
export function numbersNeverInCare({ persons }: World): number[] {
  const first = 500_000;
  return Array.from({ length: Math.ceil(persons.length * 0.25) }, (_, i) => first + i);
}

export const unborn = 5;

function neverInCare(world: World): PersonRecord[] {
  return numbersNeverInCare(world).map((number, i) => {
    const random = Random.stream(11, number);
    const birth =
      i < unborn
        ? world.asAt + random.int(10, 120)
        : addYears(world.asAt, -random.int(1, 17)) - random.int(0, 364);
    const sex = i < unborn ? 'U' : random.pick(['M', 'F']);
    return personRecord(
      { number, birth, estimated: false, sex, ethnicity: 'WBRI', unaccompanied: false, died: null },
      world.asAt,
    );
  });
}
