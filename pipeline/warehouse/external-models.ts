/** Writes the description of schema `raw` that SQLMesh checks the models against. */
import { join } from 'node:path';
import { stringify } from 'yaml';
import { rawTables } from './raw-tables.ts';

/** Place of the generated file inside the repository. */
export const externalModelsPath = join('models', 'external_models', 'raw.yaml');

const heading =
  '# Generated from sources/contract and pipeline/warehouse/raw-tables.ts by `npm run generate`.\n';

/** The text of `models/external_models/raw.yaml`. */
export function externalModels(): string {
  const models = rawTables.map((table) => ({
    name: `raw.${table.name}`,
    description: table.description,
    columns: Object.fromEntries(table.columns.map((column) => [column.name, column.type])),
  }));
  return heading + stringify(models, { lineWidth: 0 });
}
