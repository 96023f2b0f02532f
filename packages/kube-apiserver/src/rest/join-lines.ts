let last: { lines: readonly Buffer[]; joined: Buffer } | undefined;

/** Lines as one buffer, which all who are told the same events share: the lines themselves are shared already. */
export function joinLines(lines: readonly Buffer[]): Buffer {
  if (lines.length === 1) return lines[0]!;
  if (last === undefined || !isSame(last.lines, lines)) last = { lines, joined: Buffer.concat(lines) };
  return last.joined;
}

function isSame(a: readonly Buffer[], b: readonly Buffer[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
