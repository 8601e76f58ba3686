import type { FormatLimits } from '../sheet.ts';

/** The limits of formats out of the settings of the rule book. */
export function formatLimits(settings: Readonly<Record<string, number>>): FormatLimits {
  const limit = (key: string): number => settings[`input_${key}`] ?? 0;
  return {
    zipFiles: limit('zip_files'),
    zipMegabytes: limit('zip_megabytes'),
    zipRatio: limit('zip_ratio'),
    documentMegabytes: limit('document_megabytes'),
    columns: limit('columns'),
    rows: limit('rows'),
  };
}
