/** Which question of the Panel a file belongs to, by its address. */

/**
 * @example questionOf('site/questions/p2.html') // 'P2'
 * @example questionOf('site/index.html') // null
 */
export function questionOf(path: string): string | null {
  const match = /(?:^|\/)(p\d{1,2}|reviewing|fostering|adoption)(?=[./])/i.exec(path);
  const found = match?.[1];
  if (found === undefined) return null;
  return /^p\d/i.test(found) ? found.toUpperCase() : found.toLowerCase();
}
