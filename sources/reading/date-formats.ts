import { csvRecords } from './csv.ts';
import { columnKey } from './file-contract.ts';
import type { SourceFile } from './source-files.ts';

const formats: readonly (readonly [string, RegExp])[] = [
  ['yyyy-mm-dd', /^\d{4}-\d{2}-\d{2}$/],
  ['yyyy-mm-dd with a time', /^\d{4}-\d{2}-\d{2}[T ]\d{2}:/],
  ['dd/mm/yyyy', /^\d{2}\/\d{2}\/\d{4}$/],
  ['dd/mm/yyyy with a time', /^\d{2}\/\d{2}\/\d{4} \d{2}:/],
];

const enough = 5_000;

/** How dates are written in the columns of a file that are read, judged by its first records. */
export function dateFormats(source: SourceFile, columns: readonly string[]): string[] {
  const wanted = new Set(columns.map(columnKey));
  const positions = source.header.flatMap((name, at) => (wanted.has(columnKey(name)) ? [at] : []));
  const found = new Set<string>();
  let records = 0;
  for (const { cells } of csvRecords(source.text)) {
    records += 1;
    if (records > enough) break;
    for (const at of positions) {
      const format = formats.find(([, pattern]) => pattern.test((cells[at] ?? '').trim()));
      if (format !== undefined) found.add(format[0]);
    }
  }
  return formats.map(([name]) => name).filter((name) => found.has(name));
}
