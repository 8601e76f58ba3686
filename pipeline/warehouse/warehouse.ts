/** Reads a finished warehouse: attached read-only, under the one name that its views know. */
import { type Database, quotedPath, withDatabase } from './database.ts';

/** Opens the file for reading; tables made meanwhile live in memory. */
export async function withWarehouse<T>(file: string, work: (database: Database) => Promise<T>): Promise<T> {
  return withDatabase(':memory:', async (database) => {
    await database.run(`ATTACH ${quotedPath(file)} AS warehouse (READ_ONLY)`);
    return work(database);
  });
}
