import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAuthority } from '../../../sources/authority/authority.ts';
import type { Extract } from '../../../sources/contract/extract.ts';
import { demoFiles } from '../../../sources/demo/demo.ts';
import { canaryRow } from '../../../sources/demo/plant.ts';
import { extractAuthority, inputFingerprint } from '../../../sources/extract.ts';
import { parquetOf, records, tableSql, workbookOf, zipOf } from '../../support/packed-files.ts';
import { type Cluster, postgresqlPrograms, startCluster } from '../../support/postgresql.ts';
import { snapshotBytes } from '../../support/snapshot-bytes.ts';
import { configOf, folderOf, notes, settings } from '../../support/source-folder.ts';

const asAt = '2026-06-30';
const variable = 'TEST_SSD_CONNECTION';

/** The SSD tables of an invented county without planted rows, by table. */
const tables: ReadonlyMap<string, string> = new Map(
  [...demoFiles({ children: 15, soiled: false }).contents]
    .filter(([file]) => file.startsWith('ssd/'))
    .map(([file, bytes]) => [file.slice(4, -4).replace(/^ssd_/, ''), clean(bytes)]),
);

/** The demo plants rows that cannot be, which a database would not take. */
function clean(bytes: Buffer): string {
  const [header = [], ...rows] = records(textOf(bytes));
  const whole = rows.filter((cells) => !cells[0]?.startsWith(canaryRow));
  const quoted = (cells: readonly string[]) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return `${[header, ...whole].map(quoted).join('\n')}\n`;
}

function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff) return bytes.toString('utf16le').slice(1);
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  return text.includes('\ufffd') ? bytes.toString('latin1') : text;
}

const fromFiles = (files: Readonly<Record<string, string | Uint8Array>>): Promise<Extract> =>
  extractAuthority(configOf([{ adapter: 'ssd', folders: [folderOf(files)] }]), { asAt, settings });

const fromDatabase = (schema: string | null = null): Promise<Extract> =>
  extractAuthority(configOf([{ adapter: 'ssd', database: { variable, schema } }]), { asAt, settings });

const named = (ending: string, contents: readonly (string | Uint8Array)[]) =>
  Object.fromEntries([...tables.keys()].map((table, at) => [`${table}.${ending}`, contents[at] ?? '']));

const csvFiles = named('csv', [...tables.values()]);

describe('one authority, however its SSD comes', () => {
  let expected: Extract;
  beforeAll(async () => {
    expected = await fromFiles(csvFiles);
  });

  const same = async (extract: Extract): Promise<void> => {
    expect(await snapshotBytes(extract)).toEqual(await snapshotBytes(expected));
    expect(extract.inputs).toEqual(expected.inputs);
    expect(notes(extract)).toEqual(notes(expected));
    expect(extract.rows.child.length).toBeGreaterThan(15);
  };

  test('Parquet', async () => {
    await same(await fromFiles(named('parquet', await Promise.all([...tables.values()].map(parquetOf)))));
  });

  test('one workbook with a sheet a table', async () => {
    await same(await fromFiles({ 'SSD.xlsx': await workbookOf(Object.fromEntries(tables)) }));
  });

  test('an OpenDocument spreadsheet', async () => {
    await same(await fromFiles({ 'SSD.ods': await workbookOf(Object.fromEntries(tables), 'ods') }));
  });

  test('a zip of CSV files and a workbook', async () => {
    const { 'person.csv': person = '', ...others } = csvFiles;
    const book = await workbookOf({ person: String(person) });
    await same(await fromFiles({ 'ssd.zip': zipOf({ ...others, 'people/person.xlsx': book }) }));
  });

  const programs = postgresqlPrograms();
  if (programs === null)
    process.stdout.write('SKIPPED: no PostgreSQL on this machine, so reading from it was not tested\n');
  describe.runIf(programs !== null)('PostgreSQL', () => {
    let cluster: Cluster;
    // biome-ignore lint/suspicious/noDuplicateTestHooks: it belongs to this block alone.
    beforeAll(async () => {
      cluster = await startCluster(programs ?? '');
      await cluster.run('CREATE SCHEMA ssd_development');
      for (const [table, text] of tables)
        for (const statement of tableSql(`ssd_development.ssd_${table}`, text)) await cluster.run(statement);
      await cluster.run(
        "CREATE ROLE reader LOGIN PASSWORD 'reader-secret'; GRANT USAGE ON SCHEMA ssd_development TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA ssd_development TO reader; CREATE ROLE stranger LOGIN PASSWORD 'stranger-secret'",
      );
    });
    afterAll(async () => {
      delete process.env[variable];
      await cluster?.stop();
    });

    const connectAs = (user: string, password = `${user}-secret`) => {
      process.env[variable] = cluster.urlOf(user, password);
    };
    const refused = async (reading: Promise<unknown>) => {
      const error = await reading.then(
        () => null,
        (reason: unknown) => reason as Error & { code: string; exitCode: number; advice: string },
      );
      const said = `${error?.message} ${error?.advice} ${String(error?.cause ?? '')}`;
      expect(said).not.toMatch(/secret|127\.0\.0\.1|reader|stranger/);
      return error;
    };

    test('gives the same snapshot, by a login that may only read', async () => {
      connectAs('reader');
      await same(await fromDatabase());
    });

    test('the fingerprint follows what the tables say, and authority.yaml names only the variable', async () => {
      connectAs('reader');
      const folder = folderOf({
        'authority.yaml': `authority: x\nname: X\nsources:\n  - adapter: ssd\n    database: ${variable}\n    schema: ssd_development\n`,
      });
      const config = readAuthority(join(folder, 'authority.yaml'));
      expect(config.sources[0]?.database).toEqual({ variable, schema: 'ssd_development' });
      const before = await inputFingerprint(config);
      expect(await inputFingerprint(config)).toBe(before);
      await cluster.run(
        "UPDATE ssd_development.ssd_person SET pers_sex = 'U' WHERE pers_person_id IN (SELECT max(pers_person_id) FROM ssd_development.ssd_person)",
      );
      expect(await inputFingerprint(config)).not.toBe(before);
    });

    test('a connection written into authority.yaml is refused and not repeated', () => {
      const folder = folderOf({
        'authority.yaml':
          'authority: x\nname: X\nsources:\n  - adapter: ssd\n    database: postgresql://me:secret@host/db\n',
      });
      expect(() => readAuthority(join(folder, 'authority.yaml'))).toThrow(
        /line 5: sources\.0\.database must be the name of an environment variable, not a connection$/,
      );
    });

    test('rows that differ only in a column that is not read stay two rows', async () => {
      await cluster.run(
        'CREATE SCHEMA twice; CREATE TABLE twice.ssd_person AS SELECT * FROM ssd_development.ssd_person; CREATE TABLE twice.ssd_cla_episodes AS SELECT * FROM ssd_development.ssd_cla_episodes; ALTER TABLE twice.ssd_cla_episodes ADD note varchar; INSERT INTO twice.ssd_cla_episodes SELECT * FROM twice.ssd_cla_episodes LIMIT 1; INSERT INTO twice.ssd_cla_episodes SELECT * FROM twice.ssd_cla_episodes LIMIT 1; UPDATE twice.ssd_cla_episodes SET note = ctid::text',
      );
      connectAs('owner');
      const extract = await fromDatabase('twice');
      expect(extract.quarantine.map(({ reason }) => reason)).toEqual(['duplicate_key', 'duplicate_key']);
    });

    test('a login without rights, a wrong password, no such database, nobody there', async () => {
      connectAs('stranger');
      expect(await refused(fromDatabase('ssd_development'))).toMatchObject({
        code: 'database_no_rights',
        exitCode: 3,
      });
      connectAs('reader', 'other-secret');
      expect(await refused(fromDatabase())).toMatchObject({ code: 'database_login', exitCode: 3 });
      process.env[variable] = cluster.urlOf('reader', 'reader-secret', 'nowhere');
      expect(await refused(fromDatabase())).toMatchObject({ code: 'database_login', exitCode: 3 });
      process.env[variable] = 'postgresql://reader:secret@127.0.0.1:1/ssd';
      expect(await refused(fromDatabase())).toMatchObject({ code: 'database_unreachable', exitCode: 3 });
    });

    test('no variable, or one that holds no connection, is a matter of configuration', async () => {
      delete process.env[variable];
      expect(await refused(fromDatabase())).toMatchObject({ code: 'database_not_named', exitCode: 2 });
      process.env[variable] = 'my secret';
      expect(await refused(fromDatabase())).toMatchObject({ code: 'database_unknown', exitCode: 2 });
    });

    test('several schemas, none, and a table without a column', async () => {
      connectAs('owner');
      expect(await refused(fromDatabase())).toMatchObject({ code: 'database_several_schemas' });
      expect(await refused(fromDatabase('elsewhere'))).toMatchObject({ code: 'database_empty' });
      await cluster.run('ALTER TABLE twice.ssd_cla_episodes DROP COLUMN clae_cla_episode_ceased_reason');
      const error = await refused(fromDatabase('twice'));
      expect(error?.message).toMatch(/^twice\.ssd_cla_episodes.*clae_cla_episode_ceased_reason/);
    });

    test('a connection that is lost midway leaves nothing', async () => {
      await cluster.run(
        "CREATE SCHEMA large; CREATE TABLE large.ssd_person (pers_person_id varchar(48), pers_dob timestamp); INSERT INTO large.ssd_person SELECT i::text, '2015-01-01' FROM generate_series(1, 200000) AS i",
      );
      connectAs('owner');
      const reading = refused(fromDatabase('large'));
      const ended = cluster.endOthers();
      expect(await reading).toMatchObject({ code: 'database_lost', exitCode: 3 });
      await ended;
    });
  });
});
