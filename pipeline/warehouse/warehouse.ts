/** Reads a finished warehouse: attached read-only, under the one name that its views know. */
import { dirname } from 'node:path';
import { type Database, quotedPath, withDatabase } from './database.ts';

/** Opens the file for reading; tables made meanwhile live in memory. */
export async function withWarehouse<T>(file: string, work: (database: Database) => Promise<T>): Promise<T> {
  const reading = async (database: Database): Promise<T> => {
    await database.run(`ATTACH ${quotedPath(file)} AS warehouse (READ_ONLY)`);
    return work(database);
  };
  return withDatabase(':memory:', reading, { spill: dirname(file) });
}
