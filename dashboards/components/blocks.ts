import type MarkdownIt from 'markdown-it';

/** Turns a block call into HTML, or into something that will become it. */
export type BlockRenderer = (name: string, subject: string | undefined) => string;

/** What Framework tells the plugin of the page being rendered. */
interface PageEnvironment {
  readonly params?: Record<string, string>;
}

const blockLine = /^\{\{([a-z][a-z-]*)(?: ([A-Za-z0-9]+))?\}\}\s*$/;
const titleCall = '{{title}}';

/** A line of a page that calls a block, about something where it is named: `{{trust-line}}`, `{{measure-trend T3}}`. */
export interface BlockCall {
  readonly name: string;
  readonly subject: string | undefined;
}

/** Reads a line of Markdown as a block call. */
export function blockCall(line: string): BlockCall | null {
  const call = blockLine.exec(line);
  return call === null ? null : { name: call[1] ?? '', subject: call[2] };
}

/** What a page's address is about: the measure of `/measures/t3`, the question of `/questions/p5`. */
function subjectOf({ params }: PageEnvironment): string | undefined {
  return Object.values(params ?? {})[0];
}

/** A text of which Markdown makes nothing but itself. */
function plainMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#$|]/g, '\\$&');
}

/**
 * The markdown-it plugin that turns a line such as `{{countywide-tracker}}` into what the renderer makes of it, and
 * `{{title}}` in a heading into the title of what the page is about.
 */
export function blocks(
  titleOf: (subject: string) => string,
  render: BlockRenderer,
): (markdown: MarkdownIt) => MarkdownIt {
  return (markdown) => {
    markdown.core.ruler.before('block', 'tracker_title', (state) => {
      if (state.src.includes(titleCall))
        state.src = state.src.replaceAll(titleCall, plainMarkdown(titleOf(subjectOf(state.env) ?? '')));
    });
    markdown.block.ruler.before(
      'paragraph',
      'tracker_block',
      (state, line, _end, silent) => {
        const call = blockCall(state.src.slice(state.bMarks[line], state.eMarks[line]));
        if (call === null) return false;
        if (!silent) {
          state.push('tracker_block', '', 0).meta = call;
          state.line = line + 1;
        }
        return true;
      },
      { alt: ['paragraph'] },
    );
    markdown.renderer.rules.tracker_block = (tokens, index, _options, env: PageEnvironment) => {
      const { name, subject } = (tokens[index]?.meta ?? {}) as BlockCall;
      return `${render(name, subject ?? subjectOf(env))}\n`;
    };
    return markdown;
  };
}
