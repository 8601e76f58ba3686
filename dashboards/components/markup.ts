/** A piece of HTML that is already safe to place in a page. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What may stand in an `html` template; `null`, `undefined` and `false` print nothing. */
export type Content = Markup | string | number | null | undefined | false | readonly Content[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for HTML, in elements and attributes alike. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function printed(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  return content.map(printed).join('');
}

/**
 * HTML from a template; every value is escaped unless it is already markup.
 * @example html`<td>${'a < b'}</td>`.text === '<td>a &lt; b</td>'
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    strings.map((part, index) => part + (index < values.length ? printed(values[index]) : '')).join(''),
  );
}

/** Text that the caller vouches for as HTML. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Pieces joined by a separator, empty ones left out. */
export function joined(pieces: readonly Content[], separator: string): Markup {
  return new Markup(
    pieces
      .map(printed)
      .filter((piece) => piece !== '')
      .join(escapeText(separator)),
  );
}
