import { TrackerError } from '../error.ts';

export const refusal = (code: string, what: string, advice: string, cause?: unknown): TrackerError =>
  new TrackerError('input_refused', code, what, advice, cause);

/** What went wrong, without the words of the client: they may hold an address, a login or a value. */
export const databaseFailures = {
  unreachable: () =>
    refusal(
      'database_unreachable',
      'the SSD database cannot be reached',
      'Check its address and port in the environment variable, that it is running, and the network between.',
    ),
  login: () =>
    refusal(
      'database_login',
      'the SSD database refuses the login, or has no database of that name',
      'Check user, password and database name in the environment variable.',
    ),
  rights: () =>
    refusal(
      'database_no_rights',
      'the login may not read one of the SSD tables',
      'Ask whoever keeps the database for the right to read (SELECT) the tables of the SSD; nothing more is needed.',
    ),
  lost: () =>
    refusal(
      'database_lost',
      'the connection to the SSD database was lost while it was being read; nothing was stored',
      'Run again once the database is back; the site stands as it was.',
    ),
  unread: (code: string) =>
    refusal(
      'database_unread',
      `the SSD database could not be read (its error code: ${code})`,
      'Look the code up in the manual of the database, or ask whoever keeps it.',
    ),
} as const;
