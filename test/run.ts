/** `npm test` and `npm run check`: every check of the repository, with a plain summary at the end. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePython, type PythonEnvironment } from '../pipeline/python/environment.ts';
import { repositoryFile, repositoryFolder } from '../pipeline/repository.ts';
import { sqlmesh } from '../pipeline/warehouse/sqlmesh.ts';

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
}

type Check = readonly [
  name: string,
  work: () => Promise<{ readonly passed: boolean; readonly output: string }>,
];

/** How many tests the last run of vitest passed and failed. */
const counted = { passed: 0, failed: 0 };

const [what = 'test', ...rest] = process.argv.slice(2);
const outcomes = what === 'check' ? await lane(codeChecks()) : await everything();
const failed = outcomes.filter((outcome) => !outcome.passed);
for (const { name, output } of failed) if (output !== '') console.log(`\n== ${name}\n${output}`);
console.log('');
for (const { name, passed, seconds } of outcomes)
  console.log(`${passed ? 'pass' : 'FAIL'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
const passedChecks = outcomes.length - failed.length;
console.log(`\n${passedChecks + counted.passed} passed, ${failed.length + counted.failed} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function everything(): Promise<Outcome[]> {
  const python = await ensurePython(console.log);
  // Two lanes for two cores; the tests then have the machine to themselves.
  const lanes = await Promise.all([lane(codeChecks()), lane(modelChecks(python))]);
  return [...lanes.flat(), ...(await lane([['tests (vitest)', () => vitest(rest)]]))];
}

async function lane(checks: readonly Check[]): Promise<Outcome[]> {
  const done: Outcome[] = [];
  for (const [name, work] of checks) {
    const start = performance.now();
    const { passed, output } = await work();
    const seconds = (performance.now() - start) / 1000;
    console.log(`${name}: ${passed ? 'ok' : 'failed'}`);
    done.push({ name, passed, seconds, output });
  }
  return done;
}

function codeChecks(): Check[] {
  return [
    ['types (tsc)', () => tool('tsc', ['--noEmit', '-p', '.'])],
    ['format and lint (biome)', () => tool('biome', ['check', '--reporter=summary', '.'])],
    [
      'arrows between rooms (dependency-cruiser)',
      () => tool('depcruise', ['sources', 'pipeline', 'dashboards', '--config', '.dependency-cruiser.cjs']),
    ],
  ];
}

function modelChecks(python: PythonEnvironment): Check[] {
  const model = async (args: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'tracker-models-'));
    const place = {
      python,
      warehouse: join(folder, 'warehouse.duckdb'),
      runFolder: folder,
      cacheFolder: repositoryFile('var/cache/sqlmesh-test'),
    };
    const { exitCode, stdout, stderr } = await sqlmesh(place, args);
    return { passed: exitCode === 0, output: `${stdout}\n${stderr}`.trim() };
  };
  return [
    ['models: lint', () => model(['lint'])],
    ['models: format', () => model(['format', '--check'])],
    ['models: tests', () => model(['test'])],
  ];
}

async function tool(name: string, args: readonly string[]): Promise<{ passed: boolean; output: string }> {
  const done = await execa(name, args, {
    cwd: repositoryFolder,
    preferLocal: true,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  return { passed: done.exitCode === 0, output: done.all };
}

async function vitest(args: readonly string[]): Promise<{ passed: boolean; output: string }> {
  const file = join(mkdtempSync(join(tmpdir(), 'tracker-tests-')), 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const done = await execa('vitest', ['run', ...reporters, ...args], {
    cwd: repositoryFolder,
    preferLocal: true,
    reject: false,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (existsSync(file)) {
    const results = JSON.parse(readFileSync(file, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    counted.passed += results.numPassedTests;
    counted.failed += results.numFailedTests;
  }
  return { passed: done.exitCode === 0, output: '' };
}
