/**
 * What becomes of a real data folder when a run is killed, the power is cut, or the disk is full: `storage.ts kill | cut | full`.
 * Linux, as root, for it mounts small file systems; minutes long. Every line says what was done and what was found; the
 * exit code is 1 when anything was lost, or a command ended in a class that does not fit.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { repositoryFile } from '../../pipeline/repository.ts';
import { exitCodes } from '../../sources/error.ts';

const [what = 'kill', times = '', seed = '1'] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), 'tracker-storage-'));
const program = repositoryFile('pipeline/cli/tracker.js');
const log = (line: string): void => void process.stdout.write(`${line}\n`);
let losses = 0;
const check = (holds: boolean, line: string): void => {
  if (!holds) losses += 1;
  log(`${holds ? 'ok  ' : 'LOST'} ${line}`);
};

/** Runs a command of the program to its end. */
function tracker(...args: string[]): { code: number | null; said: string } {
  const done = spawnSync('node', [program, ...args], { encoding: 'utf8' });
  return { code: done.status, said: `${done.stdout}${done.stderr}` };
}

/** Numbers between 0 and 1 that a seed decides. */
let state = Number(seed);
const random = (): number => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
  return state / 0x7fffffff;
};

const yaml = join(work, 'demo', 'authority.yaml');
const run = (data: string, day: string): string[] => [
  'run',
  '--authority',
  yaml,
  '--as-at',
  day,
  '--data',
  data,
];

/** Case files of a small county, and a data folder with one published edition. */
function prepare(data: string): void {
  const made = tracker(
    'demo',
    '--no-past',
    '--children',
    '60',
    '--no-serve',
    '--as-at',
    '2026-06-30',
    '--data',
    join(work, 'made'),
  );
  if (![0, exitCodes.paper_failed].includes(made.code ?? -1)) throw new Error(made.said);
  cpSync(join(work, 'made', 'demo'), join(work, 'demo'), { recursive: true });
  rmSync(join(work, 'made'), { recursive: true });
  const first = tracker(...run(data, '2026-05-31'));
  if (first.code !== 0) throw new Error(first.said);
}

/** What the address shows: the edition, and whether each of its pages has content. */
function shown(data: string): { edition: string; pages: number; empty: number } {
  const published = join(data, 'published', 'board');
  const index = readFileSync(join(published, 'index.html'), 'utf8');
  const edition = /name="edition" content="([^"]+)"/.exec(index)?.[1] ?? 'none';
  const pages = readdirSync(join(published, edition), { recursive: true, encoding: 'utf8' }).filter((page) =>
    page.endsWith('.html'),
  );
  const empty = pages.filter(
    (page) => !readFileSync(join(published, edition, page), 'utf8').includes('</html>'),
  );
  return { edition, pages: pages.length, empty: empty.length };
}

/** A whole site is shown, and everything that is kept is as it was made. */
function whole(data: string, line: string): string {
  const { edition, pages, empty } = shown(data);
  const verified = tracker('verify', '--data', data);
  check(
    pages > 50 && empty === 0 && verified.code === 0,
    `${line}: ${edition}, ${pages} pages, ${empty} empty, verify ${verified.code}`,
  );
  if (verified.code !== 0) log(verified.said);
  return edition;
}

/** Kills runs at random moments over a live site. */
async function kill(n: number): Promise<void> {
  const data = join(work, 'data');
  prepare(data);
  const start = performance.now();
  const day = (k: number): string => `2026-06-${String(1 + (k % 28)).padStart(2, '0')}`;
  check(tracker(...run(data, day(0))).code === 0, 'a run to its end');
  const length = performance.now() - start;
  for (let k = 1; k <= n; k += 1) {
    const before = shown(data).edition;
    const moment = Math.round(random() * length * 1.05);
    const child = spawn('node', [program, ...run(data, day(k))], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await Promise.race([wait(moment), ended]);
    child.kill('SIGKILL');
    await ended;
    const { edition, empty } = shown(data);
    check(
      empty === 0 && (edition === before || edition.includes(day(k))),
      `killed after ${moment} ms: ${edition}`,
    );
    if (k % 10 === 0) {
      check(tracker(...run(data, day(k))).code === 0, 'the next run');
      whole(data, `after ${k} kills`);
    }
  }
}

/** Copies the disk while it is mounted, as a power cut would leave it, and looks at the copy. */
async function cut(n: number): Promise<void> {
  const [image, disk] = [join(work, 'disk.img'), join(work, 'disk')];
  execFileSync('truncate', ['-s', '1500M', image]);
  execFileSync('mkfs.ext4', ['-q', image]);
  mkdirSync(disk);
  execFileSync('mount', ['-o', 'loop', image, disk]);
  const data = join(disk, 'data');
  prepare(data);
  for (let k = 1; k <= n; k += 1) {
    const day = `2026-06-${String(k).padStart(2, '0')}`;
    check(tracker(...run(data, day)).code === 0, `a run for ${day}`);
    const seconds = Math.round((k - 1) * (25 / Math.max(1, n - 1)));
    await wait(seconds * 1000);
    const [copy, after] = [join(work, 'cut.img'), join(work, 'cut')];
    execFileSync('cp', ['--sparse=always', image, copy]);
    mkdirSync(after);
    execFileSync('mount', ['-o', 'loop', copy, after]);
    try {
      const edition = whole(join(after, 'data'), `power cut ${seconds} s after publishing`);
      check(edition.includes(day), 'the edition is the one that was published');
      const next = tracker(...run(join(after, 'data'), day));
      check(
        next.code === 0 && next.said.includes('Nothing new'),
        `the next run: ${next.said.split('\n')[0]}`,
      );
    } finally {
      execFileSync('umount', [after]);
      rmSync(after, { recursive: true });
      rmSync(copy);
    }
  }
  execFileSync('umount', [disk]);
}

/** Fills a small disk to so many megabytes free, and runs on it. */
function full(levels: readonly number[]): void {
  const [disk, source] = [join(work, 'small'), join(work, 'data')];
  prepare(source);
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=900M', 'tmpfs', disk]);
  const data = join(disk, 'data');
  try {
    for (const level of levels) {
      cpSync(source, data, { recursive: true });
      const before = shown(data).edition;
      const { bavail, bsize } = statfsSync(disk);
      const filler = join(disk, 'filler');
      writeFileSync(filler, '');
      execFileSync('fallocate', ['-l', String(Math.max(1, bavail * bsize - level * 1_000_000)), filler]);
      const { code, said } = tracker(...run(data, '2026-06-30'));
      const named = said.includes(disk) && /full/.test(said);
      const fits =
        code === 0 || (code === exitCodes.derivation_failed && named) || code === exitCodes.paper_failed;
      check(
        fits,
        `${level} MB free: exit ${code}, ${said.split('\n').find((line) => line.startsWith('error:')) ?? 'published'}`,
      );
      if (code === exitCodes.derivation_failed) {
        check(shown(data).edition === before, 'the live site is the one before');
        const runs = existsSync(join(data, 'runs'))
          ? readdirSync(join(data, 'runs'), { recursive: true, encoding: 'utf8' })
          : [];
        check(!runs.some((path) => /warehouse|site-work|edition\//.test(path)), 'no scratch is left');
      }
      rmSync(filler);
      check(tracker(...run(data, '2026-06-30')).code === 0, 'with room again, the next run');
      whole(data, 'then');
      rmSync(data, { recursive: true });
    }
  } finally {
    execFileSync('umount', [disk]);
  }
}

try {
  if (what === 'kill') await kill(Number(times || 60));
  else if (what === 'cut') await cut(Number(times || 10));
  else full((times || '0,1,2,5,10,20,35,50,75,100,125,150').split(',').map(Number));
} finally {
  rmSync(work, { recursive: true, force: true });
}
log(losses === 0 ? 'Nothing was lost.' : `${losses} lost.`);
process.exitCode = losses === 0 ? 0 : 1;
