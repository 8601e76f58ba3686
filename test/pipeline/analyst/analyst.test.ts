import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkModels, modelLineage, renderedModels } from '../../../pipeline/analyst/models.ts';
import { makersOf, needsOf } from '../../../pipeline/analyst/needs.ts';
import { tryMeasure } from '../../../pipeline/analyst/trial.ts';
import { readLive } from '../../../pipeline/children/live-warehouse.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { dataFolders, makeFolder } from '../../../pipeline/folders.ts';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { realRooms } from '../../../pipeline/run/rooms.ts';
import { withWarehouse } from '../../../pipeline/warehouse/warehouse.ts';
import { readAuthority } from '../../../sources/authority/authority.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { proving } from '../../proofs/sizes.ts';
import { prepared } from '../../support/prepared.ts';
import { temporaryFolder } from '../small-extract.ts';

const data = temporaryFolder();
const folders = dataFolders(data);
const yaml = join(data, 'demo', 'authority.yaml');
const cache = repositoryFile('var/cache');

async function tracker(...args: string[]) {
  const said: string[] = [];
  const say = (line: string): number => said.push(line);
  const exitCode = await main(args, {
    console: { ...silentEffects, say, complain: say },
    rooms: realRooms,
    exitCode: 0,
  });
  return { exitCode, said: said.join('\n') };
}

/** What the models say is the same in every data folder: it is asked for once. */
function knowModels(folder: string): void {
  makeFolder(join(folder, 'cache'));
  cpSync(join(cache, 'models'), join(folder, 'cache', 'models'), { recursive: true });
}

const ask = (sql: string) => withWarehouse(readLive(folders).warehouse, (database) => database.rows(sql));
const rules = () => loadRules(realRooms.rulesFolder, readAuthority(yaml));

beforeAll(async () => {
  cpSync(join(await prepared('demo'), 'data'), data, { recursive: true });
  await modelLineage(cache);
  await renderedModels(cache);
  knowModels(data);
});

describe('tracker try', () => {
  it('says of a measure as it stands what production says, with its children', async () => {
    const { exitCode, said } = await tracker('try', 'T3', '--authority', yaml, '--data', data);
    expect(exitCode).toBe(0);
    expect(said).toContain('Nothing differs from what is published.');
    expect(said).toContain('Child-level data: mind who sees the screen.');
    const rows = await ask(
      "SELECT child_id FROM warehouse.published.worklist WHERE measure_id = 'T3' AND line = 'main' ORDER BY 1",
    );
    expect(rows.length).toBeGreaterThan(0);
    const main = said.slice(said.indexOf('main (as_at):'), said.indexOf('placed (as_at):'));
    expect(main.match(/\b\d{6}\b/g)).toEqual(rows.map((row) => row['child_id']));
  });

  it.each(['T1', 'B4', 'B12', 'B31', 'B40', 'B52'])('derives all that %s needs', async (measure) => {
    const trial = await tryMeasure(folders, realRooms, measure, [yaml]);
    expect(trial.values.length).toBeGreaterThan(0);
    expect(trial.values.map(({ now }) => now)).toEqual(trial.values.map(({ production }) => production));
    expect(trial.groupsChanged).toBe(0);
    for (const { change } of trial.children) expect(change).toEqual({ in: [], out: [] });
  });

  it('knows of every measure which models make its rows', async () => {
    const models = await renderedModels(cache);
    const book = rules();
    const made = await ask(`
      SELECT DISTINCT measure_id, source FROM (${models
        // lines of procedures are no measures: their rows name the line
        .filter(({ name }) => name.startsWith('measures.') && !name.startsWith('measures.tracking_'))
        .map(({ name }) => `SELECT measure_id, '${name}' AS source FROM warehouse.${name}`)
        .join(' UNION ALL ')}) ORDER BY ALL`);
    expect(new Set(made.map((row) => row['source'])).size).toBeGreaterThan(15);
    for (const { measure_id, source } of made)
      expect(makersOf(models, book, String(measure_id)), `${measure_id}`).toContain(source);
  });

  it('shows what an edited rule changes', async () => {
    const [header = '', ...limits] = readFileSync(repositoryFile('sources/rules/limits.csv'), 'utf8').split(
      '\n',
    );
    const row = limits.find((line) => line.startsWith('*,T3,standing,')) ?? '';
    const own = join(data, 'demo', 'rules', 'limits.csv');
    writeFileSync(own, `${header}\n${row.replace('*,', 'demo,').replace(',12,months,', ',36,months,')}\n`);
    const { exitCode, said } = await tracker(
      'try',
      't3',
      '--line',
      'main',
      '--authority',
      yaml,
      '--data',
      data,
    );
    writeFileSync(own, `${header}\n`);
    expect(exitCode).toBe(0);
    const [expected] = await ask(`
      SELECT COUNT_IF(late) AS now, COUNT_IF(counted AND NOT late) AS gone FROM (
        SELECT counted, wait_since + INTERVAL 36 MONTH <= as_at_date AS late FROM warehouse.measures.state_case
        INNER JOIN warehouse.raw.as_at USING (authority, snapshot_date, as_at_date)
        WHERE measure_id = 'T3' AND line = 'main' AND is_current)`);
    expect(expected?.['gone']).toBeGreaterThan(0);
    expect(said).toContain(`main (as_at): ${expected?.['now']}`);
    expect(said.match(/gone: (.*)/)?.[1]?.split('  ')).toHaveLength(Number(expected?.['gone']));
    expect(said).toMatch(/main +count \(as_at\) .* changed/);
  });

  it('refuses what is no measure, or has no model', async () => {
    const unknown = await tracker('try', 'T99', '--authority', yaml, '--data', data);
    expect(unknown.exitCode).toBe(2);
    expect(unknown.said).toContain('There is no measure T99.');
    const without = await tracker('try', 'B16', '--authority', yaml, '--data', data);
    expect(without.exitCode).toBe(2);
    expect(without.said).toContain('[measure_without_model]');
  });

  it('says which list a measure of its own still lacks', async () => {
    const all = await renderedModels(cache);
    const unlisted = all.map(({ reads, ...model }) => ({
      ...model,
      reads: reads.filter((read) => model.name !== 'scorecard.population_row' || read !== 'measures.visit'),
    }));
    const [visits, last] = ['B51', ['scorecard.measure_row']];
    expect(needsOf(all, rules(), visits, last).makers).toEqual(['measures.visit']);
    expect(() => needsOf(unlisted, rules(), visits, last)).toThrow(
      'measures.visit makes rows of B51, and nothing reads them.',
    );
  });

  it('uses invented children where nothing is published', async () => {
    const empty = temporaryFolder();
    knowModels(empty);
    const { exitCode, said } = await tracker('try', 'T3', '--data', empty);
    expect(said).toContain('of invented children: nothing is published');
    expect(said).toMatch(/main \(as_at\): [1-9]/);
    expect(exitCode).toBe(0);
  });
});

describe('tracker measure', () => {
  it('leads from a measure to the fields of the case files, and holds no child', async () => {
    const { exitCode, said } = await tracker('measure', 'T3', '--data', data);
    expect(exitCode).toBe(0);
    const page = readFileSync(said, 'utf8');
    // The placement order: a legal status, or a date among the permanence records.
    for (const field of ['SSD lega_legal_status;', 'SSD perm_placement_order_date'])
      expect(page, field).toContain(field);
    expect(page).toMatch(/SSD perm_placement_order_date<\/td><td>ssd\.permanence</);
    // Foster households have nothing to do with it.
    expect(page).not.toContain('fost_approved_places');
    expect(page).toContain('test_t3_');
    expect(page).toContain('FROM core.child_state AS s');
    const children = await ask('SELECT DISTINCT child_id FROM warehouse.raw.child');
    for (const { child_id } of children) expect(page).not.toContain(String(child_id));
  });

  it('says first which states decide a case, what brings each, and how each is worked out', async () => {
    const { exitCode, said } = await tracker('measure', 'T3', '--data', data);
    expect(exitCode).toBe(0);
    const page = readFileSync(said.trim().split('\n').at(-1) ?? '', 'utf8');
    const decides = page.slice(page.indexOf('What decides it'), page.indexOf('Where it comes from'));
    expect(decides).toContain('case system: legal status E1');
    expect(decides).toMatch(/<td>must not hold<\/td><td>adopted<\/td>/);
    expect(page).toMatch(/<h2>Its SQL<\/h2><h3>core\./);
    expect(page).not.toContain('<td>none</td>');
  });

  it('finds the column that a figure rests on, whichever model it passes through', async () => {
    const lineage = new Map((await modelLineage(cache)).map((each) => [each.name, each]));
    expect(lineage.get('core.placement_order')?.looks_at).toContain('staging.adoption.placement_order_date');
    expect(lineage.get('staging.adoption')?.made_of['placement_order_date']).toContain(
      'raw.adoption.placement_order_date',
    );
  });
});

// Two starts of SQLMesh: in the proofs alone.
describe.runIf(proving)('npm test -- models/T3', () => {
  it('runs the unit tests of the models that name the measure, and fails where none does', async () => {
    const [, tests] = await checkModels(cache, 'T3');
    expect(tests?.passed, tests?.output).toBe(true);
    expect(Number(/^(\d+) unit tests/m.exec(tests?.output ?? '')?.[1])).toBeGreaterThan(2);
    const [, none] = await checkModels(cache, 'T99');
    expect(none?.passed).toBe(false);
  });
});
