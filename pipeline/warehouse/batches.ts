/**
 * Derives a warehouse of many authorities a few at a time, so that memory does not grow with their number: each batch in a
 * warehouse file of its own, from which what is read later comes into the one of the run. Authorities are derived apart
 * from each other in any case, so the figures are the same however they are put together.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { quoted, quotedPath, withDatabase } from './database.ts';
import { readLater } from './engine.ts';
import { loadWarehouse, type WarehousePart } from './load.ts';
import type { WarnedAudit } from './sqlmesh-output.ts';

/** Children on file that are derived together: about four thousand in care, which take some 3 GB. */
const childrenTogether = 12_000;

const childrenOf = ({ snapshot }: WarehousePart): number => snapshot.manifest.tables['child']?.rows ?? 0;
const authorityOf = ({ snapshot }: WarehousePart): string => snapshot.manifest.authority;

/** In their order, as many in each batch as fit; one that does not fit at all is a batch of its own. */
export function batchesOf(parts: readonly WarehousePart[], together = childrenTogether): WarehousePart[][] {
  const batches: WarehousePart[][] = [];
  let children = 0;
  for (const part of parts) {
    const last = batches.at(-1);
    children += childrenOf(part);
    if (last !== undefined && children <= together) last.push(part);
    else {
      batches.push([part]);
      children = childrenOf(part);
    }
  }
  return batches;
}

/** A warehouse file that is loaded with all parts, and how one file is derived. */
interface BatchedPlace {
  readonly warehouse: string;
  readonly parts: readonly WarehousePart[];
  readonly asAt: string;
  /** Children on file that are derived together; four thousand in care unless told. */
  readonly together?: number;
  readonly onBatch: (line: string) => void;
  /** `isMoreToCome`: another warehouse follows, for which what it needs can be begun. */
  readonly derive: (warehouse: string, isMoreToCome?: boolean) => Promise<WarnedAudit[]>;
}

/** Authorities of a region whose own rows stop an audit of the models, each with what stopped it. */
export class AuthoritiesStopped extends Error {
  readonly stopped: ReadonlyMap<string, TrackerError>;

  constructor(stopped: ReadonlyMap<string, TrackerError>) {
    super(`stopped: ${[...stopped.keys()].join(', ')}`);
    this.stopped = stopped;
  }
}

/**
 * Derives the warehouse where it lies when its parts fit into one batch, else batch by batch: while one is derived the
 * next is loaded, and the one before it gathered.
 * @throws {AuthoritiesStopped} in a region, at the first batch in which an audit finds rows of some authorities at fault
 * @throws {TrackerError} what else `derive` throws; of several batches with the authorities of the one that failed
 */
export async function deriveBatched(place: BatchedPlace): Promise<WarnedAudit[]> {
  const batches = batchesOf(place.parts, place.together);
  if (batches.length <= 1)
    return place.derive(place.warehouse).catch(async (error: unknown) => {
      throw await whoseFault(error, place.parts, place);
    });
  const warned: WarnedAudit[] = [];
  let [loading, gathering] = [awaitedLater(loadedAside(batches[0] ?? [], place)), Promise.resolve()];
  try {
    for (const [index, batch] of batches.entries()) {
      const names = batch.map(authorityOf).join(', ');
      const file = await loading;
      const next = batches[index + 1];
      if (next !== undefined) loading = awaitedLater(loadedAside(next, place));
      place.onBatch(`batch ${index + 1} of ${batches.length}: ${names}`);
      const found = await place.derive(file, next !== undefined).catch(async (error: unknown) => {
        throw named(await whoseFault(error, batch, place), names);
      });
      warned.push(...found);
      // One at a time and in their order, in which the rows then stand.
      await gathering;
      gathering = awaitedLater(gather(file, place));
    }
    await gathering;
  } finally {
    await Promise.allSettled([loading, gathering]);
  }
  return together(warned);
}

/** Its error is that of whoever awaits it, however late. */
function awaitedLater<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

/** A warehouse file of some parts alone; its stem is the catalogue's name in every view. */
async function loadedAside(
  parts: readonly WarehousePart[],
  { warehouse, asAt }: BatchedPlace,
): Promise<string> {
  const file = join(mkdtempSync(join(dirname(warehouse), 'batch-')), 'warehouse.duckdb');
  await loadWarehouse(file, parts, asAt);
  return file;
}

/** Each part alone, where an audit stopped several: whose rows are at fault. Any other error is the answer itself. */
async function whoseFault(
  error: unknown,
  parts: readonly WarehousePart[],
  place: BatchedPlace,
): Promise<unknown> {
  if (!isAudit(error) || place.parts.length === 1) return error;
  const stopped = new Map<string, TrackerError>();
  for (const part of parts) {
    const own = parts.length === 1 ? error : await faultOf(part, place);
    if (own === null) continue;
    if (!isAudit(own)) return own;
    const { failure, code, message, cause } = own;
    const advice = `Run it alone to see the rows at fault: the run folder then keeps sqlmesh.log and the warehouse file.`;
    stopped.set(authorityOf(part), new TrackerError(failure, code, message, advice, cause));
  }
  return stopped.size === 0 ? error : new AuthoritiesStopped(stopped);
}

/** What stops one authority alone; null where nothing does. */
async function faultOf(part: WarehousePart, place: BatchedPlace): Promise<unknown> {
  place.onBatch(`an audit stopped: is it ${authorityOf(part)}?`);
  const file = await loadedAside([part], place);
  try {
    await place.derive(file);
    return null;
  } catch (error) {
    return error;
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
}

const isAudit = (error: unknown): error is TrackerError =>
  error instanceof TrackerError && error.failure === 'check_stopped';

/** The same error, which says of whom it is. */
function named(error: unknown, names: string): unknown {
  if (!(error instanceof TrackerError)) return error;
  const { failure, code, message, advice, cause } = error;
  return new TrackerError(failure, code, `${message} It was at work on: ${names}.`, advice, cause);
}

/**
 * Takes what is read later out of a derived file into the one of the run, and removes the file. Children of the layers
 * below `published` are asked about on the day of the edition alone: the days before it are thirty times as many rows.
 */
async function gather(file: string, { warehouse, asAt }: BatchedPlace): Promise<void> {
  await withDatabase(
    ':memory:',
    async (database) => {
      await database.run(`ATTACH ${quotedPath(file)} AS warehouse (READ_ONLY)`);
      await database.run(`ATTACH ${quotedPath(warehouse)} AS gathered`);
      const tables = await database.rows(
        `SELECT table_schema AS schema, table_schema || '.' || table_name AS name,
          bool_or(table_schema <> 'published' AND column_name = 'as_at_date') AS of_the_day
        FROM information_schema.columns WHERE table_catalog = 'warehouse' GROUP BY ALL ORDER BY name`,
      );
      for (const { schema, name, of_the_day } of tables.filter((table) =>
        isReadLater(String(table['name'])),
      )) {
        const rows = of_the_day === true ? ` WHERE as_at_date = DATE ${quoted(asAt)}` : '';
        await database.run(`CREATE SCHEMA IF NOT EXISTS gathered.${schema}`);
        await database.run(`CREATE TABLE IF NOT EXISTS gathered.${name} AS FROM warehouse.${name} LIMIT 0`);
        await database.run(`INSERT INTO gathered.${name} BY NAME FROM warehouse.${name}${rows}`);
      }
    },
    { spill: dirname(file) },
  );
  rmSync(dirname(file), { recursive: true });
}

const isReadLater = (name: string): boolean =>
  readLater.some((table) => (table.endsWith('.*') ? name.startsWith(table.slice(0, -1)) : name === table));

/** An audit of a model that warned of several batches warned of all their rows. */
function together(warned: readonly WarnedAudit[]): WarnedAudit[] {
  const found = new Map<string, WarnedAudit>();
  for (const each of warned) {
    const key = `${each.model} ${each.audit}`;
    found.set(key, { ...each, rows: each.rows + (found.get(key)?.rows ?? 0) });
  }
  return [...found.values()];
}
