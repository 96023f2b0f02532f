/** Source: k8s.io/kubernetes/pkg/apis/discovery/validation. */
import { isIP } from 'node:net';
import type { KubeObject } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import {
  duplicate,
  type FieldError,
  invalidValue,
  notSupported,
  required,
  tooMany,
} from '../../validation/field-error.ts';
import { dnsLabel, dnsSubdomain, portNumber, qualifiedName, subdomainName } from '../../validation/names.ts';
import { fill, get, itemsOf, list, number, objects, optionalText, text, texts } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { validateEndpointAddress } from '../core/endpoints.ts';

const TYPES = ['FQDN', 'IPv4', 'IPv6'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const MOST_ENDPOINTS = 1000;
const MOST_PORTS = 20_000;
const MOST_ADDRESSES = 100;

export const endpointSliceStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: true,
  default(slice) {
    for (const port of objects(slice, 'ports')) fill(port, { name: '', protocol: 'TCP' });
  },
  validate: (slice) => [...validateType(slice), ...validateEndpoints(slice), ...validatePorts(slice)],
  validateUpdate: (slice, old) => validateImmutable(slice, old, ['addressType']),
});

function validateType(slice: KubeObject): FieldError[] {
  const type = text(slice, 'addressType');
  if (type === '') return [required('addressType')];
  return TYPES.includes(type) ? [] : [notSupported('addressType', type, TYPES)];
}

function validateEndpoints(slice: KubeObject): FieldError[] {
  const type = text(slice, 'addressType');
  const count = list(slice, 'endpoints').length;
  if (count > MOST_ENDPOINTS) return [tooMany('endpoints', count, MOST_ENDPOINTS)];
  return itemsOf(slice, 'endpoints', '').flatMap(({ value: endpoint, path }) => {
    const addresses = texts(endpoint, 'addresses');
    const at = `${path}.addresses`;
    const errors: FieldError[] = addresses.length === 0 ? [required(at, 'must contain at least 1 address')] : [];
    if (addresses.length > MOST_ADDRESSES) errors.push(tooMany(at, addresses.length, MOST_ADDRESSES));
    addresses.forEach((address, index) => {
      errors.push(...validateAddressOf(type, address, `${at}[${index}]`));
    });
    const host = optionalText(endpoint, 'hostname');
    if (host !== undefined) errors.push(...dnsLabel(host).map((it) => invalidValue(`${path}.hostname`, host, it)));
    const node = optionalText(endpoint, 'nodeName');
    if (node !== undefined) {
      errors.push(...subdomainName(node, false).map((it) => invalidValue(`${path}.nodeName`, node, it)));
    }
    return errors;
  });
}

function validateAddressOf(type: string, address: string, path: string): FieldError[] {
  if (type === 'FQDN') return dnsSubdomain(address.replace(/\.$/, '')).map((it) => invalidValue(path, address, it));
  const family = type === 'IPv4' ? 4 : type === 'IPv6' ? 6 : undefined;
  if (family === undefined) return [];
  if (isIP(address) !== family) return [invalidValue(path, address, `must be a valid ${type} address`)];
  return validateEndpointAddress(address, path);
}

function validatePorts(slice: KubeObject): FieldError[] {
  const count = list(slice, 'ports').length;
  if (count > MOST_PORTS) return [tooMany('ports', count, MOST_PORTS)];
  const names = new Set<string>();
  return itemsOf(slice, 'ports', '').flatMap(({ value: port, path }) => {
    const name = text(port, 'name');
    const errors = name === '' ? [] : dnsLabel(name).map((problem) => invalidValue(`${path}.name`, name, problem));
    if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
    names.add(name);
    const value = number(port, 'port');
    if (value !== undefined) {
      errors.push(...portNumber(value).map((problem) => invalidValue(`${path}.port`, value, problem)));
    }
    const protocol = get(port, 'protocol');
    if (protocol === undefined) errors.push(required(`${path}.protocol`));
    else if (typeof protocol !== 'string' || !PROTOCOLS.includes(protocol))
      errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
    const application = optionalText(port, 'appProtocol');
    if (application !== undefined) {
      errors.push(...qualifiedName(application).map((it) => invalidValue(`${path}.appProtocol`, application, it)));
    }
    return errors;
  });
}
