/** Files of the repository that are made from declarations, never typed; `npm run generate` rewrites them. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { withColumns } from '../../sources/rules/readme.ts';
import { repositoryFile } from '../repository.ts';
import { rawTables } from './raw-tables.ts';

interface GeneratedFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

export function generatedFiles(): GeneratedFile[] {
  const readme = repositoryFile('sources/rules/README.md');
  return [
    { path: repositoryFile('models/external_models/raw.yaml'), text: externalModels() },
    { path: readme, text: withColumns(readFileSync(readme, 'utf8').replaceAll('\r\n', '\n')) },
  ];
}

/** What SQLMesh checks the models against: schema `raw`, table by table. */
function externalModels(): string {
  const models = rawTables.map((table) => ({
    name: `raw.${table.name}`,
    description: table.description,
    columns: Object.fromEntries(table.columns.map((column) => [column.name, column.type])),
  }));
  const heading =
    '# Generated from sources/contract, sources/rules and pipeline/warehouse/raw-tables.ts by `npm run generate`.\n';
  return heading + stringify(models, { lineWidth: 0 });
}
