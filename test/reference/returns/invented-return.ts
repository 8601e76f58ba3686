import { addDays, type Day } from './day.ts';
import { Dice, type InventedChild, type InventedEpisode, inventedChild } from './invented-child.ts';

/** A collection year is named by the April in which it begins. */
interface Year {
  readonly name: string;
  readonly first: Day;
  readonly last: Day;
}

const years: readonly Year[] = [2013, 2014, 2015, 2016, 2017, 2018].map((year) => ({
  name: String(year),
  first: `${year}-04-01`,
  last: `${year + 1}-03-31`,
}));

const written = (day: Day | null): string => (day ? day.split('-').reverse().join('/') : '');
const inYear = (year: Year, day: Day | null): boolean =>
  day !== null && year.first <= day && day <= year.last;

/** A year's return says nothing of what came later: an episode that goes on past its end is open in it. */
function episodeRow(year: Year, child: InventedChild, episode: InventedEpisode): string[] {
  if (episode.start > year.last || (episode.end !== null && episode.end < year.first)) return [];
  const ended = episode.end !== null && episode.end <= addDays(year.last, 1);
  const end = ended ? [written(episode.end), episode.endReason] : ['', ''];
  const fields = [
    child.id,
    written(episode.start),
    episode.startReason,
    episode.status,
    'N1',
    episode.place,
    'PR1',
  ];
  return [[...fields, ...end, '', '', episode.home].join(',')];
}

function yearFiles(year: Year, children: readonly InventedChild[]): Record<string, string> {
  const told = children.filter((child) =>
    child.episodes.some((row) => episodeRow(year, child, row).length > 0),
  );
  const table = (header: string, rows: (child: InventedChild) => readonly string[]): string =>
    `${[header, ...told.flatMap(rows)].join('\n')}\n`;
  const files: Record<string, string> = {
    'header.csv': table('CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB', ({ id, born }) => [
      `${id},2,${written(born)},WBRI,UN2,,`,
    ]),
    'episodes.csv': table(
      'CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN',
      (child) => child.episodes.flatMap((episode) => episodeRow(year, child, episode)),
    ),
    'uasc.csv': table('CHILD,SEX,DOB,DUC', ({ id, born, unaccompanied }) =>
      unaccompanied ? [`${id},2,${written(born)},${written(unaccompanied.until)}`] : [],
    ),
    'placed_for_adoption.csv': table(
      'CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED',
      ({ id, born, decisions }) =>
        decisions.flatMap(({ on, reversed }) =>
          inYear(year, on) || inYear(year, reversed)
            ? [`${id},${written(born)},${written(on)},${written(reversed)},${reversed ? 'RD4' : ''}`]
            : [],
        ),
    ),
    'ad1.csv': table(
      'CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR',
      ({ id, born, episodes, adopted }) => {
        const order =
          episodes.find(({ endReason }) => endReason === 'E11' || endReason === 'E12')?.end ?? null;
        if (!adopted || !inYear(year, order)) return [];
        const dates = [written(born), written(adopted.decision), written(adopted.match)].join(',');
        return [`${id},${dates},${adopted.byCarer ? 1 : 0},2,MF,L11`];
      },
    ),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${year.name}/${name}`, text]));
}

/** Files of six collection years of invented children, by path. */
export function inventedReturn(seed: number, size: number): Record<string, string> {
  const dice = new Dice(seed);
  const children = Array.from({ length: size }, (_, n) => inventedChild(dice, `K${n + 1}`));
  return Object.assign({}, ...years.map((year) => yearFiles(year, children)));
}
