/** Orders times in RFC 3339 with nanoseconds, of which trailing zeros are left out. Both in UTC. */
export function compareTimes(a: string, b: string): number {
  const [wholeA, partA] = split(a);
  const [wholeB, partB] = split(b);
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  return partA === partB ? 0 : partA < partB ? -1 : 1;
}

function split(time: string): readonly [whole: string, part: string] {
  const text = time.replace(/Z$/, '');
  const dot = text.indexOf('.');
  return dot < 0 ? [text, '000000000'] : [text.slice(0, dot), text.slice(dot + 1).padEnd(9, '0')];
}
