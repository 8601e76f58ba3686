import type { EditionFace } from '../edition-face.ts';

/** A setting of the rule book by its key; undefined where the edition does not print it. */
export function settingOf({ manifest }: EditionFace, key: string): number | undefined {
  return manifest.settings.find((setting) => setting.key === key)?.value;
}
