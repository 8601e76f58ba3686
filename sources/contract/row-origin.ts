/** Columns that every contract table begins with: where a row came from and whose it is. */
import { count, key, optionalText } from './column.ts';

/** Where each row came from, so that `explain` can point at it. Part of every table. */
export const trace = {
  row_key: key(
    'Key of the row in its source; unique within the table of one snapshot.',
    'primary key of the source, else file and line',
  ),
  source_file: key('File the row was read from, relative to its folder.', 'adapter'),
  source_line: count('Line in that file on which the record begins, 1 = header.', 'adapter'),
};

export const childId = key('Case system number of the child.', 'SSD pers_person_id; 903 CHILD');
export const carePeriodId = optionalText(
  'Period of care that the source names; null when it names none.',
  'SSD clae_cla_id and its foreign keys; 903 built from episodes',
);
