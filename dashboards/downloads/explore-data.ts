/** What the page Explore reads: for each measure the edition's own cells as an Arrow file, with the words for its keys. */
import {
  Dictionary,
  Float32,
  Float64,
  Int16,
  makeData,
  makeVector,
  Schema,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { breakdownNames } from '../components/breakdown-name.ts';
import { longDay } from '../components/day.ts';
import type { PublishedEdition } from '../edition.ts';
import type { ExploreWords } from '../script/explore-cells.ts';
import type { MeasureColumns } from '../value-table.ts';

const wordColumns = [
  ...(['authority', 'line', 'statistic', 'period', 'breakdown', 'group', 'as_at_date', 'unit'] as const),
  'status' as const,
];

/** A column of words, each word once. The number of the dictionary is given: counted over the process it would differ. */
function wordVector(columns: MeasureColumns, name: (typeof wordColumns)[number], id: number) {
  const { list, places } = columns.words[name];
  const isUsed = new Uint8Array(list.length);
  for (const code of places) isUsed[code] = 1;
  const used = list.flatMap((_, code) => (isUsed[code] === 1 ? [code] : []));
  const place = new Int16Array(list.length);
  for (const [index, code] of used.entries()) place[code] = index;
  const data = new Int16Array(columns.length);
  for (let row = 0; row < data.length; row += 1) data[row] = place[places[row] ?? 0] ?? 0;
  return makeVector(
    makeData({
      type: new Dictionary(new Utf8(), new Int16(), id),
      length: columns.length,
      data,
      dictionary: vectorFromArray(
        used.map((code) => list[code] ?? ''),
        new Utf8(),
      ),
    }),
  );
}

function wordsOf(edition: PublishedEdition, measure: MeasureMeta): ExploreWords {
  const { manifest, groups, comparison } = edition;
  return {
    measure: `${measure.measure_id} ${measure.plain_name}`,
    counts: measure.counts,
    headline: measure.headline_statistic,
    rated: measure.rated_line,
    editionId: manifest.edition_id,
    asAt: longDay(manifest.as_at_date),
    before: comparison.before === null ? null : comparison.before.edition_id,
    authorities: Object.fromEntries(manifest.authorities.map(({ authority, name }) => [authority, name])),
    lines: Object.fromEntries(measure.lines.map(({ line, name }) => [line, name])),
    breakdowns: breakdownNames,
    groups: Object.fromEntries(groups.map(({ breakdown, group, label }) => [`${breakdown}/${group}`, label])),
  };
}

function measureFile(edition: PublishedEdition, measure: MeasureMeta): Uint8Array | null {
  const columns = edition.values.measureColumns(measure.measure_id);
  if (columns.length === 0) return null;
  const numbers = {
    numerator: makeVector(
      makeData({ type: new Float32(), data: Float32Array.from(columns.numbers.numerator) }),
    ),
    denominator: makeVector(
      makeData({ type: new Float32(), data: Float32Array.from(columns.numbers.denominator) }),
    ),
    value: makeVector(makeData({ type: new Float64(), data: columns.numbers.value })),
    provisional: makeVector(Uint8Array.from(columns.numbers.provisional)),
  };
  const words = Object.fromEntries(
    wordColumns.map((name, index) => [name, wordVector(columns, name, index)]),
  );
  const table = new Table({ ...words, ...numbers });
  const told = new Map([['words', JSON.stringify(wordsOf(edition, measure))]]);
  const schema = new Schema(table.schema.fields, told);
  return tableToIPC(new Table(schema, table.batches), 'stream');
}

/** The files by their path from the site's root, `explore/t3.arrow`; a measure without any value has none. */
export function exploreFiles(
  edition: PublishedEdition,
): readonly (readonly [path: string, bytes: Uint8Array])[] {
  return edition.measures.flatMap((measure) => {
    const bytes = measureFile(edition, measure);
    return bytes === null ? [] : [[`explore/${measure.measure_id.toLowerCase()}.arrow`, bytes] as const];
  });
}
