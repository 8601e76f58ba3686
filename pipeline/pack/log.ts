/** Who wrote and read packs, by role: when, which lists, how many children. Of whom, nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../durable.ts';
import { type DataFolders, makePrivateFolder } from '../folders.ts';
import { canonicalJson } from '../hash.ts';

const entry = z.object({
  did: z.enum(['written', 'read', 'agenda', 'deleted']),
  authority: z.string(),
  /** Moment of the command. */
  at: z.string(),
  by_role: z.string(),
  /** Day of the pack; of a reading, the day given for it. */
  day: z.string(),
  folder: z.string(),
  /** Workbooks and children of each list; of a reading, answers taken. */
  lists: z.record(z.string(), z.object({ workbooks: z.number(), children: z.number() })),
});
export type LogEntry = z.infer<typeof entry>;

const fileOf = (folders: DataFolders): string => join(folders.packs, 'log.json');

export const readLog = (folders: DataFolders): LogEntry[] =>
  existsSync(fileOf(folders)) ? z.array(entry).parse(JSON.parse(readFileSync(fileOf(folders), 'utf8'))) : [];

export function log(folders: DataFolders, added: LogEntry): void {
  makePrivateFolder(folders.packs);
  replaceFile(fileOf(folders), canonicalJson([...readLog(folders), added]));
}
