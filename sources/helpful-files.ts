import type { Inspection } from './inspect.ts';
import { keptColumns } from './reading/file-contract.ts';
import { fileContracts } from './source-files.ts';

/** A file that is not there and what it would give. */
export interface HelpfulFile {
  /** `local.local_permanence_meetings`. */
  readonly recognised_as: string;
  readonly gives: string;
  readonly columns: readonly string[];
}

const local: Readonly<Record<string, string>> = {
  'local.local_permanence_meetings':
    'T9 and T10, the weekly tool: permanence planning meetings held, booked and not required',
  'local.local_care_plan_history':
    'T2 and T7 by the day the plan was made, and T1, T4, T5, T6 and T8 for past months',
  'local.local_long_term_match':
    'B58, B59, the "unmatched" line of T7 and a line of B26: long-term foster matches that were ratified',
  'local.local_panel_decisions':
    'T20 and T21: referrals to a head of service, and alerts after the third move',
  'local.local_proceedings': 'B1 to B5: care proceedings issued, live and concluded, and the final orders',
  'local.local_legal_gateway': 'B6, and B53 with the next file: pre-proceedings and how they ended',
  'local.local_family_group_conference':
    'B53 to B55: family group conferences offered and held, and what became of the children',
  'local.local_adopters': 'B39 and T29: adopters registered, approved and waiting for a match',
  'local.local_foster_households':
    'B56 and B57: foster households approved and leaving, and how many of their places are filled',
  'local.local_team_map': 'breakdowns by service and area',
  'local.local_adoption_tracking': 'T4 by the day on which a family was identified',
};

const ssd: Readonly<Record<string, string>> = {
  'ssd.legal_status': 'T3 and every count without short breaks: B7, B9, B10',
  'ssd.cla_placement': 'T3, T4, T5 and T7: where the child lives',
  'ssd.cla_care_plan': 'T1, T2 and T4 to T8: the plan for each child',
  'ssd.permanence': 'T3, T4, B31 to B33 and B36: agency decision, placement order, match and adoption dates',
  'ssd.cla_reviews': 'review dates',
  'ssd.involvements': 'breakdowns by team',
  'ssd.department': 'the names of teams',
  'ssd.immigration_status': 'the breakdown of unaccompanied children',
};

const ssda903: Readonly<Record<string, string>> = {
  'ssda903.placed_adoption':
    'T4 and T5 as stand-ins, B32 and B33: decisions that a child should be placed for adoption',
  'ssda903.ad1':
    'B30 and B31: matches of children who were adopted, and who was adopted by the foster carers',
  'ssda903.reviews': 'reviews held',
  'ssda903.uasc': 'the breakdown of unaccompanied children',
};

/** Files that the inspected folder lacks and that would turn measures or breakdowns on, most useful first. */
export function helpfulFiles(inspection: Inspection): HelpfulFile[] {
  const there = new Set(inspection.files.map((file) => file.recognised_as));
  const core = inspection.folders.ssd !== null ? ssd : ssda903;
  return Object.entries({ ...core, ...local })
    .filter(([name]) => !there.has(name))
    .map(([recognised_as, gives]) => {
      const contract = fileContracts.find(({ name }) => name === recognised_as);
      return { recognised_as, gives, columns: contract === undefined ? [] : keptColumns(contract) };
    });
}
