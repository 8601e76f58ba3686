import type MarkdownIt from 'markdown-it';
import { type EditionFace, measureById } from '../edition-face.ts';

/** Turns a block call into HTML, or into something that will become it. */
export type BlockRenderer = (name: string, measureId: string | undefined) => string;

/** What Framework tells the plugin of the page being rendered. */
interface PageEnvironment {
  readonly path?: string;
  readonly params?: Record<string, string>;
}

const blockLine = /^\{\{([a-z][a-z-]*)(?: ([A-Za-z0-9]+))?\}\}\s*$/;
const titleCall = '{{title}}';

/** A line of a page that calls a block: `{{trust-line}}`, `{{measure-trend T3}}`. */
export interface BlockCall {
  readonly name: string;
  readonly measureId: string | undefined;
}

/** Reads a line of Markdown as a block call. */
export function blockCall(line: string): BlockCall | null {
  const call = blockLine.exec(line);
  return call === null ? null : { name: call[1] ?? '', measureId: call[2] };
}

function pageTitle(edition: EditionFace, { params }: PageEnvironment): string {
  const measure = measureById(edition, params?.measure ?? '');
  return `${measure.measure_id} ${measure.plain_name}`.replace(/[\\`*_{}[\]<>#$|]/g, '\\$&');
}

/**
 * The markdown-it plugin that turns a line such as `{{countywide-tracker}}` into what the renderer makes of it, and
 * `{{title}}` in a heading into the name of the page's measure.
 */
export function blocks(edition: EditionFace, render: BlockRenderer): (markdown: MarkdownIt) => MarkdownIt {
  return (markdown) => {
    markdown.core.ruler.before('block', 'tracker_title', (state) => {
      if (state.src.includes(titleCall))
        state.src = state.src.replaceAll(titleCall, pageTitle(edition, state.env));
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
      const { name, measureId } = (tokens[index]?.meta ?? {}) as BlockCall;
      return `${render(name, measureId ?? env.params?.measure)}\n`;
    };
    return markdown;
  };
}
