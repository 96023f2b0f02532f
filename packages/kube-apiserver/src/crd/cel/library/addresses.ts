import { isIPv4, isIPv6 } from 'node:net';

/** An address of IPv4 or IPv6, without a zone. */
export class Ip {
  readonly family: 4 | 6;
  readonly value: bigint;

  constructor(family: 4 | 6, value: bigint) {
    this.family = family;
    this.value = value;
  }

  get bits(): number {
    return this.family === 4 ? 32 : 128;
  }

  get isUnspecified(): boolean {
    return this.value === 0n;
  }

  get isLoopback(): boolean {
    return this.family === 4 ? this.#startsWith(127n, 8) : this.value === 1n;
  }

  get isLinkLocalUnicast(): boolean {
    return this.family === 4 ? this.#startsWith(0xa9fen, 16) : this.#startsWith(0xfe80n >> 6n, 10);
  }

  get isLinkLocalMulticast(): boolean {
    if (this.family === 4) return this.#startsWith(0xe00000n, 24);
    return this.#startsWith(0xffn, 8) && ((this.value >> 112n) & 0x0fn) === 2n;
  }

  get isGlobalUnicast(): boolean {
    const isMulticast = this.family === 4 ? this.#startsWith(0xen, 4) : this.#startsWith(0xffn, 8);
    const isBroadcast = this.family === 4 && this.value === 0xffffffffn;
    return !(isMulticast || isBroadcast || this.isUnspecified || this.isLoopback || this.isLinkLocalUnicast);
  }

  #startsWith(prefix: bigint, length: number): boolean {
    return this.value >> BigInt(this.bits - length) === prefix;
  }

  equals(other: unknown): boolean {
    return other instanceof Ip && other.family === this.family && other.value === this.value;
  }

  toString(): string {
    return formatAddress(this);
  }
}

export class Cidr {
  readonly ip: Ip;
  readonly bits: number;

  constructor(ip: Ip, bits: number) {
    this.ip = ip;
    this.bits = bits;
  }

  get #shift(): bigint {
    return BigInt(this.ip.bits - this.bits);
  }

  contains(ip: Ip): boolean {
    return ip.family === this.ip.family && ip.value >> this.#shift === this.ip.value >> this.#shift;
  }

  containsCidr(other: Cidr): boolean {
    return other.bits >= this.bits && this.contains(other.ip);
  }

  masked(): Cidr {
    return new Cidr(new Ip(this.ip.family, (this.ip.value >> this.#shift) << this.#shift), this.bits);
  }

  equals(other: unknown): boolean {
    return other instanceof Cidr && other.bits === this.bits && other.ip.equals(this.ip);
  }

  toString(): string {
    return `${formatAddress(this.ip)}/${this.bits}`;
  }
}

/** Addresses with a zone, or of IPv4 in the form of IPv6, are refused. */
export function parseIp(text: string): Ip | undefined {
  if (isIPv4(text))
    return new Ip(
      4,
      text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n),
    );
  if (!isIPv6(text) || text.includes('%') || /^::ffff:\d+\./i.test(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const middle = tail === undefined ? [] : new Array<bigint>(8 - before.length - after.length).fill(0n);
  return new Ip(
    6,
    [...before, ...middle, ...after].reduce((sum, group) => sum * 65_536n + group, 0n),
  );
}

function groups(text: string): bigint[] {
  if (text === '') return [];
  return text.split(':').flatMap((part) => {
    if (!part.includes('.')) return [BigInt(`0x${part}`)];
    const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
    return [BigInt(a * 256 + b), BigInt(c * 256 + d)];
  });
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const ip = match === null ? undefined : parseIp(match[1]!);
  const bits = Number(match?.[2]);
  return ip === undefined || bits > ip.bits ? undefined : new Cidr(ip, bits);
}

/** The canonical form of RFC 5952. */
export function formatAddress({ family, value }: Ip): string {
  const size = family === 4 ? 8 : 16;
  const count = family === 4 ? 4 : 8;
  const parts = Array.from(
    { length: count },
    (_, i) => (value >> BigInt((count - 1 - i) * size)) & (2n ** BigInt(size) - 1n),
  );
  if (family === 4) return parts.join('.');
  const groupsOfHex = parts.map((part) => part.toString(16));
  const { start, length } = longestZeros(parts);
  if (length < 2) return groupsOfHex.join(':');
  return `${groupsOfHex.slice(0, start).join(':')}::${groupsOfHex.slice(start + length).join(':')}`;
}

/** The first of the longest runs. */
function longestZeros(parts: readonly bigint[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [i, part] of parts.entries()) {
    length = part === 0n ? length + 1 : 0;
    if (length > best.length) best = { start: i - length + 1, length };
  }
  return best;
}
