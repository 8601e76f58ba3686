import { besidesOf, coreOf, fileContracts } from './adapters.ts';
import type { Inspection } from './inspect.ts';
import { keptColumns } from './reading/file-contract.ts';

/** A file that is not there and what it would give. */
export interface HelpfulFile {
  /** `local.local_permanence_meetings`. */
  readonly recognised_as: string;
  readonly gives: string;
  readonly columns: readonly string[];
}

/** Files that the inspected folder lacks and that would turn measures or breakdowns on, most useful first. */
export function helpfulFiles(inspection: Inspection): HelpfulFile[] {
  const there = new Set(inspection.files.map((file) => file.recognised_as));
  const core = coreOf(Object.keys(inspection.folders).filter((name) => inspection.folders[name] !== null));
  return (core === undefined ? [] : [core, ...besidesOf(core)])
    .flatMap(({ help }) => Object.entries(help))
    .filter(([name]) => !there.has(name))
    .map(([recognised_as, gives]) => {
      const contract = fileContracts.find(({ name }) => name === recognised_as);
      return { recognised_as, gives, columns: contract === undefined ? [] : keptColumns(contract) };
    });
}
