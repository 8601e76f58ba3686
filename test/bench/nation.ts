/**
 * What a nation costs: writes the demo of so many authorities and runs them as `tracker run` does, with sites of one page
 * and without the guard, which reads sites. Prints the ratio to 300 seconds first, then what each phase took. The largest
 * process is SQLMesh's: under `/usr/bin/time -v` its memory is the maximum resident set size.
 *
 * @example npx tsx test/bench/nation.ts --children 82000 --authorities 153
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { silentEffects } from '../../pipeline/effects.ts';
import { ensurePython } from '../../pipeline/python/environment.ts';
import { type Rooms, realRooms } from '../../pipeline/run/rooms.ts';
import { run } from '../../pipeline/run/run.ts';
import { writeRegion } from '../../sources/demo/demo.ts';
import { smallRooms } from '../pipeline/run/small-rooms.ts';

const asAt = '2026-06-30';
const { values } = parseArgs({
  options: {
    children: { type: 'string', default: '8000' },
    authorities: { type: 'string', default: '15' },
    /** Where everything is written, and removed again. */
    folder: { type: 'string', default: tmpdir() },
  },
});
const folder = mkdtempSync(join(values.folder, 'nation-'));
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

const { beginSite: _, buildPages: __, ...others } = realRooms;
const rooms: Rooms = {
  ...others,
  buildSite: smallRooms.buildSite,
  guard: async () => [],
};

try {
  await ensurePython(say);
  const [children, authorities] = [Number(values.children), Number(values.authorities)];
  const places = writeRegion(join(folder, 'demo'), authorities, { children, asAt, seed: 1 });
  const start = performance.now();
  const since = (): string => `${Math.round((performance.now() - start) / 1000)} s`;
  const report = await run(
    {
      authorities: places.map((place) => join(place, 'authority.yaml')),
      asAt,
      data: join(folder, 'data'),
    },
    {
      ...silentEffects,
      step: (name) => say(`${since()}: ${name}`),
      log: say,
      progress: (line) => (line.startsWith('derive batch') ? say(`${since()}: ${line}`) : undefined),
    },
    rooms,
  );
  const seconds = (performance.now() - start) / 1000;
  say(`run of ${children} children in ${authorities} authorities / 300 s   ${(seconds / 300).toFixed(2)}`);
  say(
    `${report.outcome}: ${seconds.toFixed(0)} s, this process ${(process.resourceUsage().maxRSS / 1e6).toFixed(1)} GB`,
  );
  for (const { phase, milliseconds } of report.phases)
    say(`  ${phase} ${(milliseconds / 1000).toFixed(1)} s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
