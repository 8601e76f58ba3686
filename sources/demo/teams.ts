import { inventedWorkerName } from './invented.ts';
import type { Random } from './prng.ts';

export type Area = 'East' | 'West';

/** A team of the invented county: where it sits, and how reliably it holds permanence planning meetings. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly area: Area | '';
  readonly headOfService: string;
  /** Added to the county's chance that a due meeting is held in time. */
  readonly reliability: number;
}

const team = (
  id: string,
  name: string,
  service: string,
  area: Team['area'],
  headOfService: string,
  reliability = 0,
): Team => ({ id, name, service, area, headOfService, reliability });

const safeguarding = 'Head of Family Safeguarding';
const lookedAfter = 'Head of Children Looked After and Care Leavers';
const adoptionAndFostering = 'Head of Adoption and Fostering';

/** Teams that hold children; the West is worse than the East, and West B is the one to worry about. */
export const teams: readonly Team[] = [
  team('D101', 'Family Safeguarding East A', 'Family Safeguarding', 'East', safeguarding, 0.05),
  team('D102', 'Family Safeguarding East B', 'Family Safeguarding', 'East', safeguarding, 0.03),
  team('D103', 'Family Safeguarding East C', 'Family Safeguarding', 'East', safeguarding, -0.02),
  team('D111', 'Family Safeguarding West A', 'Family Safeguarding', 'West', safeguarding, 0.02),
  team('D112', 'Family Safeguarding West B', 'Family Safeguarding', 'West', safeguarding, -0.2),
  team('D113', 'Family Safeguarding West C', 'Family Safeguarding', 'West', safeguarding, -0.06),
  team('D201', 'Children Looked After East A', 'Children Looked After', 'East', lookedAfter),
  team('D202', 'Children Looked After East B', 'Children Looked After', 'East', lookedAfter),
  team('D211', 'Children Looked After West A', 'Children Looked After', 'West', lookedAfter),
  team('D212', 'Children Looked After West B', 'Children Looked After', 'West', lookedAfter),
  team('D220', 'Separated Children', 'Children Looked After', 'East', lookedAfter),
  team('D230', '0-25 Together', 'Children with Disabilities', 'West', safeguarding, -0.05),
  team('D301', 'Adoption East', 'Adoption', 'East', adoptionAndFostering, 0.05),
  team('D311', 'Adoption West', 'Adoption', 'West', adoptionAndFostering, 0.02),
];

/** Teams without children of their own: they are in the case system's department table all the same. */
export const supportTeams: readonly Team[] = [
  team('D401', 'Fostering East', 'Fostering', 'East', adoptionAndFostering),
  team('D411', 'Fostering West', 'Fostering', 'West', adoptionAndFostering),
  team('D501', 'Independent Review', 'Independent Review', '', 'Head of Independent Review'),
  team('D601', 'Care Leavers East', 'Care Leavers', 'East', lookedAfter),
  team('D611', 'Care Leavers West', 'Care Leavers', 'West', lookedAfter),
];

export interface Worker {
  readonly id: string;
  readonly team: Team;
  readonly name: string;
  readonly title: string;
}

/** The workforce, sized by the number of children. */
export class Workforce {
  readonly workers: Worker[] = [];
  readonly #byTeam = new Map<string, Worker[]>();

  constructor(children: number, random: Random) {
    const perTeam = Math.max(2, Math.round(children / 110));
    for (const each of [...teams, ...supportTeams])
      this.#hire(each, each.id === 'D501' ? 2 * perTeam : perTeam, random);
  }

  worker(team: Team, random: Random): Worker {
    return random.pick(this.#byTeam.get(team.id) ?? []);
  }

  #hire(team: Team, number: number, random: Random): void {
    const hired = Array.from(
      { length: number },
      (_, i): Worker => ({
        id: `W${4000 + this.workers.length + i}`,
        team,
        name: inventedWorkerName(random),
        title: titleOf(team, random),
      }),
    );
    this.workers.push(...hired);
    this.#byTeam.set(team.id, hired);
  }
}

function titleOf(team: Team, random: Random): string {
  if (team.service === 'Independent Review') return 'Independent Reviewing Officer';
  if (team.service === 'Care Leavers') return 'Personal Adviser';
  return random.pick(['Social Worker', 'Senior Social Worker', 'Advanced Practitioner']);
}

export function teamById(id: string): Team {
  const found = teams.find((each) => each.id === id) ?? supportTeams.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no such team: ${id}`);
  return found;
}
