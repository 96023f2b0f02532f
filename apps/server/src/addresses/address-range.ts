import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Kinds of addresses that only somebody inside a machine or a network should reach. */
export type AddressRange = 'loopback' | 'link-local' | 'private' | 'reserved';

type Subnet = readonly [address: string, prefix: number];

/** Source: IANA's registries of special-purpose addresses for IPv4 and IPv6. */
const RANGES: readonly (readonly [AddressRange, BlockList])[] = [
  ['loopback', blockList(['127.0.0.0', 8], ['0.0.0.0', 8], ['::1', 128], ['::', 128])],
  // Clouds answer for credentials of the machine at 169.254.169.254.
  ['link-local', blockList(['169.254.0.0', 16], ['fe80::', 10])],
  [
    'private',
    blockList(
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      // Between providers and their customers; one cloud has its metadata service there.
      ['100.64.0.0', 10],
      ['fc00::', 7],
      ['fec0::', 10],
    ),
  ],
  [
    'reserved',
    blockList(
      ['192.0.0.0', 24],
      ['198.18.0.0', 15],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
      ['64:ff9b:1::', 48],
      ['100::', 64],
      ['2001::', 32],
      ['ff00::', 8],
    ),
  ],
];

/** @returns undefined for public addresses. @param address IPv4 or IPv6, without brackets; anything else is reserved */
export function rangeOf(address: string): AddressRange | undefined {
  const [plain = ''] = address.split('%', 1);
  if (isIPv4(plain)) return RANGES.find(([, subnets]) => subnets.check(plain, 'ipv4'))?.[0];
  if (!isIPv6(plain)) return 'reserved';
  const own = RANGES.find(([, subnets]) => subnets.check(plain, 'ipv6'))?.[0];
  if (own !== undefined) return own;
  const inner = embeddedAddress(groupsOf(plain));
  return inner === undefined ? undefined : rangeOf(inner);
}

/** The IPv4 address that packets to an IPv6 one may end at. */
function embeddedAddress(groups: readonly number[]): string | undefined {
  const [first, second] = groups as [number, number];
  // 6to4 has it behind its prefix; mapped, compatible, translated and NAT64 addresses have it at the end.
  if (first === 0x2002) return dotted(second, groups[2]!);
  const middle = groups.slice(2, 6);
  const isNat64 = first === 0x64 && second === 0xff9b && middle.every((group) => group === 0);
  const isMapped = first === 0 && second === 0 && middle.slice(0, 2).every((group) => group === 0);
  return isNat64 || isMapped ? dotted(groups[6]!, groups[7]!) : undefined;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
}

/** The eight groups; the parser of URLs writes every spelling in one form, without a dotted end. */
function groupsOf(address: string): number[] {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [before = [], after] = canonical.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const gap = after === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(gap).fill('0'), ...(after ?? [])].map((group) => Number.parseInt(group, 16));
}

function blockList(...subnets: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix] of subnets) list.addSubnet(address, prefix, isIPv4(address) ? 'ipv4' : 'ipv6');
  return list;
}
