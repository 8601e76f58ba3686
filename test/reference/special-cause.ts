/** Which points of a stretch between two process changes are more than chance, a second time. */
import type { Limits } from './control-limits.ts';
import { Fraction } from './fraction.ts';

export type Kind = 'outside' | 'trend' | 'near limit' | 'shift' | 'common cause';
/** 1 where the figures are unusually high or rise, -1 where low or falling, 0 for common cause. */
export interface Judgement {
  readonly kind: Kind;
  readonly direction: -1 | 0 | 1;
}

export interface Judged {
  readonly value: Fraction;
  readonly limits: Limits;
}

const twoThirdsSquared = Fraction.of(4, 9);
const side = ({ value, limits }: Judged): -1 | 0 | 1 => value.against(limits.mean);
const distanceSquared = ({ value, limits }: Judged): Fraction => value.minus(limits.mean).squared();
const isOutside = (point: Judged): boolean => distanceSquared(point).against(point.limits.reachSquared) > 0;
/** Beyond two thirds of the way, and not beyond the limit. */
const isNear = (point: Judged): boolean =>
  distanceSquared(point).against(point.limits.reachSquared.times(twoThirdsSquared)) > 0 && !isOutside(point);

/** Judgement of each point, in the order of precedence 1, 3, 4, 2; `shiftPoints` on one side make a shift. */
export function judge(points: readonly Judged[], runPoints: number, shiftPoints = runPoints): Judgement[] {
  const outside = points.map((point) => (isOutside(point) ? side(point) : 0));
  const trend = flagRuns(points, runPoints, wholeTrend);
  // Of three points in a row only those near the limit are flagged.
  const near = flagRuns(points, 3, nearLimit).map((flag, index) =>
    isNear(points[index] as Judged) ? flag : 0,
  );
  const shift = flagRuns(points, shiftPoints, oneSide);
  return points.map((_, index) => {
    const found: [Kind, -1 | 0 | 1 | undefined][] = [
      ['outside', outside[index]],
      ['trend', trend[index]],
      ['near limit', near[index]],
      ['shift', shift[index]],
    ];
    const first = found.find(([, direction]) => direction !== 0);
    return first === undefined
      ? { kind: 'common cause', direction: 0 }
      : { kind: first[0], direction: first[1] ?? 0 };
  });
}

type RunTest = (run: readonly Judged[]) => -1 | 0 | 1;

/** Every point of every run of that length that passes; where two runs meet in a point the later one speaks. */
function flagRuns(points: readonly Judged[], length: number, test: RunTest): (-1 | 0 | 1)[] {
  const flags = points.map((): -1 | 0 | 1 => 0);
  for (let start = 0; start + length <= points.length; start += 1) {
    const direction = test(points.slice(start, start + length));
    if (direction !== 0) flags.fill(direction, start, start + length);
  }
  return flags;
}

function wholeTrend(run: readonly Judged[]): -1 | 0 | 1 {
  return common(run.slice(1).map(({ value }, index) => value.against((run[index] as Judged).value)));
}

const oneSide = (run: readonly Judged[]): -1 | 0 | 1 => common(run.map(side));

const nearLimit = (run: readonly Judged[]): -1 | 0 | 1 => (run.filter(isNear).length >= 2 ? oneSide(run) : 0);

/** The direction that all share, or 0. */
const common = (directions: readonly (-1 | 0 | 1)[]): -1 | 0 | 1 => {
  const [first = 0] = directions;
  return directions.every((direction) => direction === first) ? first : 0;
};
