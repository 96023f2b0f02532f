import { type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { register } from './register.ts';

/** `url('https://example.com/x?y=1')`: an absolute URI or an absolute path. */
class CelUrl {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(text: string, parts: RegExpExecArray) {
    this.text = text;
    this.scheme = (parts[1] ?? '').toLowerCase();
    this.host = (parts[2] ?? '').replace(/^.*@/, '');
    this.path = parts[3] ?? '';
    this.query = parts[4] ?? '';
  }

  /** Without the port, and without the brackets of an IPv6 address. */
  get hostname(): string {
    const bracketed = /^\[([^\]]*)\]/.exec(this.host);
    return bracketed === null ? this.host.replace(/:\d*$/, '') : (bracketed[1] ?? '');
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host.replace(/^\[[^\]]*\]/, ''))?.[1] ?? '';
  }

  equals(other: unknown): boolean {
    return other instanceof CelUrl && other.text === this.text;
  }

  toString(): string {
    return this.text;
  }
}

/** Source: k8s.io/apiserver/pkg/cel/library/urls.go. */
export function registerUrls(environment: Environment): void {
  const U = 'kubernetes.URL';
  environment.registerType(U, CelUrl);
  environment.registerOperator(`${U} == ${U}`, (a: CelUrl, b: CelUrl) => a.equals(b));
  register(environment, {
    [`url(string): ${U}`]: (text: string) => {
      const found = parse(text);
      if (found === undefined) throw new EvaluationError(`URL parse error during conversion from string: ${text}`);
      return found;
    },
    'isURL(string): bool': (text: string) => parse(text) !== undefined,
    [`${U}.getScheme(): string`]: ({ scheme }: CelUrl) => scheme,
    [`${U}.getHost(): string`]: ({ host }: CelUrl) => host,
    [`${U}.getHostname(): string`]: ({ hostname }: CelUrl) => hostname,
    [`${U}.getPort(): string`]: ({ port }: CelUrl) => port,
    [`${U}.getEscapedPath(): string`]: ({ path }: CelUrl) => path,
    [`${U}.getQuery(): map<string, list<string>>`]: ({ query }: CelUrl) => {
      const found = new Map<string, string[]>();
      for (const [name, value] of new URLSearchParams(query)) found.set(name, [...(found.get(name) ?? []), value]);
      return found;
    },
    [`string(${U}): string`]: ({ text }: CelUrl) => text,
  });
}

function parse(text: string): CelUrl | undefined {
  if (/[^ \P{Cc}]|%(?![0-9a-fA-F]{2})/u.test(text)) return undefined;
  const parts = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/([^/?]*))?)?([^?]*)(?:\?(.*))?$/s.exec(text);
  if (parts === null) return undefined;
  const isAbsolute = parts[1] !== undefined || text.startsWith('/');
  const url = new CelUrl(text, parts);
  const isHost = /^(?:\[[0-9a-fA-F:.%]*\]|[^\s:[\]<>"\\^`{|}]*)(?::\d*)?$/.test(url.host);
  return isAbsolute && isHost ? url : undefined;
}
