/** Blocks of addresses in the form of CIDR. */
import { BlockList, isIP } from 'node:net';
import { type FieldError, invalidValue } from '../../validation/field-error.ts';

export function validateCidr(value: string, path: string): FieldError[] {
  if (parseCidr(value) !== undefined) return [];
  return [invalidValue(path, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')];
}

export function parseCidr(value: string): { address: string; length: number; family: 'ipv4' | 'ipv6' } | undefined {
  const slash = value.indexOf('/');
  const address = value.slice(0, Math.max(0, slash));
  const digits = value.slice(slash + 1);
  const family = isIP(address);
  if (family === 0 || address.includes('%') || !/^\d{1,3}$/.test(digits)) return undefined;
  const length = Number(digits);
  if (length > (family === 4 ? 32 : 128)) return undefined;
  return { address, length, family: family === 4 ? 'ipv4' : 'ipv6' };
}

/** Whether the second block is inside of the first and smaller. */
export function isStrictlyInside(outer: string, inner: string): boolean {
  const [around, part] = [parseCidr(outer), parseCidr(inner)];
  if (around === undefined || part === undefined || around.family !== part.family) return false;
  if (around.length >= part.length) return false;
  const block = new BlockList();
  block.addSubnet(around.address, around.length, around.family);
  return block.check(part.address, part.family);
}
