import { repositoryFile } from '../../../pipeline/repository.ts';
import { loadRules } from '../../../sources/rules/rules.ts';
import { addDays, addMonths, type Day, windowOf } from './day.ts';

const lookBacks = new Map(
  loadRules(repositoryFile('sources/rules'), {
    authority: 'any',
    procedure: 'hertfordshire',
    rules: null,
  }).look_backs.map(({ measure_id, line, months }) => [`${measure_id} ${line}`, months]),
);

/** The first day that a figure needs: of a list the day itself, or one day less than its look-back before it. */
function neededFrom(key: string): Day {
  const [measure, line, , period = '', day = ''] = key.split(' ');
  const months = lookBacks.get(`${measure} ${line}`) ?? 0;
  if (period !== 'as_at') return addMonths(windowOf(period, day).first, -months);
  return months === 0 ? day : addDays(addMonths(day, -months), 1);
}

/** Those figures of a book that returns tell which begin on a day. */
export const coveredFrom = (figures: ReadonlyMap<string, string>, from: Day): Map<string, string> =>
  new Map([...figures].filter(([key]) => neededFrom(key) >= from));
