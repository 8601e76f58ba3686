/** Share of pairs of neighbouring letters that two texts have in common, 0 to 1 (Dice's coefficient). */
export function likeness(a: string, b: string): number {
  const pairs = (text: string): string[] =>
    [...text].slice(1).map((letter, index) => `${text[index]}${letter}`);
  const left = pairs(` ${a} `);
  const right = pairs(` ${b} `);
  const rest = [...right];
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at !== -1) rest.splice(at, 1);
    return at !== -1;
  });
  return (2 * shared.length) / (left.length + right.length);
}
