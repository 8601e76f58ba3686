import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { holdsOn } from '../../../sources/rules/validity.ts';
import { type Procedure, procedures } from '../../../sources/rules/vocabulary.ts';

const base = repositoryFile('sources/rules');
const header =
  'authority,measure_id,alert,roles,required,effective_from,effective_to,source,approved_by_role,approved_on\n';

function own(rows: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-alerts-'));
  writeFileSync(join(folder, 'alerts.csv'), header + rows);
  return folder;
}

/** Alert and role of every alert that is required on the day. */
function required(procedure: Procedure, rules: string | null, day: string): string[] {
  return loadRules(base, { authority: 'smalltown', procedure, rules })
    .alerts.filter((row) => row.measure_id === 'T21' && row.required && holdsOn(row, day))
    .flatMap(({ alert, roles }) => roles.map((role) => `${alert}: ${role}`))
    .sort();
}

describe('alerts that a rule requires', () => {
  it('are the service manager, any head of service and the reviewing officer, unless a procedure names others', () => {
    expect(required('warrington', null, '2026-06-30')).toEqual([
      'head_of_service: head_of_service',
      'reviewing_officer: independent_reviewing_officer',
      'service_manager: service_manager',
    ]);
  });

  it('name two heads of service in Hertfordshire, one of them either of two', () => {
    expect(required('hertfordshire', null, '2026-06-30')).toEqual([
      'adoption_and_fostering: head_of_adoption_and_fostering',
      'family_safeguarding_or_looked_after: head_of_children_looked_after',
      'family_safeguarding_or_looked_after: head_of_family_safeguarding',
      'reviewing_officer: independent_reviewing_officer',
      'service_manager: service_manager',
    ]);
  });

  it('can be taken away by an authority from a day on', () => {
    const folder = own(
      'smalltown,T21,reviewing_officer,independent_reviewing_officer,N,2026-01-01,,Council minute,,\n',
    );
    expect(required('warrington', folder, '2025-12-31')).toContain(
      'reviewing_officer: independent_reviewing_officer',
    );
    expect(required('warrington', folder, '2026-01-01')).toEqual([
      'head_of_service: head_of_service',
      'service_manager: service_manager',
    ]);
  });

  it.each([
    ['smalltown,T21,somebody,,Y,2026-01-01,,Minute,,\n', 'must name at least one role'],
    [
      'smalltown,T21,somebody,caretaker,Y,2026-01-01,,Minute,,\n',
      'caretaker is no manager_role of codes.csv; nearest is carer',
    ],
    ['smalltown,T99,somebody,director,Y,2026-01-01,,Minute,,\n', 'measure T99 is not in measures.csv'],
    ['elsewhere,T21,somebody,director,Y,2026-01-01,,Minute,,\n', 'only its own rules belong here'],
    [
      'smalltown,T21,a,director,Y,2026-01-01,,Minute,,\nsmalltown,T21,a,director,Y,2026-06-01,,Minute,,\n',
      'overlaps the dates of line 2 of alerts.csv',
    ],
  ])('are refused with line and advice: %s', (rows, words) => {
    const folder = own(rows);
    expect(() => loadRules(base, { authority: 'smalltown', procedure: 'warrington', rules: folder })).toThrow(
      words,
    );
  });

  it('are consistent for every procedure', () => {
    for (const procedure of procedures)
      expect(required(procedure, null, '2026-06-30').length).toBeGreaterThan(2);
  });
});
