/** Headers of a message: names in lower case, each with its values in their order. */
export type HeaderMap = Map<string, string[]>;

/** @param raw names and values by turns, as Node has them */
export function headerMap(raw: readonly string[]): HeaderMap {
  const headers: HeaderMap = new Map();
  for (let i = 0; i + 1 < raw.length; i += 2) addHeader(headers, raw[i]!, raw[i + 1]!);
  return headers;
}

export function headerMapOf(record: Readonly<Record<string, string | readonly string[] | undefined>>): HeaderMap {
  const headers: HeaderMap = new Map();
  for (const [name, value] of Object.entries(record)) {
    if (value !== undefined) headers.set(name.toLowerCase(), typeof value === 'string' ? [value] : [...value]);
  }
  return headers;
}

export function addHeader(headers: HeaderMap, name: string, value: string): void {
  const key = name.toLowerCase();
  const values = headers.get(key);
  if (values === undefined) headers.set(key, [value]);
  else values.push(value);
}

export function headerRecord(headers: HeaderMap): Record<string, string | string[]> {
  return Object.fromEntries(
    [...headers].map(([name, values]) => [name, values.length === 1 ? values[0]! : values] as const),
  );
}

/** Source: RFC 9110, token. */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/.test(text);
}

/** What Node writes as it is: Latin-1 without control characters. */
export function isHeaderValue(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** UTF-8, in the form in which Node takes bytes. */
export function headerBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** Headers that hold between two neighbours. Source: RFC 9110, 7.6.1. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** Takes away what holds for one hop: the known names, and those that `Connection` lists. */
export function dropHopByHop(headers: HeaderMap): void {
  const listed = (headers.get('connection') ?? []).flatMap((value) => value.split(','));
  for (const name of listed) headers.delete(name.trim().toLowerCase());
  for (const name of HOP_BY_HOP) headers.delete(name);
}
