/** A Helm repository on loopback, as people run them: plain files below a path, with or without a password. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

export interface HelmRepositoryOptions {
  /** Below which everything is. Default: `/charts/stable`, since many clients lose it. */
  path?: string;
  credentials?: { username: string; password: string };
}

export interface HelmRepository extends AsyncDisposable {
  /** `http://127.0.0.1:40123/charts/stable` */
  readonly url: string;
  /** `127.0.0.1:40123` */
  readonly host: string;
  /** Paths that were asked for, with what was answered. */
  readonly requests: { path: string; status: number }[];
  /** Lists a package: the bytes of an archive, or the path of one. */
  add(archive: Uint8Array | string): Promise<void>;
  /** Lists a package that cannot be fetched. */
  addBroken(name: string, version: string): void;
  /** Answers everything with this status; undefined: as usual. */
  failWith(status: number | undefined): void;
}

interface Entry {
  name: string;
  version: string;
  digest?: string;
  file: string;
}

export async function startHelmRepository(options: HelmRepositoryOptions = {}): Promise<HelmRepository> {
  const { path = '/charts/stable', credentials } = options;
  const entries: Entry[] = [];
  const files = new Map<string, Uint8Array>();
  const requests: HelmRepository['requests'] = [];
  let failing: number | undefined;

  const answer = (response: ServerResponse, status: number, body: string | Uint8Array = '') =>
    response.writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="charts"' } : {}).end(body);
  const server = createServer((request, response) => {
    const asked = request.url ?? '';
    const reply = (status: number, body?: string | Uint8Array) => {
      requests.push({ path: asked, status });
      answer(response, status, body);
    };
    if (failing !== undefined) return reply(failing);
    if (credentials !== undefined && request.headers.authorization !== basic(credentials)) return reply(401);
    if (asked === `${path}/index.yaml`) return reply(200, indexOf(entries));
    const file = files.get(asked.slice(path.length + 1));
    return file !== undefined && asked.startsWith(`${path}/`) ? reply(200, file) : reply(404);
  });
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    host,
    url: `http://${host}${path}`,
    requests,
    async add(archive) {
      const bytes = typeof archive === 'string' ? await readFile(archive) : archive;
      const { name, version } = await chartOf(bytes);
      const file = `${name}-${version}.tgz`;
      files.set(file, bytes);
      entries.push({ name, version, file, digest: createHash('sha256').update(bytes).digest('hex') });
    },
    addBroken(name, version) {
      entries.push({ name, version, file: `${name}-${version}.tgz` });
    },
    failWith(status) {
      failing = status;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** As `helm repo index` writes it: addresses relative to the repository. JSON is YAML, too. */
function indexOf(entries: readonly Entry[]): string {
  const charts: Record<string, unknown[]> = {};
  for (const { name, version, digest, file } of entries) {
    charts[name] ??= [];
    charts[name].push({ apiVersion: 'v2', name, version, urls: [file], created: TIME, ...(digest && { digest }) });
  }
  return JSON.stringify({ apiVersion: 'v1', entries: charts, generated: TIME });
}

const TIME = '2026-01-02T03:04:05Z';

/** `Chart.yaml` of the outermost folder. */
async function chartOf(archive: Uint8Array): Promise<{ name: string; version: string }> {
  const unpacked = Readable.from([archive]).pipe(createGunzip()).pipe(extract());
  for await (const entry of unpacked) {
    if (/^[^/]+\/Chart\.yaml$/.test(entry.header.name)) {
      const text = (await buffer(entry)).toString();
      return { name: fieldOf(text, 'name'), version: fieldOf(text, 'version') };
    }
    entry.resume();
  }
  throw new Error('The archive has no Chart.yaml');
}

function fieldOf(chart: string, name: string): string {
  const value = new RegExp(`^${name}:[ \\t]*["']?([^"'\\s]+)`, 'm').exec(chart)?.[1];
  if (value === undefined) throw new Error(`Chart.yaml has no ${name}`);
  return value;
}
