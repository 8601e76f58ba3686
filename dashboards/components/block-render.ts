import { TrackerError } from '../../sources/error.ts';
import type { PublishedEdition } from '../edition.ts';
import { blockRegister } from './block-register.ts';
import type { BlockRenderer } from './blocks.ts';
import { html } from './markup.ts';

function unknownBlock(name: string): TrackerError {
  return new TrackerError(
    'derivation_failed',
    'unknown_block',
    `No block is called {{${name}}}`,
    'Correct the page, or register the block in dashboards/components/block-register.ts.',
  );
}

/**
 * Draws the blocks of an edition: once, or a section for each authority where the edition holds several.
 * A block that was drawn before is not drawn again.
 * @example blockRenderer(edition)('measure-trend', 'T3')
 */
export function blockRenderer(edition: PublishedEdition): BlockRenderer {
  const drawn = new Map<string, string>();
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
  return (name, measureId) => {
    const key = `${name} ${measureId ?? ''}`;
    const text = drawn.get(key) ?? draw(name, measureId);
    drawn.set(key, text);
    return text;
  };
}
