/**
 * A short digest of JSON content, for telling revisions apart; not for security. Two lanes of FNV-1a over the UTF-16
 * units, started differently and mixed at the end: 64 bits in hexadecimal digits.
 */
export function digest(content: unknown): string {
  const text = JSON.stringify(content);
  let left = 0x811c9dc5;
  let right = text.length ^ 0x5bd1e995;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    left = Math.imul(left ^ unit, 0x01000193);
    right = Math.imul(right ^ (unit << 7) ^ (unit >> 3), 0x01000193);
  }
  return hex(left ^ (right >>> 15)) + hex(right ^ (left >>> 13));
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
