import type MarkdownIt from 'markdown-it';
import { TrackerError } from '../../sources/error.ts';
import { measureById, type PublishedEdition } from '../edition.ts';
import { blockRegister } from './block-register.ts';
import { html, type Markup } from './markup.ts';

/** What Framework tells the plugin of the page being rendered. */
interface PageEnvironment {
  readonly path?: string;
  readonly params?: Record<string, string>;
}

const blockLine = /^\{\{([a-z][a-z-]*)(?: ([A-Za-z0-9]+))?\}\}\s*$/;

/** A block as HTML: once, or a section for each authority where the edition holds several. */
export function renderBlock(edition: PublishedEdition, name: string, measureId: string | undefined): Markup {
  const block = blockRegister.get(name);
  const { authorities } = edition.manifest;
  const [first] = authorities;
  if (block === undefined || first === undefined) {
    throw new TrackerError('derivation_failed', 'unknown_block', `No block is called {{${name}}}`, 'Correct the page, or register the block in dashboards/components/block-register.ts.');
  }
  if (block.once || authorities.length === 1) return html`${block.render({ edition, authority: first, heading: 3, measureId })}`;
  return html`${authorities.map((authority) =>
    html`<section class="authority"><h3>${authority.name}</h3>${block.render({ edition, authority, heading: 4, measureId })}</section>`)}`;
}

function pageTitle(edition: PublishedEdition, { params }: PageEnvironment): string {
  const measure = measureById(edition, params?.measure ?? '');
  return `${measure.measure_id} ${measure.plain_name}`.replace(/[\\`*_{}[\]<>#$|]/g, '\\$&');
}

/**
 * The markdown-it plugin that turns a line such as `{{countywide-tracker}}` or `{{measure-trend T3}}` into HTML at
 * build time, and `{{title}}` in a heading into the name of the page's measure.
 */
export function blocks(edition: PublishedEdition): (markdown: MarkdownIt) => MarkdownIt {
  return (markdown) => {
    markdown.core.ruler.before('block', 'tracker_title', (state) => {
      if (state.src.includes('{{title}}')) state.src = state.src.replaceAll('{{title}}', pageTitle(edition, state.env));
    });
    markdown.block.ruler.before('paragraph', 'tracker_block', (state, line, _end, silent) => {
      const text = state.src.slice(state.bMarks[line], state.eMarks[line]);
      const call = blockLine.exec(text);
      if (call === null) return false;
      if (!silent) {
        const token = state.push('tracker_block', '', 0);
        token.meta = { name: call[1], measureId: call[2] };
        state.line = line + 1;
      }
      return true;
    }, { alt: ['paragraph'] });
    markdown.renderer.rules.tracker_block = (tokens, index, _options, env: PageEnvironment) => {
      const { name, measureId } = tokens[index]?.meta as { name: string; measureId: string | undefined };
      return renderBlock(edition, name, measureId ?? env.params?.measure).text;
    };
    return markdown;
  };
}
