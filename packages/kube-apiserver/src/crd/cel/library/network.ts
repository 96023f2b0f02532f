import { type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { Cidr, formatAddress, Ip, parseCidr, parseIp } from './addresses.ts';
import { register, registerNamespace } from './register.ts';

/** Source: k8s.io/apiserver/pkg/cel/library/ip.go and cidr.go. */
export function registerNetwork(environment: Environment): void {
  environment.registerType('net.IP', Ip);
  environment.registerType('net.CIDR', Cidr);
  environment.registerOperator('net.IP == net.IP', (a: Ip, b: Ip) => a.equals(b));
  environment.registerOperator('net.CIDR == net.CIDR', (a: Cidr, b: Cidr) => a.equals(b));
  registerNamespace(environment, 'ip', 'IpNamespace');
  register(environment, {
    'ip(string): net.IP': toIp,
    'isIP(string): bool': (text: string) => parseIp(text) !== undefined,
    'IpNamespace.isCanonical(string): bool': (_: unknown, text: string) => formatAddress(toIp(text)) === text,
    'net.IP.family(): int': ({ family }: Ip) => BigInt(family),
    'net.IP.isUnspecified(): bool': (ip: Ip) => ip.isUnspecified,
    'net.IP.isLoopback(): bool': (ip: Ip) => ip.isLoopback,
    'net.IP.isLinkLocalMulticast(): bool': (ip: Ip) => ip.isLinkLocalMulticast,
    'net.IP.isLinkLocalUnicast(): bool': (ip: Ip) => ip.isLinkLocalUnicast,
    'net.IP.isGlobalUnicast(): bool': (ip: Ip) => ip.isGlobalUnicast,
    'string(net.IP): string': (ip: Ip) => formatAddress(ip),
    'cidr(string): net.CIDR': toCidr,
    'isCIDR(string): bool': (text: string) => parseCidr(text) !== undefined,
    'net.CIDR.containsIP(string): bool': (cidr: Cidr, text: string) => cidr.contains(toIp(text)),
    'net.CIDR.containsIP(net.IP): bool': (cidr: Cidr, ip: Ip) => cidr.contains(ip),
    'net.CIDR.containsCIDR(string): bool': (cidr: Cidr, text: string) => cidr.containsCidr(toCidr(text)),
    'net.CIDR.containsCIDR(net.CIDR): bool': (cidr: Cidr, other: Cidr) => cidr.containsCidr(other),
    'net.CIDR.ip(): net.IP': ({ ip }: Cidr) => ip,
    'net.CIDR.masked(): net.CIDR': (cidr: Cidr) => cidr.masked(),
    'net.CIDR.prefixLength(): int': ({ bits }: Cidr) => BigInt(bits),
    'string(net.CIDR): string': (cidr: Cidr) => cidr.toString(),
  });
}

function toIp(text: string): Ip {
  const ip = parseIp(text);
  if (ip === undefined)
    throw new EvaluationError(`IP Address ${JSON.stringify(text)} parse error during conversion from string`);
  return ip;
}

function toCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined)
    throw new EvaluationError(`network address parse error during conversion from string: ${JSON.stringify(text)}`);
  return cidr;
}
