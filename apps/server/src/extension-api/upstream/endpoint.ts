import { type JsonRecord, recordOf, textOf } from '../json.ts';

/** Where a backend is. */
export interface Endpoint {
  address: UrlAddress | ServiceAddress;
  /** PEM: the authorities that its certificate is checked with. Absent: those that Node trusts. */
  ca?: string;
  /** Its certificate is not checked. */
  insecure: boolean;
}

export interface UrlAddress {
  type: 'url';
  /** `https://tide.example:8443`, without a slash at its end. */
  origin: string;
  /** Path and query; `/` when none is written. */
  path: string;
}

export interface ServiceAddress {
  type: 'service';
  scheme: 'http' | 'https';
  namespace: string;
  name: string;
  port: number;
  path: string;
}

export type EndpointResult = { ok: true; endpoint: Endpoint } | { ok: false; reason: string };

const NAME = /^[a-z\d](?:[-a-z\d]{0,61}[a-z\d])?$/;

/** Reads `url` or `service`, `caBundle` and `insecureSkipVerify`. Source: extensions.kubesphere.io/v1alpha1, Endpoint. */
export function readEndpoint(value: unknown): EndpointResult {
  const fields = recordOf(value);
  const ca = readAuthority(fields.caBundle);
  if (ca === null) return { ok: false, reason: 'caBundle is no certificate in PEM' };
  const address = readAddress(fields);
  if (typeof address === 'string') return { ok: false, reason: address };
  return { ok: true, endpoint: { address, ca, insecure: fields.insecureSkipVerify === true } };
}

/** Whether the value names an endpoint at all. */
export function namesEndpoint(value: unknown): boolean {
  const { url, service } = recordOf(value);
  return textOf(url) !== undefined || (typeof service === 'object' && service !== null);
}

function readAddress({ url, service }: JsonRecord): UrlAddress | ServiceAddress | string {
  const written = textOf(url);
  if (written !== undefined) return readUrl(written);
  if (typeof service !== 'object' || service === null) return 'neither url nor service says where it is';
  const { namespace, name, port = 443, path } = recordOf(service);
  if (!isName(namespace) || !isName(name)) return 'service needs a namespace and a name';
  if (typeof port !== 'number' || !isPort(port)) return 'service.port is no port';
  return { type: 'service', scheme: 'https', namespace, name, port, path: absolute(textOf(path) ?? '') };
}

/** The URL of a service of the cluster is taken for the service: outside of the cluster its name stands for nothing. */
function readUrl(written: string): UrlAddress | ServiceAddress | string {
  const url = URL.parse(written);
  if (url === null || url.hostname === '') return 'url is no address';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'url is neither http nor https';
  if (url.username !== '' || url.password !== '') return 'url holds a password, which everybody could read';
  const path = `${url.pathname}${url.search}`;
  const service = /^([a-z\d-]+)\.([a-z\d-]+)\.svc(?:\.cluster\.local)?\.?$/.exec(url.hostname);
  if (service === null) return { type: 'url', origin: url.origin, path };
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port);
  return { type: 'service', scheme, namespace: service[2]!, name: service[1]!, port, path };
}

/** @returns null for what is none */
function readAuthority(value: unknown): string | undefined | null {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const decoded = text.startsWith('-----BEGIN') ? text : Buffer.from(text, 'base64').toString();
  return decoded.includes('-----BEGIN CERTIFICATE-----') ? decoded : null;
}

const isName = (value: unknown): value is string => typeof value === 'string' && NAME.test(value);
const isPort = (port: number) => Number.isInteger(port) && port > 0 && port < 65_536;
const absolute = (path: string) => (path.startsWith('/') ? path : `/${path}`);

/** For messages: `https://tide.example:8443`, or the service's name within its cluster. */
export function endpointName({ address }: Endpoint): string {
  return address.type === 'url' ? address.origin : serviceOrigin(address);
}

export function serviceOrigin({ scheme, name, namespace, port }: ServiceAddress): string {
  return `${scheme}://${name}.${namespace}.svc:${port}`;
}
