import type { Day } from '../day.ts';
import type { Random } from '../prng.ts';
import type { Course, Destination } from './course.ts';

/** One spell of a plan, as the local history has it: the code is an SSD key or SGOCAO. */
export interface PlanSpell {
  readonly code: string;
  /** 1 primary, 2 contingency, 3 parallel. */
  readonly rank: 1 | 2 | 3;
  readonly from: Day;
  readonly to: Day;
}

type Start = readonly [code: string, from: Day];

export function planHistory(random: Random, course: Course): PlanSpell[] {
  const primary = primarySpells(random, course);
  return [...primary, ...besidePlans(random, course, primary)].filter((spell) => spell.to > spell.from);
}

function primarySpells(random: Random, course: Course): PlanSpell[] {
  const { planned, settled, exit, adoption, supported, destination, careFrom } = course;
  const starts: Start[] = [];
  const settledCode = codeOf(random, destination, course);
  if (settled - planned > 21) starts.push([interimCode(random, course), planned]);
  if (adoption !== null && adoption.reversed !== null) {
    starts.push(['ADOPTION', adoption.decision - 20], [settledCode, adoption.reversed]);
  } else {
    starts.push([settledCode, settled]);
  }
  if (supported !== null && settledCode !== 'SUPPLIV' && random.chance(0.8))
    starts.push(['SUPPLIV', supported]);
  if (careFrom !== null)
    starts.push([random.chance(0.5) ? 'RESPLMT' : 'LTFOST18', careFrom + random.int(5, 40)]);
  const spells = spellsOf(starts, exit);
  return random.chance(0.012) ? withGap(random, spells) : spells;
}

function codeOf(random: Random, destination: Destination, { exit, entry }: Course): string {
  switch (destination) {
    case 'HOME':
      return exit - entry < 60 ? 'RETURN1M' : random.chance(0.55) ? 'RETURN6M' : 'RETURNEV';
    case 'ADOPTION':
      return 'ADOPTION';
    case 'SGO':
    case 'CAO':
      return 'SGOCAO';
    case 'LTF':
      return 'LTFOST18';
    case 'CONNECTED':
      return 'LTRELFR';
    case 'RESIDENTIAL':
      return 'RESPLMT';
    case 'SUPPORTED':
      return 'SUPPLIV';
    case 'OTHER':
      return 'OTHERPLN';
    case 'SHORT_BREAK':
      return 'REMAINSUP';
  }
}

/** What is written down while assessments run. */
function interimCode(random: Random, { route }: Course): string {
  if (route === 'uasc') return random.chance(0.8) ? 'LTFOST18' : 'OTHERPLN';
  return random.weighted([
    ['RETURNEV', 42],
    ['RETURN6M', 42],
    ['LTFOST18', 10],
    ['OTHERPLN', 3],
  ]);
}

function spellsOf(starts: readonly Start[], exit: Day): PlanSpell[] {
  const inOrder = [...starts].sort((a, b) => a[1] - b[1]).filter(([, from]) => from < exit);
  return inOrder.flatMap(([code, from], i) => {
    const to = inOrder[i + 1]?.[1] ?? exit;
    return to > from ? [{ code, rank: 1 as const, from, to }] : [];
  });
}

/** The old plan is ended before the new one is recorded: for some weeks the child has none. */
function withGap(random: Random, spells: readonly PlanSpell[]): PlanSpell[] {
  return spells.map((spell, i) =>
    i === 0 && spells.length > 1
      ? { ...spell, to: Math.max(spell.from + 1, spell.to - random.int(20, 90)) }
      : spell,
  );
}

function besidePlans(random: Random, course: Course, primary: readonly PlanSpell[]): PlanSpell[] {
  const { adoption, exit } = course;
  const beside: PlanSpell[] = [];
  for (const { code, from, to } of primary) {
    if (code.startsWith('RETURN') && adoption !== null && random.chance(0.75)) {
      beside.push({ code: 'ADOPTION', rank: 3, from: Math.min(from + random.int(20, 70), to), to });
    }
    const fallback = random.chance(0.5) ? contingencyFor(random, code) : null;
    if (fallback !== null)
      beside.push({
        code: fallback,
        rank: 2,
        from: Math.min(from + random.int(0, 30), to),
        to: Math.min(to, exit),
      });
  }
  return beside;
}

function contingencyFor(random: Random, code: string): string | null {
  switch (code) {
    case 'RETURN6M':
    case 'RETURNEV':
      return random.chance(0.6) ? 'LTFOST18' : 'SGOCAO';
    case 'RESPLMT':
      return random.weighted([
        ['LTFOST18', 6],
        ['RETURNEV', 2],
        ['SUPPLIV', 3],
      ]);
    case 'ADOPTION':
      return 'LTFOST18';
    case 'SGOCAO':
      return random.chance(0.5) ? 'LTFOST18' : null;
    default:
      return null;
  }
}
