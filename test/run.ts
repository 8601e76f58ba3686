/**
 * `npm test`, `npm run proofs` and `npm run check`: every check of the repository, with a plain summary at the end.
 * `npm test -- models/T3` is the unit tests of one measure; anything else behind `--` goes to vitest.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePython } from '../pipeline/python/environment.ts';
import { repositoryFile, repositoryFolder } from '../pipeline/repository.ts';
import { caseRowFaults } from './models/case-rows.ts';
import { checkedModels } from './models/rendered-model.ts';
import { resultsVariable, type VitestResults } from './support/file-times.ts';
import { makeReady } from './support/prepared.ts';

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

type Part = readonly [name: string, work: () => Promise<Pick<Outcome, 'passed' | 'output'>>];

const slowestShown = 10;
const [what = 'test', ...rest] = process.argv.slice(2);
const results: VitestResults[] = [];
const start = performance.now();

async function codeChecks(): Promise<Outcome[]> {
  return lane([
    [
      'types (tsc)',
      () =>
        tool('tsc', ['--noEmit', '--incremental', '--tsBuildInfoFile', 'var/cache/types.json', '-p', '.']),
    ],
    ['format and lint (biome)', () => tool('biome', ['check', '--reporter=summary', '.'])],
    [
      'arrows between rooms (dependency-cruiser)',
      () => tool('depcruise', ['sources', 'pipeline', 'dashboards', '--config', '.dependency-cruiser.cjs']),
    ],
    ['what nobody uses (knip)', () => tool('knip', ['--no-progress'])],
  ]);
}

async function everything(): Promise<Outcome[]> {
  const measures = rest.flatMap((each) => /^models\/([A-Z]+\d\w*)$/i.exec(each)?.[1] ?? []);
  const others = rest.filter((each) => !/^models\/[A-Z]+\d\w*$/i.test(each));
  const python = ensurePython(console.log);
  if (rest.length > 0) {
    await python;
    return [
      ...(await lanesOf(measures)),
      ...(others.length > 0 ? await lane([['tests (vitest)', () => vitest(others)]]) : []),
    ];
  }
  // Two lanes for two cores: what needs no Python is done while it is installed, and the models as soon as they are read
  // bring the queries that the other lane needs in the end.
  const lanes = await Promise.all([
    codeChecks().then(async (done) => [...done, ...(await python.then(ready))]),
    python.then(() => models()),
  ]);
  return [...lanes.flat(), ...(await lane([['tests (vitest)', () => vitest([])]]))];
}

/** One measure after the other: its unit tests, and whether they have the rows that the rules have. */
async function lanesOf(measures: readonly string[]): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (const measure of measures) {
    done.push(...(await models(measure)));
    const rows = async () => {
      const faults = caseRowFaults(measure);
      return { passed: faults.length === 0, output: faults.join('\n') };
    };
    done.push(...(await lane([[`models: rows of cases.csv in the tests of ${measure}`, rows]])));
  }
  return done;
}

/** The large sizes of the proofs, and of nothing else. */
async function proofs(): Promise<Outcome[]> {
  await ensurePython(console.log);
  process.env['TRACKER_PROOFS'] = '1';
  return lane([['proofs (vitest)', () => vitest(rest.length > 0 ? rest : sizedFiles())]]);
}

/** Test files that look up a size. */
function sizedFiles(): string[] {
  const all = readdirSync(repositoryFile('test'), { recursive: true, encoding: 'utf8' }) as string[];
  return all
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => repositoryFile(join('test', path)))
    .filter((path) => /proofs\/sizes\.ts/.test(readFileSync(path, 'utf8')));
}

const ready = (): Promise<Outcome[]> =>
  lane([['sites and editions for the tests', () => makeReady().then(() => ({ passed: true, output: '' }))]]);

/** Linter, format check and unit tests of the models in one start of Python; of a measure its unit tests alone. */
async function models(measure?: string): Promise<Outcome[]> {
  try {
    const checks = await checkedModels(measure);
    for (const { name, passed } of checks) console.log(`${name}: ${passed ? 'ok' : 'failed'}`);
    return [...checks];
  } catch (error) {
    return [{ name: 'models', passed: false, seconds: 0, output: String(error) }];
  }
}

async function lane(parts: readonly Part[]): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (const [name, work] of parts) {
    const begun = performance.now();
    const outcome = await work().catch((error: unknown) => ({ passed: false, output: String(error) }));
    console.log(`${name}: ${outcome.passed ? 'ok' : 'failed'}`);
    done.push({ name, seconds: (performance.now() - begun) / 1000, ...outcome });
  }
  return done;
}

async function tool(name: string, args: readonly string[]): Promise<Pick<Outcome, 'passed' | 'output'>> {
  const done = await execa(name, args, {
    cwd: repositoryFolder,
    preferLocal: true,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  return { passed: done.exitCode === 0, output: done.all };
}

async function vitest(args: readonly string[]): Promise<Pick<Outcome, 'passed' | 'output'>> {
  const file = join(mkdtempSync(join(tmpdir(), 't-')), 'results.json');
  const reporters = ['--reporter=default', `--reporter=${repositoryFile('test/support/file-times.ts')}`];
  const done = await execa('vitest', ['run', ...reporters, ...args], {
    cwd: repositoryFolder,
    env: { [resultsVariable]: file },
    preferLocal: true,
    reject: false,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (existsSync(file)) results.push(JSON.parse(readFileSync(file, 'utf8')) as VitestResults);
  return {
    passed: done.exitCode === 0,
    output: existsSync(file)
      ? ''
      : `vitest ended before its summary: ${done.shortMessage ?? 'it says no more'}`,
  };
}

function sumUp(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter((outcome) => !outcome.passed);
  for (const { name, output } of failed) if (output !== '') console.log(`\n== ${name}\n${output}`);
  const time = (seconds: number): string => `${seconds.toFixed(1).padStart(6)} s`;
  const files = results.flatMap((result) => result.files);
  if (files.length > 0) console.log('\nThe slowest test files (several run at a time)');
  for (const { file, seconds } of [...files].sort((a, b) => b.seconds - a.seconds).slice(0, slowestShown))
    console.log(`      ${time(seconds)}  ${file}`);
  console.log('');
  for (const { name, passed, seconds } of outcomes)
    console.log(`${passed ? 'pass' : 'FAIL'}  ${time(seconds)}  ${name}`);
  console.log(`      ${time((performance.now() - start) / 1000)}  in all`);
  const sum = (of: 'passed' | 'failed'): number => results.reduce((total, each) => total + each[of], 0);
  const passedParts = outcomes.length - failed.length;
  console.log(`\n${passedParts + sum('passed')} passed, ${failed.length + sum('failed')} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

sumUp(await (what === 'check' ? codeChecks() : what === 'proofs' ? proofs() : everything()));
