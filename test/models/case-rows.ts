/** Unit tests of `core.child_case` repeat the rows of cases.csv, all of them and as they are: of no other do they prove anything. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repositoryFile } from '../../pipeline/repository.ts';
import type { RuleRow } from '../../sources/rules/contract.ts';
import { loadRules } from '../../sources/rules/rules.ts';

type Row = Readonly<Record<string, unknown>>;
interface UnitTest {
  readonly model: string;
  readonly inputs: Readonly<Record<string, { readonly rows?: readonly Row[] }>>;
}

const folder = repositoryFile('models/tests');
const columns = ['population', 'clock', 'limit_key', 'comparison', 'wait_from'] as const;

/** The product's rows of cases.csv. */
export const productCases = (): readonly RuleRow<'cases'>[] =>
  loadRules(repositoryFile('sources/rules'), { authority: 'none', procedure: 'hertfordshire', rules: null })
    .cases;

/** Rows of cases.csv that no test has, and rows of a test that say otherwise; of one measure alone when it is named. */
export function caseRowFaults(measure?: string, cases = productCases()): string[] {
  const tested = unitTests().flatMap(testedRows);
  const asked = cases.filter(
    ({ measure_id }) => measure === undefined || measure_id === measure.toUpperCase(),
  );
  return asked.flatMap((rule) => {
    const own = tested.filter((row) => row.measure_id === rule.measure_id && row.line === rule.line);
    const name = `${rule.measure_id}/${rule.line}`;
    if (own.length === 0)
      return [
        `${name} is a row of cases.csv that no test of core.child_case has: add one in models/tests/test_state_case_*.yaml`,
      ];
    const ruled = said([
      ...columns.map((column) => rule[column]),
      rule.all_of.split(' '),
      rule.none_of.split(' '),
    ]);
    return own
      .filter((row) => row.says !== ruled)
      .map((row) => `${row.place}: ${name} is tested as ${row.says}, and cases.csv says ${ruled}`);
  });
}

/** Rows of raw.rule_case in one test, with what they and their conditions say. */
function testedRows({ place, test }: ReturnType<typeof unitTests>[number]) {
  const conditions = test.inputs['staging.rule_case_condition']?.rows ?? [];
  return (test.inputs['raw.rule_case']?.rows ?? []).map((row) => {
    const { measure_id, line } = row;
    const own = conditions.filter((each) => each['measure_id'] === measure_id && each['line'] === line);
    const states = (held: boolean): unknown[] =>
      own.filter((each) => each['must_hold'] === held).map((each) => each['condition']);
    const says = said([...columns.map((column) => row[column] ?? null), states(true), states(false)]);
    return { place, measure_id, line, says };
  });
}

function unitTests(): { readonly place: string; readonly test: UnitTest }[] {
  return readdirSync(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    if (!text.includes('core.child_case')) return [];
    const tests = parse(text, { merge: true, maxAliasCount: -1 }) as Readonly<Record<string, UnitTest>>;
    return Object.entries(tests)
      .filter(([, test]) => test.model === 'core.child_case')
      .map(([name, test]) => ({ place: `${file}, ${name}`, test }));
  });
}

const said = (values: readonly unknown[]): string =>
  values.map((value) => (Array.isArray(value) ? [...value].sort().join(' ') : (value ?? ''))).join(' | ');
