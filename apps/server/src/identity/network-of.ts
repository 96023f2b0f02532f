import { isIPv6 } from 'node:net';

/**
 * What attempts are counted by: an IPv4 address, or the first 64 bits of an IPv6 one, since whoever has one of these
 * usually has the whole network and could take another address for every guess.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1);
  if (!isIPv6(plain)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  const [before, after] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const gap = 8 - before!.length - (after?.length ?? 0);
  const groups = [...before!, ...Array.from({ length: gap }, () => '0'), ...(after ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
