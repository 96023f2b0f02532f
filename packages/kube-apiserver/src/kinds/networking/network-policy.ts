/** Source: k8s.io/kubernetes/pkg/apis/networking/validation. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { portName, portNumber } from '../../validation/names.ts';
import {
  ensure,
  fields,
  fill,
  get,
  itemsOf,
  list,
  number,
  objects,
  optionalFields,
  optionalText,
  text,
  texts,
} from '../access.ts';
import { builtIn } from '../built-in.ts';
import { isStrictlyInside, parseCidr, validateCidr } from './cidr.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES = ['Ingress', 'Egress'];
const DIRECTIONS = [
  ['ingress', 'from'],
  ['egress', 'to'],
] as const;

export const networkPolicyStrategy: Strategy = builtIn({
  namespaced: true,
  default(policy) {
    const spec = ensure(policy, 'spec');
    if (spec === undefined) return;
    fill(spec, { podSelector: {} });
    if (list(spec, 'policyTypes').length === 0) {
      spec.policyTypes = list(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
    }
    for (const [direction] of DIRECTIONS) {
      for (const rule of objects(spec, direction)) {
        for (const port of objects(rule, 'ports')) fill(port, { protocol: 'TCP' });
      }
    }
  },
  validate(policy) {
    const spec = fields(policy, 'spec');
    const errors = validateLabelSelector(get(spec, 'podSelector'), 'spec.podSelector');
    for (const [direction, peers] of DIRECTIONS) {
      for (const { value: rule, path } of itemsOf(spec, direction, 'spec')) {
        errors.push(...itemsOf(rule, 'ports', path).flatMap(({ value, path: at }) => validatePort(value, at)));
        errors.push(...itemsOf(rule, peers, path).flatMap(({ value, path: at }) => validatePeer(value, at)));
      }
    }
    const types = texts(spec, 'policyTypes');
    if (types.length > POLICY_TYPES.length) {
      return [...errors, invalidValue('spec.policyTypes', types, 'may not specify more than two policyTypes')];
    }
    types.forEach((type, index) => {
      if (!POLICY_TYPES.includes(type)) errors.push(notSupported(`spec.policyTypes[${index}]`, type, POLICY_TYPES));
    });
    return errors;
  },
});

function validatePort(rule: unknown, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const protocol = optionalText(rule, 'protocol');
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS));
  }
  const port = get(rule, 'port');
  const end = number(rule, 'endPort');
  const at = `${path}.endPort`;
  if (typeof port === 'number') {
    errors.push(...portNumber(port).map((problem) => invalidValue(`${path}.port`, port, problem)));
    if (end === undefined) return errors;
    if (end < port) errors.push(invalidValue(at, end, 'must be greater than or equal to `port`'));
    return [...errors, ...portNumber(end).map((problem) => invalidValue(at, end, problem))];
  }
  if (typeof port === 'string') {
    if (end !== undefined) errors.push(invalidValue(at, end, 'may not be specified when `port` is non-numeric'));
    return [...errors, ...portName(port).map((problem) => invalidValue(`${path}.port`, port, problem))];
  }
  if (end !== undefined) errors.push(invalidValue(at, end, 'may not be specified when `port` is not specified'));
  return errors;
}

function validatePeer(peer: unknown, path: string): FieldError[] {
  const present = ['podSelector', 'namespaceSelector', 'ipBlock'].filter((name) => optionalFields(peer, name));
  if (present.length === 0) return [required(path, 'must specify a peer')];
  const errors = present
    .filter((name) => name !== 'ipBlock')
    .flatMap((name) => validateLabelSelector(get(peer, name), `${path}.${name}`));
  if (!present.includes('ipBlock')) return errors;
  errors.push(...validateBlock(get(peer, 'ipBlock'), `${path}.ipBlock`));
  if (present.length > 1) errors.push(fieldForbidden(path, 'may not specify both ipBlock and another peer'));
  return errors;
}

function validateBlock(block: unknown, path: string): FieldError[] {
  const range = text(block, 'cidr');
  if (range === '') return [required(`${path}.cidr`)];
  const errors = validateCidr(range, `${path}.cidr`);
  if (errors.length > 0) return errors;
  return texts(block, 'except').flatMap((except, index) => {
    const at = `${path}.except[${index}]`;
    if (parseCidr(except) === undefined) return validateCidr(except, at);
    return isStrictlyInside(range, except) ? [] : [invalidValue(at, except, 'must be a strict subset of `cidr`')];
  });
}
