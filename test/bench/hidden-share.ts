/**
 * How much a Panel paper hides, by size of authority, beside two customary rules: hide 1 to 5, and then one more in
 * every sum that has only one hidden. Prints a table; run with `npx tsx test/bench/hidden-share.ts`.
 */
import { loadSolver } from '../../pipeline/disclosure/attacker.ts';
import type { Decision, Problem, Reason } from '../../pipeline/disclosure/cell.ts';
import { boundsOf, hide } from '../../pipeline/disclosure/hide.ts';
import { policyOf, policyRows } from '../../pipeline/disclosure/policy.ts';
import { Candidates } from '../../pipeline/panel/candidate.ts';
import { Cells } from '../../pipeline/panel/cells.ts';
import { type Grouping, Printed } from '../../pipeline/panel/printed.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { randomAuthority } from '../pipeline/panel/random-authority.ts';

const newest = '2026-06-30';
const rules = loadRules(repositoryFile('sources/rules'), {
  authority: 'any',
  procedure: 'hertfordshire',
  rules: null,
});
const audience = rules.audiences.find((row) => row.audience === 'panel_public');
const policy = policyOf(policyRows(rules, 'panel_public', newest));

function problemOf(children: number, seed: number): Problem {
  const candidates = new Candidates(randomAuthority(children, seed), newest);
  const printed = new Printed(rules, candidates, [
    ...(audience?.questions ?? []),
    ...(audience?.packs ?? []),
  ]);
  const groupings = new Map(printed.groupTables.map(({ table }): [string, Grouping] => [table, 'fine']));
  return new Cells(printed, policy, groupings, rules).book.problem(policy.least_interval_width);
}

const decided = (ids: Iterable<string>): Decision => ({
  hidden: new Map([...ids].map((id): [string, Reason] => [id, 'policy'])),
  exposed: [],
  solved: 0,
});

/** Customary primary hiding: one to five, and nothing else. */
const smallOnes = ({ cells }: Problem): Set<string> =>
  new Set(cells.filter(({ printed, count }) => printed && count > 0 && count < 6).map(({ id }) => id));

/** Customary secondary hiding: no sum with one hidden part alone. */
function twoInEverySum(problem: Problem): Set<string> {
  const hidden = smallOnes(problem);
  const cells = new Map(problem.cells.map((cell) => [cell.id, cell]));
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const { terms, lower, upper } of problem.equations) {
      if (lower !== upper || terms.some(([id]) => cells.get(id)?.printed !== true)) continue;
      if (terms.filter(([id]) => hidden.has(id)).length !== 1) continue;
      const [other] = terms
        .flatMap(([id]) => (hidden.has(id) ? [] : (cells.get(id) ?? [])))
        .sort((a, b) => a.loss - b.loss || (a.id < b.id ? -1 : 1));
      if (other !== undefined) hidden.add(other.id);
    }
  }
  return hidden;
}

/** Hidden counts of one to five that an attacker knows to within less than the least width. */
async function leaks(problem: Problem, decision: Decision): Promise<number> {
  const small = problem.cells.filter(({ id, count }) => decision.hidden.has(id) && count > 0 && count < 6);
  const bounds = await boundsOf(
    problem,
    decision,
    small.map(({ id }) => id),
  );
  return [...bounds.values()].filter(({ lower, upper }) => upper - lower < problem.leastWidth).length;
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)}%`;

await loadSolver();
console.log(
  'children | printed | hide 1-5: hidden, known | two per sum: hidden, known | proved: hidden, known | ms | programmes',
);
for (const children of [4, 30, 100, 300, 700, 1000, 1500]) {
  const problem = problemOf(children, children);
  const printed = problem.cells.filter((cell) => cell.printed).length;
  const started = performance.now();
  const proved = await hide(problem);
  const took = performance.now() - started;
  const cells: string[] = [];
  for (const decision of [decided(smallOnes(problem)), decided(twoInEverySum(problem)), proved])
    cells.push(`${percent(decision.hidden.size, printed)}, ${await leaks(problem, decision)}`);
  console.log([children, printed, ...cells, Math.round(took), proved.solved].join(' | '));
}
