import { isIP } from 'node:net';

/** A name under which a server is reached, as certificates list it. */
export interface AlternativeName {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

/** Names that clients inside and outside a cluster use for the API server; the address is the Service's of that name. */
const ALWAYS = [
  'localhost',
  '127.0.0.1',
  '::1',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
  '10.96.0.1',
];

/**
 * All names of the server's certificate, each once and in a fixed order. Hosts may carry brackets, as in URLs.
 *
 * @throws Error for a host that is neither an address nor a DNS name
 */
export function alternativeNames(hosts: readonly string[]): AlternativeName[] {
  const values = new Set([
    ...ALWAYS,
    ...hosts
      .map((host) => plain(host))
      .filter((host) => !isUnspecified(host))
      .sort(),
  ]);
  return [...values].map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }));
}

/** What node:crypto shows as `subjectAltName` of a certificate with the names, parsed and sorted for comparison. */
export function sameNames(names: readonly AlternativeName[], subjectAltName: string | undefined): boolean {
  const wanted = names.map(({ type, value }) => (type === 'ip' ? `ip ${canonicalAddress(value)}` : `dns ${value}`));
  const present = (subjectAltName ?? '').split(', ').flatMap((entry) => {
    if (entry.startsWith('DNS:')) return [`dns ${entry.slice(4)}`];
    return entry.startsWith('IP Address:') ? [`ip ${canonicalAddress(entry.slice(11))}`] : [];
  });
  return wanted.sort().join('\n') === present.sort().join('\n');
}

/** An address as certificates hold it: four or sixteen bytes. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  // The canonical spelling has no dotted tail, which leaves groups and at most one gap.
  const [head = '', tail] = canonicalAddress(address).slice(1, -1).split('::');
  const left = groups(head);
  const right = groups(tail ?? '');
  const gap = new Array<number>(8 - left.length - right.length).fill(0);
  return Buffer.from([...left, ...gap, ...right].flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

function plain(host: string): string {
  const name = host
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  if (isIP(name) === 0 && !DNS_NAME.test(name)) {
    throw new Error(`"${host}" is neither a DNS name nor an IP address, so no certificate can be issued for it`);
  }
  return name;
}

const DNS_NAME = /^(?:\*\.)?[a-z0-9](?:[-a-z0-9_.]{0,251}[a-z0-9])?$/;

/** Listening on every address is not an address that anybody connects to. */
function isUnspecified(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

/** One spelling of an IPv6 address; the URL parser knows it. */
function canonicalAddress(address: string): string {
  return isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address;
}
