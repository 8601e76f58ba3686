/**
 * Counts the data records of a CSV file on its bytes, by RFC 4180 alone: a state machine over the characters
 * that shares no code with the reader that it checks. Blank lines are records; a last line break begins none.
 */
export function countRecords(bytes: Uint8Array): number {
  const text = asText(bytes);
  let records = 0;
  let state: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
  let begun = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (state === 'quoted') {
      state = char === '"' ? 'closing' : 'quoted';
      continue;
    }
    if (state === 'closing' && char === '"') {
      state = 'quoted';
      continue;
    }
    if (char === '\r' && text[at + 1] === '\n') continue;
    if (char === '\n' || char === '\r') {
      records += 1;
      begun = false;
      state = 'start';
      continue;
    }
    begun = true;
    if (char === ',') state = 'start';
    else if (char === '"' && state === 'start') state = 'quoted';
    else state = 'plain';
  }
  const all = records + (begun || state === 'quoted' ? 1 : 0);
  return Math.max(0, all - 1);
}

function asText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(bytes).toString('utf16le').slice(1);
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Buffer.from(bytes.subarray(from)).toString('latin1');
}
