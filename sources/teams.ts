import type { ContractRows, Row } from './contract/tables.ts';

/** `12345`, `SC000123`, `1.234`: a number with a few letters is a case or a person, not a team. */
const caseNumber = /^[A-Z]{0,3}[-/ ]?\d[\d.,/ -]{3,}[A-Z]?$/i;
/** `Quillfeather, Wilhelmina`, `Mrs A Smith`, an address of a mailbox. */
const person = /^[\p{L}'’-]+,\s*[\p{L}'’-]+( [\p{L}'’.-]+)?$|^(mr|mrs|ms|miss|mx|dr)\.? |@/iu;

/** A row whose team was set to none. */
export interface UnknownTeam {
  readonly row: Row<'allocation'> | Row<'team'>;
  readonly column: string;
}

/** What is shown in the place of a team that is not known. */
const teamNotKnown = 'team not known';

/**
 * Teams are published, so a team is what the team map (or the case system's list of departments) knows. Without a
 * map, whatever does not look like a person, a case number or a child's id. Every other is "not known" from here on.
 * A team of the map whose number is also a child's goes by its name.
 *
 * @returns the rows that were changed to "not known"
 */
export function settleTeams(rows: ContractRows): UnknownTeam[] {
  const keys = new Set([
    ...rows.child.flatMap(({ child_id, legacy_id }) => [child_id, legacy_id ?? child_id]),
    ...rows.care_period.map(({ care_period_id }) => care_period_id),
  ]);
  const isTeam = (text: string | null): text is string =>
    text !== null && !keys.has(text) && !caseNumber.test(text) && !person.test(text);
  const unknown: UnknownTeam[] = [];
  const shown = new Map<string, string>();
  for (const row of rows.team) {
    if (row.team_name !== null && !isTeam(row.team_name)) {
      unknown.push({ row, column: 'team_name' });
      row.team_name = null;
    }
    shown.set(row.team_id, keys.has(row.team_id) ? (row.team_name ?? teamNotKnown) : row.team_id);
    row.team_id = shown.get(row.team_id) ?? row.team_id;
  }
  for (const row of rows.allocation) {
    if (row.team_id === null) continue;
    const team = shown.size > 0 ? shown.get(row.team_id) : isTeam(row.team_id) ? row.team_id : undefined;
    if (team === undefined) unknown.push({ row, column: 'invo_professional_team' });
    row.team_id = team ?? teamNotKnown;
  }
  return unknown;
}
