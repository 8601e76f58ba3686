/** Unit tests of `core.child_case` repeat the rows of cases.csv: what they prove is proved only if the two are the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryFile } from '../../pipeline/repository.ts';
import { loadRules } from '../../sources/rules/rules.ts';

type Row = Readonly<Record<string, unknown>>;
interface UnitTest {
  readonly model: string;
  readonly inputs: Readonly<Record<string, { readonly rows?: readonly Row[] }>>;
}

const folder = repositoryFile('models/tests');
const columns = ['population', 'clock', 'limit_key', 'comparison', 'wait_from'] as const;

/** Rows of a test that say otherwise than cases.csv, each with both; of one measure alone when it is named. */
export function caseRowFaults(measure?: string): string[] {
  const nobody = { authority: 'none', procedure: 'hertfordshire', rules: null } as const;
  const { cases } = loadRules(repositoryFile('sources/rules'), nobody);
  const asked = cases.filter(
    ({ measure_id }) => measure === undefined || measure_id === measure.toUpperCase(),
  );
  return unitTests().flatMap(({ file, name, test }) => {
    const conditions = test.inputs['staging.rule_case_condition']?.rows ?? [];
    return (test.inputs['raw.rule_case']?.rows ?? []).flatMap((row) => {
      const rule = asked.find((each) => each.measure_id === row['measure_id'] && each.line === row['line']);
      if (rule === undefined) return [];
      const own = conditions.filter(
        (each) => each['measure_id'] === row['measure_id'] && each['line'] === row['line'],
      );
      const states = (held: boolean): unknown[] =>
        own.filter((each) => each['must_hold'] === held).map((each) => each['condition']);
      const tested = said([...columns.map((column) => row[column] ?? null), states(true), states(false)]);
      const ruled = said([
        ...columns.map((column) => rule[column]),
        rule.all_of.split(' '),
        rule.none_of.split(' '),
      ]);
      return tested === ruled
        ? []
        : [
            `${file}, ${name}: ${rule.measure_id}/${rule.line} is tested as ${tested}, and cases.csv says ${ruled}`,
          ];
    });
  });
}

function unitTests(): { readonly file: string; readonly name: string; readonly test: UnitTest }[] {
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const tests = parse(text, { merge: true, maxAliasCount: -1 }) as Readonly<Record<string, UnitTest>>;
    return Object.entries(tests)
      .filter(([, test]) => test.model === 'core.child_case')
      .map(([name, test]) => ({ file, name, test }));
  });
}

const said = (values: readonly unknown[]): string =>
  values.map((value) => (Array.isArray(value) ? [...value].sort().join(' ') : (value ?? ''))).join(' | ');
