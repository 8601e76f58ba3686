/**
 * What Excel would not open, or would offer to repair, in a workbook: looked up in its parts by the rules of Office Open XML
 * and Excel's own limits, for no Excel runs where the tests do. Shares nothing with the library that writes them.
 */
import { strFromU8, unzipSync } from 'fflate';
import sax from 'sax';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Element[];
}

/** The part as elements; a fault where it is no XML. */
function parsed(text: string): Element | string {
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = sax.parser(true);
  let fault: string | undefined;
  parser.onerror = (error) => {
    fault ??= error.message.split('\n')[0];
  };
  parser.onopentag = ({ name, attributes }) => {
    const made: Element = { name, attributes: attributes as Record<string, string>, text: '', children: [] };
    open.at(-1)?.children.push(made);
    open.push(made);
  };
  parser.ontext = (part) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += part;
  };
  parser.onclosetag = () => open.pop();
  parser.write(text).close();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text))
    fault ??= 'a character XML cannot hold';
  return fault ?? (root.children[0] as Element);
}

const all = (element: Element, name: string): Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];
const childOf = (element: Element | undefined, name: string) =>
  element?.children.find((child) => child.name === name);
const textOf = (element: Element): string => element.text + element.children.map(textOf).join('');

const numberOf = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
function corners(range: string) {
  const found = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/.exec(range);
  if (found === null) return null;
  const [, left = '', top = '', right = left, bottom = top] = found;
  return { left: numberOf(left), top: Number(top), right: numberOf(right), bottom: Number(bottom) };
}

/** The order in which the parts of a sheet must stand. */
const order =
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst'.split(
    ' ',
  );

interface Book {
  readonly parts: ReadonlyMap<string, Element>;
  readonly names: readonly string[];
  readonly strings: readonly string[];
}

/** What is wrong, each with the part it is in; [] where Excel opens the workbook without a word. */
export function excelFaults(bytes: Uint8Array): string[] {
  const files = Object.entries(unzipSync(bytes)).filter(([name]) => /\.(xml|rels|vml)$/.test(name));
  const found: string[] = [];
  const parts = new Map<string, Element>();
  for (const [name, part] of files) {
    const made = parsed(strFromU8(part));
    if (typeof made === 'string') found.push(`${name}: ${made}`);
    else parts.set(name, made);
  }
  const sheets = all(parts.get('xl/workbook.xml') as Element, 'sheet').map(
    (each) => each.attributes['name'] ?? '',
  );
  const strings = all(parts.get('xl/sharedStrings.xml') as Element, 'si').map(textOf);
  const book: Book = { parts, names: sheets, strings };
  return [
    ...found,
    ...packageFaults(book),
    ...nameFaults(book),
    ...sheets.flatMap((_, at) => sheetFaults(book, `xl/worksheets/sheet${at + 1}.xml`)),
    ...tableFaults(book),
  ];
}

function packageFaults({ parts }: Book): string[] {
  const types = parts.get('[Content_Types].xml') as Element;
  const typed = new Set(all(types, 'Override').map((each) => each.attributes['PartName']?.slice(1)));
  const endings = new Set(all(types, 'Default').map((each) => each.attributes['Extension']));
  const untyped = [...parts.keys()].filter(
    (name) => name !== '[Content_Types].xml' && !typed.has(name) && !endings.has(name.split('.').at(-1)),
  );
  const missing = [...typed].filter((name) => name !== undefined && !parts.has(name));
  const targets = [...parts].flatMap(([name, root]) => {
    if (!name.endsWith('.rels')) return [];
    const base = name.replace(/_rels\/[^/]*$/, '');
    return all(root, 'Relationship').flatMap(({ attributes }) => {
      const target = new URL(attributes['Target'] ?? '', `file:///${base}`).pathname.slice(1);
      return attributes['TargetMode'] === 'External'
        ? [`${name}: a link out of the workbook`]
        : parts.has(target)
          ? []
          : [`${name}: no part ${target}`];
    });
  });
  return [
    ...untyped.map((name) => `${name}: no content type`),
    ...missing.map((name) => `${name}: typed and not there`),
    ...targets,
  ];
}

function nameFaults({ parts, names }: Book): string[] {
  const book = parts.get('xl/workbook.xml') as Element;
  const unique = new Set(names.map((name) => name.toLowerCase())).size === names.length;
  const wrong = names.filter(
    (name) =>
      name.length === 0 || name.length > 31 || /[[\]:*?/\\]|^'|'$/.test(name) || /^history$/i.test(name),
  );
  const defined = all(book, 'definedName').filter((each) => {
    const [sheet = '', range = ''] = textOf(each).split('!');
    return !names.includes(sheet.replace(/^'|'$/g, '')) || corners(range) === null;
  });
  return [
    ...(unique ? [] : ['two sheets of one name']),
    ...wrong.map((name) => `sheet name "${name}"`),
    ...defined.map((each) => `defined name ${each.attributes['name']}: ${textOf(each)}`),
  ];
}

function sheetFaults({ parts, names, strings }: Book, part: string): string[] {
  const sheet = parts.get(part) as Element;
  const at = sheet.children.map(({ name }) => order.indexOf(name));
  const styles = all(childOf(parts.get('xl/styles.xml'), 'cellXfs') as Element, 'xf').length;
  const found: string[] = [];
  if (at.some((place, index) => place === -1 || place <= (at[index - 1] ?? -1)))
    found.push('parts out of order');
  let [row, column] = [0, 0];
  for (const line of all(sheet, 'row')) {
    if (Number(line.attributes['r']) <= row) found.push(`row ${line.attributes['r']} out of order`);
    if (Number(line.attributes['ht'] ?? 0) > 409) found.push(`row ${line.attributes['r']} too high`);
    row = Number(line.attributes['r']);
    column = 0;
    for (const cell of line.children) {
      const place = corners(cell.attributes['r'] ?? '');
      if (place === null || place.top !== row || place.left <= column)
        found.push(`cell ${cell.attributes['r']}`);
      column = place?.left ?? column;
      if (Number(cell.attributes['s'] ?? 0) >= styles)
        found.push(`cell ${cell.attributes['r']}: no such style`);
      if (childOf(cell, 'f') !== undefined) found.push(`cell ${cell.attributes['r']}: a formula`);
      const value = childOf(cell, 'v');
      const text = cell.attributes['t'] === 's' ? strings[Number(value?.text)] : '';
      if (text === undefined || text.length > 32_767) found.push(`cell ${cell.attributes['r']}: its text`);
    }
  }
  if (all(sheet, 'col').some((each) => Number(each.attributes['width']) > 255))
    found.push('a column too wide');
  for (const each of all(sheet, 'dataValidation')) found.push(...validationFaults(each, names));
  return found.map((what) => `${part}: ${what}`);
}

function validationFaults(validation: Element, sheets: readonly string[]): string[] {
  const {
    sqref = '',
    type,
    errorTitle = '',
    error = '',
    promptTitle = '',
    prompt = '',
  } = validation.attributes;
  const formula = textOf(childOf(validation, 'formula1') as Element);
  const [sheet = '', range = ''] = formula.split('!');
  const isChoice = sheets.includes(sheet) && corners(range) !== null;
  return [
    ...(sqref.split(' ').every((each) => corners(each) !== null) ? [] : ['range']),
    ...(errorTitle.length > 32 || promptTitle.length > 32 ? ['title longer than 32'] : []),
    ...(error.length > 255 || prompt.length > 255 ? ['message longer than 255'] : []),
    ...(formula === '' || formula.length > 255 || (type === 'list' && !isChoice)
      ? [`formula ${formula}`]
      : []),
  ].map((what) => `validation of ${sqref}: ${what}`);
}

function tableFaults({ parts, strings }: Book): string[] {
  const tables = [...parts].filter(([name]) => name.startsWith('xl/tables/'));
  const names = tables.map(([, { attributes }]) => (attributes['displayName'] ?? '').toLowerCase());
  const ids = tables.map(([, { attributes }]) => attributes['id']);
  return [
    ...(new Set(names).size === names.length && new Set(ids).size === ids.length
      ? []
      : ['tables: not each its own']),
    ...tables.flatMap(([part, table]) => {
      const { ref = '', displayName = '' } = table.attributes;
      const place = corners(ref);
      const columns = all(table, 'tableColumn').map((each) => each.attributes['name'] ?? '');
      const isName =
        /^[\p{L}_\\][\p{L}\d_.\\]{0,254}$/u.test(displayName) && corners(displayName.toUpperCase()) === null;
      const wide = place === null ? 0 : place.right - place.left + 1;
      const header = headerOf(parts, part, strings).slice(0, wide);
      return [
        ...(isName ? [] : [`name "${displayName}"`]),
        ...(place === null || place.bottom <= place.top ? ['range without a row'] : []),
        ...(wide === columns.length ? [] : ['as many columns as the range']),
        ...(new Set(columns.map((each) => each.toLowerCase())).size === columns.length
          ? []
          : ['two columns of one name']),
        ...columns.filter((each) => each === '' || each.length > 255).map((each) => `column name "${each}"`),
        ...columns
          .filter((each, at) => header[at] !== each)
          .map((each) => `column "${each}" is not what its cell says`),
      ].map((what) => `${part}: ${what}`);
    }),
  ];
}

/** The cells of the first row of the sheet that has the table. */
function headerOf(parts: ReadonlyMap<string, Element>, table: string, strings: readonly string[]): string[] {
  const rels = [...parts].find(
    ([name, root]) =>
      name.startsWith('xl/worksheets/_rels/') &&
      all(root, 'Relationship').some(
        ({ attributes }) => attributes['Target'] === `../tables/${table.split('/').at(-1)}`,
      ),
  );
  const sheet = parts.get(`xl/worksheets/${rels?.[0].split('/').at(-1)?.replace('.rels', '')}`);
  const [first] = sheet === undefined ? [] : all(sheet, 'row');
  return (first?.children ?? []).map((cell) => strings[Number(childOf(cell, 'v')?.text)] ?? '');
}
