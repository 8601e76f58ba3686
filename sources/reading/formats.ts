import { ssda903Xml } from '../ssda903/xml.ts';
import { csv } from './csv.ts';
import { parquet } from './formats/parquet.ts';
import { ods, xlsx } from './formats/workbook.ts';
import { isZip, openZip } from './formats/zip.ts';
import type { Format, InputFile, OpenOptions, Sheet } from './sheet.ts';

const zip: Format = {
  kind: 'zip',
  fits: isZip,
  open: (file, options) => openZip(file, options, openFile),
};

/** Every file format that can be read, the more certain first: a spreadsheet may bear the name of a CSV. */
const formats: readonly Format[] = [xlsx, ods, zip, parquet, ssda903Xml, csv];

const headBytes = 8_192;

/** The sheets of a file, or null when it is of no format that can be read. */
export async function openFile(file: InputFile, options: OpenOptions): Promise<readonly Sheet[] | null> {
  return (await formatOf(file))?.open(file, options) ?? null;
}

/** The format of a file, by its name and its first bytes. */
export async function formatOf(file: InputFile): Promise<Format | undefined> {
  const head = await headOf(file);
  return formats.find((each) => each.fits(file.file.toLowerCase(), head));
}

async function headOf(file: InputFile): Promise<Uint8Array> {
  for await (const part of file.bytes()) return part.subarray(0, headBytes);
  return new Uint8Array();
}
