import { TrackerError } from '../../sources/error.ts';
import type { PublishedEdition } from '../edition.ts';
import { blockRegister } from './block-register.ts';
import type { BlockRenderer } from './blocks.ts';
import { html } from './markup.ts';

/** The complaint about a block that nobody has registered. */
export function unknownBlock(name: string): TrackerError {
  return new TrackerError(
    'derivation_failed',
    'unknown_block',
    `No block is called {{${name}}}`,
    'Correct the page, or register the block in dashboards/components/block-register.ts.',
  );
}

/** A renderer that draws each block once and then remembers it. */
export function drawnOnce(draw: BlockRenderer): BlockRenderer {
  const drawn = new Map<string, string>();
  return (name, subject) => {
    const key = `${name} ${subject ?? ''}`;
    const text = drawn.get(key) ?? draw(name, subject);
    drawn.set(key, text);
    return text;
  };
}

/**
 * Draws the blocks of an edition: once, or a section for each authority where the edition holds several.
 * @example blockRenderer(edition)('measure-trend', 'T3')
 */
export function blockRenderer(edition: PublishedEdition): BlockRenderer {
  const { authorities } = edition.manifest;
  const draw: BlockRenderer = (name, measureId) => {
    const block = blockRegister.get(name);
    const [first] = authorities;
    if (block === undefined || first === undefined) throw unknownBlock(name);
    if (block.once || authorities.length === 1)
      return html`${block.render({ edition, authority: first, heading: 3, measureId })}`.text;
    return html`${authorities.map(
      (authority) =>
        html`<section class="authority"><h3>${authority.name}</h3>${block.render({ edition, authority, heading: 4, measureId })}</section>`,
    )}`.text;
  };
  return drawnOnce(draw);
}
