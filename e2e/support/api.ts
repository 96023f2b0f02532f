/** The server's HTTP interface as another client uses it: a script, or a second administrator. */
import type { Conflict, Problem, Skipped } from '@luban/manifest';

export interface ExtensionSummary {
  name: string;
  version: string;
  versions: string[];
  displayName: string;
  origin: 'builtin' | 'installed';
  state: 'Available' | 'Disabled';
  problems: Problem[];
}

export interface ExtensionList {
  extensions: ExtensionSummary[];
  conflicts: Conflict[];
  choices: { kind: string; subject: string; winner: string }[];
  skipped: Skipped[];
}

/** The body of every answer that is not a success. */
export interface ApiError {
  error: { code: string; message: string; cause?: string; cure?: string };
}

export interface Api {
  /** `name=value`, for requests that a test makes itself. */
  readonly cookie: string;
  /** The answer as it is, successful or not. */
  request(method: string, path: string, body?: unknown): Promise<Response>;
  list(): Promise<ExtensionList>;
  /** A folder on the server's machine, or the bytes of a `.tgz`. */
  install(source: string | Buffer): Promise<ExtensionSummary>;
  enable(name: string): Promise<void>;
  disable(name: string): Promise<void>;
  /** Upgrade or roll back. */
  use(name: string, version: string): Promise<void>;
  remove(name: string): Promise<void>;
}

export async function signedInApi(url: string, credentials: { username: string; password: string }): Promise<Api> {
  const signIn = await send(url, 'POST', '/api/session', credentials, {});
  if (!signIn.ok) throw new Error(`Sign-in failed: ${signIn.status} ${await signIn.text()}`);
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const request: Api['request'] = (method, path, body) => send(url, method, path, body, { cookie });
  const succeed = async (method: string, path: string, body?: unknown) => {
    const response = await request(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const at = (name: string) => `/api/extensions/${encodeURIComponent(name)}`;
  return {
    cookie,
    request,
    list: async () => (await (await succeed('GET', '/api/extensions')).json()) as ExtensionList,
    install: async (source) => {
      const body = typeof source === 'string' ? { folder: source } : source;
      return (await (await succeed('POST', '/api/extensions', body)).json()) as ExtensionSummary;
    },
    enable: async (name) => void (await succeed('POST', `${at(name)}/enable`)),
    disable: async (name) => void (await succeed('POST', `${at(name)}/disable`)),
    use: async (name, version) => void (await succeed('PUT', `${at(name)}/version`, { version })),
    remove: async (name) => void (await succeed('DELETE', at(name))),
  };
}

function send(url: string, method: string, path: string, body: unknown, headers: Record<string, string>) {
  const packed = Buffer.isBuffer(body);
  const type = packed ? 'application/gzip' : 'application/json';
  return fetch(url + path, {
    method,
    headers: { origin: url, ...(body === undefined ? {} : { 'content-type': type }), ...headers },
    body: body === undefined ? undefined : packed ? new Uint8Array(body) : JSON.stringify(body),
  });
}
