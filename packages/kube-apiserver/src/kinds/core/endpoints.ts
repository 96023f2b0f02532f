/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { BlockList, isIP } from 'node:net';
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { dnsLabel, portNumber, qualifiedName, subdomainName } from '../../validation/names.ts';
import { fillZero, itemsOf, list, number, objects, optionalText, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { oneOf } from './pod-spec/validate-containers.ts';
import { validateAddress } from './pod-spec/validate-pod-spec.ts';

export const endpointsStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  createsOnUpdate: true,
  default(endpoints) {
    for (const subset of objects(endpoints, 'subsets')) {
      for (const port of objects(subset, 'ports')) fillZero(port, { protocol: 'TCP' });
    }
  },
  validate: (endpoints) => itemsOf(endpoints, 'subsets', '').flatMap(({ value, path }) => validateSubset(value, path)),
});

function validateSubset(subset: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (list(subset, 'addresses').length === 0 && list(subset, 'notReadyAddresses').length === 0) {
    errors.push(required(path, 'must specify `addresses` or `notReadyAddresses`'));
  }
  for (const name of ['addresses', 'notReadyAddresses']) {
    errors.push(...itemsOf(subset, name, path).flatMap(({ value, path: at }) => validateEndpoint(value, at)));
  }
  const ports = itemsOf(subset, 'ports', path);
  return [...errors, ...ports.flatMap(({ value, path: at }) => validatePort(value, at, ports.length > 1))];
}

function validateEndpoint(address: unknown, path: string): FieldError[] {
  const ip = text(address, 'ip');
  const hostname = text(address, 'hostname');
  const node = optionalText(address, 'nodeName');
  return [
    ...validateAddress(ip, `${path}.ip`),
    ...dnsLabelOf(hostname, `${path}.hostname`),
    ...(node === undefined
      ? []
      : subdomainName(node, false).map((problem) => invalidValue(`${path}.nodeName`, node, problem))),
    ...validateEndpointAddress(ip, `${path}.ip`),
  ];
}

function validatePort(port: unknown, path: string, needsName: boolean): FieldError[] {
  const name = text(port, 'name');
  const value = number(port, 'port') ?? 0;
  const application = optionalText(port, 'appProtocol');
  return [
    ...(needsName && name === '' ? [required(`${path}.name`)] : dnsLabelOf(name, `${path}.name`)),
    ...portNumber(value).map((problem) => invalidValue(`${path}.port`, value, problem)),
    ...oneOf(port, 'protocol', ['SCTP', 'TCP', 'UDP'], path),
    ...(application === undefined
      ? []
      : qualifiedName(application).map((problem) => invalidValue(`${path}.appProtocol`, application, problem))),
  ];
}

function dnsLabelOf(value: string, path: string): FieldError[] {
  return value === '' ? [] : dnsLabel(value).map((problem) => invalidValue(path, value, problem));
}

const SPECIAL: readonly (readonly [block: BlockList, sentence: string])[] = [
  [block(['127.0.0.0', 8], ['::1', 128]), 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [block(['169.254.0.0', 16], ['fe80::', 10]), 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [block(['224.0.0.0', 24], ['ff02::', 16]), 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

/** Traffic to a service must not reach what only a node itself may reach. */
export function validateEndpointAddress(address: string, path: string): FieldError[] {
  const family = isIP(address);
  if (family === 0) return [];
  const errors: FieldError[] = [];
  if (address === '0.0.0.0' || address === '::') {
    errors.push(invalidValue(path, address, `may not be unspecified (${address})`));
  }
  for (const [special, sentence] of SPECIAL) {
    if (special.check(address, family === 4 ? 'ipv4' : 'ipv6')) errors.push(invalidValue(path, address, sentence));
  }
  return errors;
}

function block(v4: [address: string, length: number], v6: [address: string, length: number]): BlockList {
  const blocks = new BlockList();
  blocks.addSubnet(v4[0], v4[1], 'ipv4');
  blocks.addSubnet(v6[0], v6[1], 'ipv6');
  return blocks;
}
