import { createPrivateKey, X509Certificate } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';
import { readKubeconfigDocument, type YamlMap } from './kubeconfig-document.ts';

/** What a kubeconfig says, when all of it is of a kind that LuBan takes. */
export interface Kubeconfig {
  endpoint: ClusterEndpoint;
  /** When the client's certificate ends; milliseconds of the epoch. Absent: it has none. */
  expires?: number;
}

/** How to read what a kubeconfig names instead of containing. */
export interface KubeconfigFiles {
  /** @param path as written */
  read(path: string): string;
  /** Reads anew now and then, for tokens that are renewed. */
  token(path: string): () => Promise<string>;
}

export interface KubeconfigOptions {
  /** Absent: it is somebody else's, and may name no file of this machine. */
  files?: KubeconfigFiles;
}

/**
 * Reads the kubeconfig of a cluster. Whatever would run a program, read a file, go another way or trust blindly is
 * refused by name. Source of the format: k8s.io/client-go/tools/clientcmd/api/v1.
 *
 * @throws Refusal 400 LB5110 to LB5124 that names the field
 */
export function readKubeconfig(text: string, { files }: KubeconfigOptions = {}): Kubeconfig {
  const document = readKubeconfigDocument(text);
  const context = currentContext(document);
  const cluster = entry(document, 'clusters', 'cluster', textOf(context, 'cluster') ?? '');
  const user = entry(document, 'users', 'user', textOf(context, 'user') ?? '');
  refuseUnsafeCluster(cluster);
  refuseUnsafeUser(user);
  const server = serverOf(cluster);
  const ca = data(cluster, 'certificate-authority', files);
  const certificate = data(user, 'client-certificate', files);
  const key = data(user, 'client-key', files);
  const token = tokenOf(user, files);
  if (ca !== undefined) certificateOf(ca, 'certificate-authority-data');
  if ((certificate === undefined) !== (key === undefined)) {
    throw missing(certificate === undefined ? 'client-certificate-data' : 'client-key-data');
  }
  if (certificate === undefined && token === undefined) throw missing('client-certificate-data or token');
  const serverName = textOf(cluster, 'tls-server-name');
  return {
    endpoint: {
      server,
      ...(ca !== undefined && { ca }),
      ...(certificate !== undefined && { certificate, key }),
      ...(token !== undefined && { token }),
      ...(serverName && { serverName }),
    },
    ...(certificate !== undefined && { expires: expiryOf(certificate, key!) }),
  };
}

/** A kubeconfig with nothing but the endpoint. YAML contains JSON. */
export function writeKubeconfig(
  name: string,
  { server, ca, certificate, key, token, serverName }: ClusterEndpoint,
): string {
  const base64 = (pem: string | undefined) => pem && Buffer.from(pem).toString('base64');
  const cluster = { server, 'certificate-authority-data': base64(ca), 'tls-server-name': serverName };
  const user = {
    'client-certificate-data': base64(certificate),
    'client-key-data': base64(key),
    token: typeof token === 'string' ? token : undefined,
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

/** The current one, or the only one. */
function currentContext(document: YamlMap): YamlMap {
  const contexts = listOf(document, 'contexts');
  const current = textOf(document, 'current-context');
  if (current) return entry(document, 'contexts', 'context', current);
  const [only] = contexts;
  if (only === undefined) throw missing('contexts');
  if (contexts.length > 1) {
    const names = contexts.map((context) => textOf(context, 'name') ?? '').slice(0, 10);
    throw new Refusal(400, 'LB5121', { contexts: names.join(', ') });
  }
  return mapOf(only, 'context') ?? missingEntry('contexts[0].context');
}

function entry(document: YamlMap, list: string, field: string, name: string): YamlMap {
  const found = listOf(document, list).filter((item) => textOf(item, 'name') === name);
  if (name === '' || found.length === 0) throw missing(`${list}: ${name || 'a name'}`);
  if (found.length > 1) throw new Refusal(400, 'LB5121', { contexts: `${list}: ${name}, ${name}` });
  return mapOf(found[0]!, field) ?? missingEntry(`${list}: ${name}: ${field}`);
}

function refuseUnsafeCluster(cluster: YamlMap): void {
  if (isSet(cluster, 'insecure-skip-tls-verify')) throw new Refusal(400, 'LB5117');
  if (isSet(cluster, 'proxy-url')) throw new Refusal(400, 'LB5118', { proxy: shown(cluster.get('proxy-url')) });
}

function refuseUnsafeUser(user: YamlMap): void {
  if (isSet(user, 'exec')) {
    const exec = user.get('exec');
    throw new Refusal(400, 'LB5114', { command: shown(exec instanceof Map ? exec.get('command') : exec) });
  }
  if (isSet(user, 'auth-provider')) {
    const provider = user.get('auth-provider');
    throw new Refusal(400, 'LB5115', { provider: shown(provider instanceof Map ? provider.get('name') : provider) });
  }
  for (const field of ['username', 'password']) {
    if (isSet(user, field)) throw new Refusal(400, 'LB5120', { field });
  }
  for (const field of ['as', 'as-uid', 'as-groups', 'as-user-extra']) {
    if (isSet(user, field)) throw new Refusal(400, 'LB5124', { field });
  }
}

function serverOf(cluster: YamlMap): string {
  const written = textOf(cluster, 'server');
  if (!written) throw missing('server');
  const url = URL.parse(written);
  if (url === null || url.hostname === '') throw new Refusal(400, 'LB5102', { url: written.slice(0, 200) });
  if (url.protocol !== 'https:') throw new Refusal(400, 'LB5119', { server: written.slice(0, 200) });
  if (url.username !== '' || url.password !== '') throw new Refusal(400, 'LB5120', { field: 'server' });
  if (url.search !== '' || url.hash !== '') throw new Refusal(400, 'LB5102', { url: written.slice(0, 200) });
  return url.href.replace(/\/+$/, '');
}

/** `<field>-data` as text; a file only where files may be named. */
function data(map: YamlMap, field: string, files: KubeconfigFiles | undefined): string | undefined {
  const inline = textOf(map, `${field}-data`);
  const path = textOf(map, field);
  if (path && files === undefined) throw new Refusal(400, 'LB5116', { field, path: shown(path) });
  if (inline) return decoded(inline, `${field}-data`);
  return path ? files!.read(path) : undefined;
}

function tokenOf(user: YamlMap, files: KubeconfigFiles | undefined): ClusterEndpoint['token'] {
  const path = textOf(user, 'tokenFile');
  if (path && files === undefined) throw new Refusal(400, 'LB5116', { field: 'tokenFile', path: shown(path) });
  // As for kubectl, the file prevails.
  if (path) return files!.token(path);
  const token = textOf(user, 'token')?.trim();
  if (!token) return undefined;
  if (!/^[\x21-\x7e]+$/.test(token)) throw unusable('token', 'It has characters that no header may have.');
  return token;
}

function decoded(base64: string, field: string): string {
  const compact = base64.replaceAll(/\s/g, '');
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(compact)) throw unusable(field, 'It is not base64.');
  return Buffer.from(compact, 'base64').toString('utf8');
}

function expiryOf(certificate: string, key: string): number {
  const parsed = certificateOf(certificate, 'client-certificate-data');
  let fits: boolean;
  try {
    fits = parsed.checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw unusable('client-key-data', 'It is no private key that can be read without a password.', error);
  }
  if (!fits) throw unusable('client-key-data', 'It is the key of another certificate.');
  return parsed.validToDate.getTime();
}

function certificateOf(pem: string, field: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw unusable(field, 'It is no certificate in PEM.', error);
  }
}

function listOf(map: YamlMap, field: string): YamlMap[] {
  const value = map.get(field) ?? [];
  if (!Array.isArray(value) || value.some((item) => !(item instanceof Map))) {
    throw new Refusal(400, 'LB5110', { reason: `${field} is no list of named entries.` });
  }
  return value as YamlMap[];
}

function mapOf(map: YamlMap, field: string): YamlMap | undefined {
  const value = map.get(field);
  return value instanceof Map ? value : undefined;
}

function textOf(map: YamlMap, field: string): string | undefined {
  const value = map.get(field);
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Refusal(400, 'LB5110', { reason: `${field} is no text.` });
  return value;
}

/** What is empty, false or null says nothing, as for kubectl. */
function isSet(map: YamlMap, field: string): boolean {
  const value = map.get(field);
  if (value instanceof Map) return true;
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

const shown = (value: unknown) => (typeof value === 'string' ? value : typeof value).slice(0, 200);
const missing = (field: string) => new Refusal(400, 'LB5122', { field: field.slice(0, 200) });
const unusable = (field: string, reason: string, cause?: unknown) =>
  new Refusal(400, 'LB5123', { field, reason }, { cause });

function missingEntry(field: string): never {
  throw missing(field);
}
