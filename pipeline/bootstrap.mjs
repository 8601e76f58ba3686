/**
 * `npm run demo`, `npm test` and the like, from an empty clone: installs the Node packages when they are missing or
 * not those of package-lock.json, then goes on. Uses nothing that would have to be installed first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..');
const oldest = [20, 12];

/** Which module does the work of each command, and the arguments it starts with. */
const commands = {
  setup: ['pipeline/cli/tracker.js', 'setup'],
  demo: ['pipeline/cli/tracker.js', 'demo'],
  tracker: ['pipeline/cli/tracker.js'],
  generate: ['pipeline/warehouse/generate.ts'],
  check: ['test/run.ts', 'check'],
  test: ['test/run.ts', 'test'],
  proofs: ['test/run.ts', 'proofs'],
  bench: ['test/bench/run.ts'],
};

// Neither tools nor Node itself may keep compiled code in the system's temporary folder, where others can put theirs.
process.env.TSX_DISABLE_CACHE = '1';
process.env.NODE_DISABLE_COMPILE_CACHE = '1';

const [name = '', ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined)
  fail(`There is no command "${name}": use one of ${Object.keys(commands).join(', ')}.`);
requireNode();
if (!packagesAreInstalled()) installPackages();
await start(command, rest);

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  fail(`Node ${process.versions.node} is too old: install Node ${oldest.join('.')} or later.`);
}

/** True when every package that the lock wants on this machine is there in that version. */
function packagesAreInstalled() {
  const installedLock = join(repository, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const wanted = readLock(join(repository, 'package-lock.json'));
  const installed = readLock(installedLock);
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

function readLock(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function installPackages() {
  console.error('Installing the Node packages of package-lock.json ...');
  const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const options = { cwd: repository, stdio: 'inherit' };
  // On Windows npm is a script, which only a shell can start.
  const installed =
    npm !== undefined && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (installed.status !== 0)
    fail('The packages could not be installed: see the lines above, then run again.');
}

async function start([file, ...first], args) {
  const path = join(repository, file);
  if (!existsSync(path)) fail(`${file} is missing.`);
  process.argv = [process.argv[0], path, ...first, ...args];
  if (path.endsWith('.ts')) (await import('tsx/esm/api')).register();
  await import(pathToFileURL(path).href);
}

function fail(line) {
  console.error(line);
  process.exit(2);
}
