/** Headers by name in lower case. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Values of headers such as `Impersonate-Extra-scopes`, by the key behind the prefix, which may be percent-encoded.
 * Keys are in lower case, as header names have none.
 */
export function extraHeaders(headers: RequestHeaders, prefix: string): Map<string, string[]> {
  const extra = new Map<string, string[]>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!lower.startsWith(prefix)) continue;
    const key = unescapeKey(lower.slice(prefix.length));
    extra.set(key, [...(extra.get(key) ?? []), ...headerValues(value)]);
  }
  return extra;
}

/**
 * The values of a header that may come several times: a list as in Node's `headersDistinct`, or joined with ", " as in
 * its `headers`. Names with a comma but no space behind it, such as those of directories, survive the latter too.
 */
export function headerValues(value: string | readonly string[] | undefined): string[] {
  const values = value === undefined ? [] : typeof value === 'string' ? value.split(', ') : value;
  return values.map((item) => textOf(item.trim())).filter((item) => item !== '');
}

/** The value of a header that may come once: the first one. */
export function headerValue(value: string | readonly string[] | undefined): string {
  return textOf(((typeof value === 'string' ? value : value?.[0]) ?? '').trim());
}

/** Node gives each byte of a header as a character; Kubernetes, whose strings are bytes, takes them as UTF-8. */
function textOf(value: string): string {
  if (!/^[\x20-\xff]*[\x80-\xff][\x20-\xff]*$/.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
