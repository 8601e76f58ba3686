import { describe, expect, it } from 'vitest';
import { derivationError } from '../../../pipeline/warehouse/sqlmesh.ts';
import {
  auditFailures,
  failedModels,
  failureSummary,
  warnedAudits,
} from '../../../pipeline/warehouse/sqlmesh-output.ts';

const failed = `Models needing backfill:
**Failed models**

* \`"warehouse"."core"."child_as_at"\`
  \`\`\`
  'unique_combination_of_columns' audit error: 50 rows failed. Learn more in logs.
  \`\`\`

**Skipped models**

* \`"warehouse"."published"."measure_value"\`

Error: Plan application failed.
`;

describe('what SQLMesh says', () => {
  it('names the failed models and audits, not the skipped ones', () => {
    expect(failedModels(failed)).toEqual(['core.child_as_at']);
    expect(auditFailures(failed)).toEqual(['core.child_as_at: unique_combination_of_columns, 50 rows']);
    expect(failureSummary(failed, '')).toBe('Error: Plan application failed.');
  });

  it('is the last line of the traceback when there is no error line', () => {
    expect(failureSummary('', 'Traceback\n  File x\nIOException: Could not set lock\n')).toBe(
      'IOException: Could not set lock',
    );
  });

  it('gives the audits that only warned', () => {
    const text = "[WARNING] core.home: 'forall_non_blocking' audit error: 7 rows failed. Learn more in logs.";
    expect(warnedAudits(text)).toEqual([{ model: 'core.home', audit: 'forall_non_blocking', rows: 7 }]);
    expect(auditFailures(text)).toEqual([]);
  });

  it('is told further by the names of models only, never by the words of the database', () => {
    const stdout = `**Failed models**

* \`"warehouse"."core"."plan"\`
  \`\`\`
  Conversion Error: Could not convert string
  * 'Ann Other' to DATE
  \`\`\`

Error: Plan application failed: Could not convert string 'Ann Other'
`;
    const error = derivationError({ stdout, stderr: '' });
    expect(error.message).toBe('SQLMesh could not derive the measures. Failed: core.plan.');
    expect(error.advice).not.toContain('Ann Other');
    expect((error.cause as Error).message).toContain('Ann Other');
  });
});
