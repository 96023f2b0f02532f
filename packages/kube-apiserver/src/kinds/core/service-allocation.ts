/**
 * Addresses and ports of nodes for services. What is taken is read from the services themselves, so that nothing has to
 * be given back. Source: k8s.io/kubernetes/pkg/registry/core/service.
 */
import { createHash } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import type { StrategyContext } from '../../registry/strategy.ts';
import { type FieldError, invalidValue } from '../../validation/field-error.ts';
import { ensure, type Fields, fields, get, isZero, itemsOf, list, number, objects, text, texts } from '../access.ts';
import { hasClusterAddress, hasNodePorts, isHeadless, needsHealthCheckPort } from './service-shape.ts';

/** 10.96.0.0/12 without its first and last address. */
const FIRST_ADDRESS = 0x0a600001;
const LAST_ADDRESS = 0x0a6ffffe;
/** Addresses up to here are only given to who asks for one. */
const RESERVED_ADDRESSES = 256;
const FIRST_PORT = 30_000;
const LAST_PORT = 32_767;
/** The same for ports. */
const RESERVED_PORTS = 86;

/** Gives the service what it needs and does not have yet. Clients see it also when nothing is kept. */
export function allocate(service: KubeObject, context: StrategyContext): void {
  const spec = ensure(service, 'spec');
  if (spec === undefined) return;
  if (hasClusterAddress(service)) {
    chooseFamilies(service, spec);
    if (!isHeadless(service)) allocateAddress(service, spec, context);
  }
  if (hasNodePorts(service)) allocateNodePorts(service, spec, context);
  if (needsHealthCheckPort(service) && isZero(spec.healthCheckNodePort)) {
    spec.healthCheckNodePort = freePort(service, takenPorts(service, context));
  }
}

/** What the service asks for must be in range, and nobody else's. */
export function validateAllocation(service: KubeObject, context: StrategyContext): FieldError[] {
  const errors: FieldError[] = [];
  if (hasClusterAddress(service) && !isHeadless(service)) {
    const taken = takenAddresses(service, context);
    const addresses = texts(service, 'spec', 'clusterIPs');
    for (const address of addresses) {
      const value = addressNumber(address);
      // Malformed ones are complained of elsewhere.
      if (value === undefined) continue;
      if (value < FIRST_ADDRESS || value > LAST_ADDRESS) {
        const why = `failed to allocate IP ${address}: the provided IP (${address}) is not in the valid range. The range of valid IPs is 10.96.0.0/12`;
        errors.push(invalidValue('spec.clusterIPs', addresses, why));
      } else if (taken.has(address)) {
        const why = `failed to allocate IP ${address}: provided IP is already allocated`;
        errors.push(invalidValue('spec.clusterIPs', addresses, why));
      }
    }
  }
  return [...errors, ...validatePorts(service, context)];
}

function validatePorts(service: KubeObject, context: StrategyContext): FieldError[] {
  const wanted: [port: number, path: string][] = itemsOf(fields(service, 'spec'), 'ports', 'spec').map(
    ({ value, path }) => [number(value, 'nodePort') ?? 0, `${path}.nodePort`],
  );
  wanted.push([number(service, 'spec', 'healthCheckNodePort') ?? 0, 'spec.healthCheckNodePort']);
  const asked = wanted.filter(([port]) => port !== 0);
  if (asked.length === 0) return [];
  const taken = takenPorts(service, context);
  return asked.flatMap(([port, path]) => {
    if (port < FIRST_PORT || port > LAST_PORT) {
      const why = `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${LAST_PORT}`;
      return [invalidValue(path, port, why)];
    }
    return taken.has(port) ? [invalidValue(path, port, 'provided port is already allocated')] : [];
  });
}

/** One family serves, so the choice is only said. Headless services without a selector are a case of their own. */
function chooseFamilies(service: KubeObject, spec: Fields): void {
  const free = isHeadless(service) && Object.keys(fields(spec, 'selector')).length === 0;
  if (isZero(spec.ipFamilyPolicy)) spec.ipFamilyPolicy = free ? 'RequireDualStack' : 'SingleStack';
  const families = texts(spec, 'ipFamilies');
  if (families.length === 0) families.push(texts(spec, 'clusterIPs')[0]?.includes(':') ? 'IPv6' : 'IPv4');
  if (free && families.length === 1 && spec.ipFamilyPolicy !== 'SingleStack') {
    families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4');
  }
  if (get(spec, 'ipFamilies') === undefined || Array.isArray(spec.ipFamilies)) spec.ipFamilies = families;
}

function allocateAddress(service: KubeObject, spec: Fields, context: StrategyContext): void {
  if (texts(spec, 'clusterIPs').length > 0 || text(spec, 'clusterIP') !== '') return;
  const taken = takenAddresses(service, context);
  const size = LAST_ADDRESS - FIRST_ADDRESS + 1 - RESERVED_ADDRESSES;
  const start = startOf(service, 'address') % size;
  for (let step = 0; step < size; step++) {
    const address = addressText(FIRST_ADDRESS + RESERVED_ADDRESSES + ((start + step) % size));
    if (taken.has(address)) continue;
    spec.clusterIP = address;
    spec.clusterIPs = [address];
    return;
  }
}

function allocateNodePorts(service: KubeObject, spec: Fields, context: StrategyContext): void {
  const ports = objects(spec, 'ports');
  if (ports.every((port) => !isZero(port.nodePort))) return;
  const taken = takenPorts(service, context);
  for (const port of ports) if (!isZero(port.nodePort)) taken.add(number(port, 'nodePort') ?? 0);
  for (const port of ports) {
    if (!isZero(port.nodePort)) continue;
    // The same port of another protocol is reached by the same port of nodes.
    const twin = ports.find(
      (other) => other.port === port.port && other.protocol !== port.protocol && !isZero(other.nodePort),
    );
    const chosen = twin === undefined ? freePort(service, taken) : number(twin, 'nodePort');
    if (chosen === undefined) return;
    port.nodePort = chosen;
    taken.add(chosen);
  }
}

/** Undefined when all are taken. */
function freePort(service: KubeObject, taken: ReadonlySet<number>): number | undefined {
  const size = LAST_PORT - FIRST_PORT + 1 - RESERVED_PORTS;
  const start = startOf(service, 'port') % size;
  for (let step = 0; step < size; step++) {
    const port = FIRST_PORT + RESERVED_PORTS + ((start + step) % size);
    if (!taken.has(port)) return port;
  }
  return undefined;
}

function others(service: KubeObject, context: StrategyContext): KubeObject[] {
  const [namespace, name] = [text(service, 'metadata', 'namespace'), text(service, 'metadata', 'name')];
  return context
    .all('services')
    .filter((stored) => stored.name !== name || stored.namespace !== namespace)
    .map((stored) => stored.object);
}

function takenAddresses(service: KubeObject, context: StrategyContext): Set<string> {
  return new Set(others(service, context).flatMap((other) => texts(other, 'spec', 'clusterIPs')));
}

function takenPorts(service: KubeObject, context: StrategyContext): Set<number> {
  const taken = new Set<number>();
  for (const other of others(service, context)) {
    for (const port of list(other, 'spec', 'ports')) taken.add(number(port, 'nodePort') ?? 0);
    taken.add(number(other, 'spec', 'healthCheckNodePort') ?? 0);
  }
  return taken;
}

/** Where the search begins: spread over the range, yet the same for the same service. */
function startOf(service: KubeObject, what: string): number {
  const name = `${what} ${text(service, 'metadata', 'namespace')}/${text(service, 'metadata', 'name')}`;
  return createHash('sha256').update(name).digest().readUInt32BE();
}

function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

function addressNumber(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (parts === null) return undefined;
  return parts.slice(1).reduce((sum, part) => sum * 256 + Number(part), 0);
}
