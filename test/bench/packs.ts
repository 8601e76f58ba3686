/**
 * Seconds to write and to read the packs of a county: 40 teams, 1,000 children, 12 lists of which each holds all of them.
 *
 *     npx tsx test/bench/packs.ts
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeContent } from '../../pipeline/pack/write.ts';
import { child, config, contentOf, Desk, line, listOf } from '../pipeline/pack/invented-pack.ts';

const root = mkdtempSync(join(tmpdir(), 'tracker-packs-'));
const desk = new Desk(root);
const to = join(root, 'packs');
mkdirSync(to);
const children = Array.from({ length: 1000 }, (_, at) =>
  child(`20${at}`, `T${at % 40}`, [
    line('T10', at % 3 === 0 ? 'overdue' : 'met', at % 90),
    line('T11', at % 2 === 0 ? 'overdue' : 'not yet due', at % 60),
  ]),
);
const lists = Array.from({ length: 12 }, (_, at) =>
  listOf(children, {
    id: `list_${at}`,
    isWholeLine: false,
    oneForEach: at < 6 ? 'team' : 'authority',
    steps: ['T10', 'T11'],
  }),
);

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    `${what}: ${((performance.now() - wall) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor`,
  );
}

const count = new Map(['T10', 'T11'].map((name) => [name, { any: 1000, open: 1000 }]));
const request = { folders: desk.folders, config, to, byRole: 'bench', at: '2026-06-29T06:00:00.000Z' };
await timed('write', () => writeContent(request, { ...contentOf('2026-06-29', lists), counts: count }));
cpSync(join(to, '2026-06-29'), desk.back, { recursive: true });
const sizes = readdirSync(desk.back, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.xlsx'))
  .map((name) => statSync(join(desk.back, name)).size);
console.log(`${sizes.length} workbooks, the largest ${Math.round(Math.max(...sizes) / 1000)} kB`);
await timed('read', () => desk.read());
rmSync(root, { recursive: true, force: true });
