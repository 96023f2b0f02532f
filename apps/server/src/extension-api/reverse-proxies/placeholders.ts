/** What placeholders stand for: the request as it came, after the directives before. */
export interface PlaceholderSource {
  method: string;
  /** Canonical. */
  path: string;
  query: string | undefined;
  scheme: string;
  /** With the port. */
  host: string;
  remoteAddress: string;
  /** First value of a header that came in. Cookies are nobody's. */
  header(name: string): string | undefined;
}

/** How what people sent gets into a text: as part of a URL, or of a header. */
export type Escaping = (value: string) => string;

/** A text with `{placeholders}`. Source of the names: Caddy, whose short and long forms are both taken. */
export interface Template {
  expand(source: PlaceholderSource, escaped: Escaping): string;
  /** Lower-case names of the headers that it reads. */
  readonly headers: readonly string[];
}

type Part = string | ((source: PlaceholderSource, escaped: Escaping) => string);

/** @returns a sentence for placeholders that do not exist */
export function parseTemplate(text: string): Template | string {
  const parts: Part[] = [];
  const headers: string[] = [];
  let from = 0;
  for (const match of text.matchAll(/\{([a-zA-Z][\w.-]*)\}/g)) {
    const part = placeholder(match[1]!, headers);
    if (part === undefined) return `{${match[1]}} is no placeholder`;
    parts.push(text.slice(from, match.index), part);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return {
    headers,
    expand: (source, escaped) =>
      parts.map((part) => (typeof part === 'string' ? part : part(source, escaped))).join(''),
  };
}

const SHORT: Readonly<Record<string, string>> = {
  method: 'http.request.method',
  path: 'http.request.uri.path',
  uri: 'http.request.uri',
  query: 'http.request.uri.query',
  host: 'http.request.host',
  hostport: 'http.request.hostport',
  port: 'http.request.port',
  scheme: 'http.request.scheme',
  remote_host: 'http.request.remote.host',
  file: 'http.request.uri.path.file',
  dir: 'http.request.uri.path.dir',
};

const PLAIN: Readonly<Record<string, Part>> = {
  'http.request.method': ({ method }) => method,
  'http.request.scheme': ({ scheme }) => scheme,
  // The path and the query are in the form of URLs already.
  'http.request.uri': ({ path, query }) => (query === undefined ? path : `${path}?${query}`),
  'http.request.uri.path': ({ path }) => path,
  'http.request.uri.query': ({ query }) => query ?? '',
  'http.request.uri.path.file': ({ path }) => path.slice(path.lastIndexOf('/') + 1),
  'http.request.uri.path.dir': ({ path }) => path.slice(0, path.lastIndexOf('/') + 1),
  'http.request.host': ({ host }, escaped) => escaped(hostName(host)),
  'http.request.hostport': ({ host }, escaped) => escaped(host),
  'http.request.port': ({ host, scheme }) => /:(\d+)$/.exec(host)?.[1] ?? (scheme === 'https' ? '443' : '80'),
  'http.request.remote.host': ({ remoteAddress }, escaped) => escaped(remoteAddress),
};

function placeholder(written: string, headers: string[]): Part | undefined {
  const name = Object.hasOwn(SHORT, written) ? SHORT[written]! : written;
  if (Object.hasOwn(PLAIN, name)) return PLAIN[name];
  const [, kind, rest = ''] = /^(?:http\.request\.)?(header|uri\.query|query|uri\.path|path)\.(.+)$/.exec(name) ?? [];
  if (kind === 'header') return headerPart(rest.toLowerCase(), headers);
  if (kind === 'query' || kind === 'uri.query') {
    return ({ query }, escaped) => escaped(new URLSearchParams(query).get(rest) ?? '');
  }
  if (kind === undefined || !/^\d{1,3}$/.test(rest)) return undefined;
  return ({ path }) => path.split('/')[Number(rest) + 1] ?? '';
}

function headerPart(name: string, headers: string[]): Part | undefined {
  if (name.startsWith('cookie')) return undefined;
  headers.push(name);
  return (source, escaped) => escaped(source.header(name) ?? '');
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '');
}
