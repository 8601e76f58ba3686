import { supportTeams, teams } from '../teams.ts';
import { immigrationStatuses, roles } from '../vocabulary.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const involvementColumns = [
  'invo_involvements_id',
  'invo_professional_id',
  'invo_professional_role_id',
  'invo_professional_team',
  'invo_person_id',
  'invo_involvement_start_date',
  'invo_involvement_end_date',
  'invo_worker_change_reason',
  'invo_referral_id',
] as const;

/** Who worked with the child; older rows have the role's description instead of its code. */
export function involvementTable(world: World): Table {
  const dates = new DateCells(world.asAt);
  const records = begun(world).flatMap((period) =>
    period.allocations.flatMap((each, i) => {
      if (each.from > world.asAt) return [];
      const [code, description] = roles[each.role];
      const record: Record<(typeof involvementColumns)[number], Cell> = {
        invo_involvements_id: numbered('I', period, i),
        invo_professional_id: each.worker.id,
        invo_professional_role_id: period.random.chance(each.from < world.asAt - 700 ? 0.3 : 0)
          ? description
          : code,
        invo_professional_team: each.worker.team.id,
        invo_person_id: period.personId,
        invo_involvement_start_date: dates.stamp(each.from),
        invo_involvement_end_date: dates.stamp(each.to),
        invo_worker_change_reason: each.to <= world.asAt ? each.reason : null,
        invo_referral_id: `R${period.id.slice(1)}`,
      };
      return [record];
    }),
  );
  return table('ssd/ssd_involvements.csv', involvementColumns, records);
}

const professionalColumns = [
  'prof_professional_id',
  'prof_staff_id',
  'prof_professional_name',
  'prof_social_worker_registration_no',
  'prof_agency_worker_flag',
  'prof_professional_job_title',
  'prof_professional_caseload',
  'prof_professional_department',
  'prof_full_time_equivalency',
] as const;

export function professionalTable({ workforce, random }: World): Table {
  return table(
    'ssd/ssd_professionals.csv',
    professionalColumns,
    workforce.workers.map((worker, i) => ({
      prof_professional_id: worker.id,
      prof_staff_id: `S${i + 1}`,
      prof_professional_name: worker.name,
      prof_social_worker_registration_no:
        worker.title === 'Personal Adviser' ? null : `SW9990${String(i).padStart(3, '0')}`,
      prof_agency_worker_flag: null,
      prof_professional_job_title: worker.title,
      prof_professional_caseload: String(random.int(6, 22)),
      prof_professional_department: worker.team.name,
      prof_full_time_equivalency: random.chance(0.2) ? '0.6' : '1',
    })),
  );
}

const departmentColumns = [
  'dept_team_id',
  'dept_team_name',
  'dept_team_parent_id',
  'dept_team_parent_name',
] as const;

/** SystemC fills the parent from the department's own number and type, so it says nothing of the hierarchy. */
export function departmentTable(): Table {
  return table(
    'ssd/ssd_department.csv',
    departmentColumns,
    [...teams, ...supportTeams].map((team) => ({
      dept_team_id: team.id,
      dept_team_name: team.name,
      dept_team_parent_id: team.id.slice(1),
      dept_team_parent_name: 'Team',
    })),
  );
}

const immigrationColumns = [
  'immi_immigration_status_id',
  'immi_person_id',
  'immi_immigration_status_start_date',
  'immi_immigration_status_end_date',
  'immi_immigration_status',
] as const;

export function immigrationTable(world: World): Table {
  const dates = new DateCells(world.asAt);
  const alone = begun(world).filter(({ person, course }) => person.unaccompanied && course.number === 1);
  const records = alone.flatMap((period) => {
    const arrived = period.course.entry - period.random.int(0, 4);
    const granted = period.random.chance(0.25) ? period.course.entry + period.random.int(250, 800) : null;
    const spell = (n: number, status: string, from: number, to: number | null) => ({
      immi_immigration_status_id: numbered('N', period, n),
      immi_person_id: period.personId,
      immi_immigration_status_start_date: dates.stamp(from),
      immi_immigration_status_end_date: dates.stamp(to),
      immi_immigration_status: status,
    });
    const known = granted !== null && granted <= world.asAt;
    const first = spell(0, immigrationStatuses[0], arrived, granted);
    return known
      ? [first, spell(1, period.random.pick(immigrationStatuses.slice(1)), granted, null)]
      : [first];
  });
  return table('ssd/ssd_immigration_status.csv', immigrationColumns, records);
}
