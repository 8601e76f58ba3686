/** What every command works with. */

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { isDay } from '../../sources/days.ts';
import { type DataFolders, dataFolders } from '../folders.ts';
import { repositoryFile } from '../repository.ts';
import { type Rooms, realRooms } from '../run/rooms.ts';
import { engines } from '../warehouse/engine.ts';
import { type Console, processConsole } from './console.ts';

export interface Context {
  readonly console: Console;
  readonly rooms: Rooms;
  /** Set by a command that did not throw and yet did not succeed. */
  exitCode: number;
}

export const processContext = (): Context => ({ console: processConsole(), rooms: realRooms, exitCode: 0 });

/** Options that several commands share. */
export const dataOption = (command: Command): Command =>
  command.option('--data <folder>', 'folder for everything the program writes', repositoryFile('var'));

/** Where the measures are derived; the connection of a shared engine is in the environment. */
export const engineOption = (command: Command): Command =>
  command.addOption(
    new Option(
      '--engine <name>',
      'derive in DuckDB itself, or in the engine that TRACKER_POSTGRES or TRACKER_SPARK names',
    )
      .choices(engines)
      .default('embedded'),
  );

/** Absolute path of the data folder, and the places in it. */
export function dataOf(options: { readonly data: string }): {
  readonly data: string;
  readonly folders: DataFolders;
} {
  const data = resolve(options.data);
  return { data, folders: dataFolders(data) };
}

/** Checks a calendar day given as an option. */
export function parseDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('must be a day such as 2026-06-30.');
  return text;
}

/** Checks a whole number given as an option. */
export function parseWhole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('must be a whole number.');
  return Number(text);
}

/** Collects an option that may be repeated. */
export const repeated = (value: string, before: string[]): string[] => [...before, resolve(value)];
