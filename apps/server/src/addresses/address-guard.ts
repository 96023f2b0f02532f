import { type LookupAddress, lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Refusal } from '../refusal.ts';
import { type AddressRange, rangeOf } from './address-range.ts';

/**
 * Keeps URLs that people write into objects from reaching what only the gateway can reach: its own machine, its
 * network, the metadata service of its cloud.
 *
 * Notes: a URL has to pass `check`, and connections to it have to resolve names by `lookup`. Neither is enough alone:
 * addresses are not looked up, and what a name stands for may change between the check and the connection.
 */
export interface AddressGuard {
  /** @throws Refusal 400 LB5101 for addresses out of bounds, LB5102 for what is no URL with a host */
  check(url: string | URL): void;
  /** As of `node:net`; fails with the same refusal when a name stands for nothing but addresses out of bounds. */
  readonly lookup: LookupFunction;
}

export interface AddressGuardOptions {
  /**
   * Names of services of the cluster the gateway runs in, `x.ns.svc` and `x.ns.svc.cluster.local`, may stand for private
   * addresses. Never for loopback or link-local ones. Default: true.
   */
  clusterServices?: boolean;
  /** Resolves names. Default: that of `node:dns`. */
  resolve?: (
    hostname: string,
    options: { all: true; family?: number | 'IPv4' | 'IPv6' | undefined; hints?: number | undefined },
    done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
  ) => void;
}

/**
 * @param allowHosts hosts that may be named although they are out of bounds: `name`, `address`, `name:port`,
 * `address:port`. A host that is listed with ports alone is refused with every other port.
 */
export function createAddressGuard(
  allowHosts: readonly string[],
  { clusterServices = true, resolve: lookUp = resolve }: AddressGuardOptions = {},
): AddressGuard {
  const allowed = allowedHosts(allowHosts);
  const whyNot = (host: string, address: string): AddressRange | undefined => {
    const range = rangeOf(address);
    if (range === undefined || allowed.get(address) === 'every port') return undefined;
    return range === 'private' && clusterServices && isService(host) ? undefined : range;
  };
  return {
    check(url) {
      const { host, port } = hostOf(url);
      const ports = allowed.get(host);
      if (ports === 'every port' || ports?.has(port)) return;
      if (ports !== undefined) throw refusal(host, host, 'reserved');
      const range = isIP(host) === 0 ? (isLocalName(host) ? 'loopback' : undefined) : rangeOf(host);
      if (range !== undefined) throw refusal(host, host, range);
    },
    lookup(hostname, options, done) {
      const { all, family, hints } = typeof options === 'number' ? { family: options } : options;
      lookUp(hostname, { all: true, family, hints }, (error, found) => {
        if (error !== null) return done(error, '');
        const host = withoutDot(hostname.toLowerCase());
        // Its port was looked at by `check`.
        const fit = allowed.has(host) ? found : found.filter(({ address }) => whyNot(host, address) === undefined);
        const [first] = fit;
        if (first === undefined) {
          const address = found[0]?.address ?? '';
          return done(refusal(host, address, whyNot(host, address) ?? 'reserved'), '');
        }
        if (all) done(null, fit);
        else done(null, first.address, first.family);
      });
    },
  };
}

export function isAddressRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code === 'LB5101';
}

function refusal(host: string, address: string, range: AddressRange): Refusal {
  return new Refusal(400, 'LB5101', { host, address, range });
}

type Ports = 'every port' | Set<string>;

function allowedHosts(entries: readonly string[]): Map<string, Ports> {
  const hosts = new Map<string, Ports>();
  for (const entry of entries) {
    const bare = isIP(entry) === 6 ? `[${entry}]` : entry;
    const parsed = URL.parse(`http://${bare}`);
    if (parsed === null) continue;
    const { host } = hostOf(parsed);
    const port = /:(\d{1,5})$/.exec(bare)?.[1];
    const known = hosts.get(host);
    if (port === undefined || known === 'every port') hosts.set(host, 'every port');
    else hosts.set(host, (known ?? new Set<string>()).add(String(Number(port))));
  }
  return hosts;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'wss:': '443', 'http:': '80', 'ws:': '80' };

/** Host without brackets and in the one spelling of URLs, so that `0x7f.1` and `2130706433` are what they stand for. */
function hostOf(written: string | URL): { host: string; port: string } {
  const url = URL.parse(String(written));
  // Only hosts of schemes that the parser knows are brought into that spelling.
  const plain = url === null || url.hostname === '' ? null : URL.parse(`http://${url.hostname}`);
  if (url === null || plain === null) throw new Refusal(400, 'LB5102', { url: String(written).slice(0, 200) });
  const port = url.port || DEFAULT_PORTS[url.protocol] || '';
  return { host: withoutDot(plain.hostname.replace(/^\[|\]$/g, '')), port };
}

const withoutDot = (host: string) => host.replace(/\.$/, '');
const isLocalName = (host: string) => /(?:^|\.)localhost$/.test(host);
const isService = (host: string) => /^[a-z\d-]+\.[a-z\d-]+\.svc(?:\.cluster\.local)?$/.test(host);
