import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handOver } from '../../pipeline/access.ts';
import type { Context } from '../../pipeline/cli/context.ts';
import { main } from '../../pipeline/cli/main.ts';
import { silentEffects } from '../../pipeline/effects.ts';
import { dataFolders } from '../../pipeline/folders.ts';
import { repositoryFile } from '../../pipeline/repository.ts';
import { liveEdition } from '../../pipeline/shelf/live.ts';
import { smallAuthority, smallRooms } from './run/small-rooms.ts';
import { temporaryFolder } from './small-extract.ts';

/** Every file and folder below that is not a link and that others may do something with. */
const opened = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => {
    const found = lstatSync(join(folder, path));
    return !found.isSymbolicLink() && (found.mode & 0o077) !== 0;
  });
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

async function tracker(args: readonly string[]) {
  const heard: string[] = [];
  const hear = (line: string): void => void heard.push(line);
  const console = { ...silentEffects, say: hear, complain: hear };
  const context: Context = { console, rooms: smallRooms, exitCode: 0 };
  return { exitCode: await main(args, context), heard: heard.join('\n') };
}

/** What another account reads; null when this account may not try. */
async function another(path: string): Promise<string | null> {
  if (process.getuid?.() !== 0) return null;
  const read = await execa('cat', [path], { uid: 65534, gid: 65534, reject: false });
  return read.exitCode === 0 ? 'read' : 'refused';
}

let before = 0;
beforeEach(() => {
  before = process.umask(0o077);
});
afterEach(() => {
  process.umask(before);
});

describe.runIf(process.platform !== 'win32')('the data folder', { timeout: 60_000 }, () => {
  it('is closed by the next command, to its last file, when an earlier version left it open', async () => {
    process.umask(0);
    const data = join(temporaryFolder(), 'data');
    const folders = dataFolders(data);
    const outside = join(temporaryFolder(), 'outside');
    writeFileSync(outside, '');
    for (const folder of [join(folders.editions, 'one', 'data'), folders.published, folders.runs])
      mkdirSync(folder, { recursive: true });
    writeFileSync(join(folders.editions, 'one', 'data', 'measures.json'), '{}');
    writeFileSync(join(data, 'run.lock'), '');
    symlinkSync(outside, join(data, 'link'));
    expect(opened(data)).toHaveLength(9);
    const status = execa('node', [repositoryFile('pipeline/cli/tracker.js'), 'status', '--data', data]);
    expect((await status).exitCode).toBe(0);
    expect(mode(data)).toBe('700');
    expect(opened(data)).toEqual([]);
    expect(mode(outside)).toBe('666');
  });

  it('opens what is published when the settings say so, nothing else, and closes it again', async () => {
    const data = join(temporaryFolder(), 'data');
    // The folders above are the test's own: others may pass through them.
    for (let above = dirname(data); (statSync(above).mode & 0o001) === 0; above = dirname(above))
      chmodSync(above, 0o755);
    chmodSync(dirname(data), 0o755);
    const folders = dataFolders(data);
    const authority = smallAuthority(12);
    const run = () =>
      tracker(['run', '--authority', authority.yaml, '--as-at', '2026-06-30', '--data', data]);
    expect((await run()).exitCode).toBe(0);
    expect([mode(data), opened(data)]).toEqual(['700', []]);

    const first = join(folders.published, liveEdition(folders) ?? '', 'index.html');
    const settings = join(data, 'settings.yaml');
    writeFileSync(settings, '# the web server reads it\npublished: everyone\n');
    authority.grow(13);
    expect((await run()).exitCode).toBe(0);
    const pointer = join(folders.published, 'index.html');
    const second = join(folders.published, liveEdition(folders) ?? '', 'index.html');
    expect(second).not.toBe(first);
    expect([pointer, first, second].map(mode)).toEqual(['644', '644', '644']);
    expect(mode(data)).toBe('711');
    expect(opened(data).filter((path) => !/^published|^audiences/.test(path))).toEqual([]);
    expect([null, 'read']).toContain(await another(second));
    for (const path of [settings, join(folders.editions, liveEdition(folders) ?? '', 'manifest.json')])
      expect([null, 'refused']).toContain(await another(path));

    const paper = join(folders.audiences, 'panel_public', 'smalltown', 'published');
    mkdirSync(paper, { recursive: true });
    writeFileSync(join(paper, 'index.html'), '');
    writeFileSync(join(paper, '..', 'ledger.json'), '');
    await tracker(['status', '--data', data]);
    expect([null, 'read']).toContain(await another(join(paper, 'index.html')));
    expect([null, 'refused']).toContain(await another(join(paper, '..', 'ledger.json')));

    writeFileSync(settings, 'published: owner\n');
    await tracker(['status', '--data', data]);
    expect([mode(data), opened(data)]).toEqual(['700', []]);
  });

  it('is open to readers before the address leads to it', async () => {
    const data = join(temporaryFolder(), 'data');
    const folders = dataFolders(data);
    const authority = smallAuthority(12);
    mkdirSync(data);
    writeFileSync(folders.settings, 'published: everyone\n');
    const seen: string[] = [];
    const args = ['run', '--authority', authority.yaml, '--as-at', '2026-06-30', '--data', data];
    const look = (name: string): void => {
      if (name !== 'publish: swapped') return;
      const site = join(folders.published, liveEdition(folders) ?? '');
      seen.push(mode(site), mode(join(site, 'index.html')), mode(join(folders.published, 'index.html')));
    };
    const console = { ...silentEffects, step: look, say: () => undefined, complain: () => undefined };
    const context: Context = { console, rooms: smallRooms, exitCode: 0 };
    await main(args, context);
    authority.grow(13);
    await main(args, context);
    expect(seen.slice(3)).toEqual(['755', '644', '644']);
  });

  it.each(['published: all\n', 'publish: everyone\n', 'published: [\n', '- everyone\n'])(
    'refuses a command, and changes nothing, when its settings say %j',
    async (text) => {
      const data = temporaryFolder();
      writeFileSync(join(data, 'settings.yaml'), text);
      const { exitCode, heard } = await tracker(['status', '--data', data]);
      expect(exitCode).toBe(2);
      expect(heard).toContain(join(data, 'settings.yaml'));
    },
  );

  it('leaves a file that people are to work with as open as its folder', () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o770);
    const file = join(folder, 'T3.md');
    writeFileSync(file, '');
    expect(mode(file)).toBe('600');
    handOver(file);
    expect(mode(file)).toBe('660');
    expect(existsSync(file) && readFileSync(file, 'utf8')).toBe('');
  });
});
