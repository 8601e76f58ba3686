/** Narrows the counts tie by tie until nothing more follows; what is left open goes to linear programming. */
import type { Interval, System, Tie } from './system.ts';

const rounds = 60;
const grain = 1e-7;

/** Ties that contradict what is known (a figure was revised since) are dropped, and returned. */
export function narrowByTies(system: System): Set<Tie> {
  const dropped = new Set<Tie>();
  const ties = system.ties;
  for (let round = 0; round < rounds; round++) {
    let moved = false;
    for (const tie of ties) if (!dropped.has(tie)) moved = follow(system, tie, dropped) || moved;
    if (!moved) break;
  }
  return dropped;
}

/** What a tie says of each of its counts, given the others; whether that narrowed any. */
function follow(system: System, tie: Tie, dropped: Set<Tie>): boolean {
  let moved = false;
  for (const [count, by] of tie.terms) {
    const rest = sumOf(system, tie, count);
    const said = scaled({ low: tie.low - rest.high, high: tie.high - rest.low }, 1 / by);
    const whole = { low: Math.ceil(said.low - grain), high: Math.floor(said.high + grain) };
    const before = system.interval(count);
    if (whole.low <= before.low && whole.high >= before.high) continue;
    if (!system.narrow(count, whole, [tie.name, ...others(system, tie, count)])) {
      dropped.add(tie);
      return moved;
    }
    moved = true;
  }
  return moved;
}

/** The equations behind the other counts of a tie that the tie itself does not print. */
const others = (system: System, tie: Tie, count: string): string[] =>
  tie.terms.flatMap(([other]) => (other === count ? [] : system.because(other).slice(0, 2)));

function sumOf(system: System, { terms }: Tie, except: string): Interval {
  let low = 0;
  let high = 0;
  for (const [count, by] of terms) {
    if (count === except) continue;
    const part = scaled(system.interval(count), by);
    low += part.low;
    high += part.high;
  }
  return { low, high };
}

const scaled = ({ low, high }: Interval, by: number): Interval =>
  by > 0 ? { low: low * by, high: high * by } : { low: high * by, high: low * by };
