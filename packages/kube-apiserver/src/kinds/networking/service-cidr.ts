/** Source: k8s.io/kubernetes/pkg/apis/networking/validation. */
import { isIP } from 'node:net';
import type { Strategy } from '../../registry/strategy.ts';
import { invalidValue, required, tooMany } from '../../validation/field-error.ts';
import { ensure, optionalFields, sameJson, text, texts } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { validateCidr } from './cidr.ts';

export const serviceCidrStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  initialStatus: {},
  default: (range) => void ensure(range, 'spec'),
  validate(range) {
    const blocks = texts(range, 'spec', 'cidrs');
    if (blocks.length === 0) return [required('spec.cidrs', 'at least one CIDR required')];
    if (blocks.length > 2) return [tooMany('spec.cidrs', blocks.length, 2)];
    return blocks.flatMap((block, index) => validateCidr(block, `spec.cidrs[${index}]`));
  },
  validateUpdate(range, old) {
    const [after, before] = [texts(range, 'spec', 'cidrs'), texts(old, 'spec', 'cidrs')];
    if (sameJson(after, before) || (before.length === 1 && after.length === 2 && after[0] === before[0])) return [];
    return [invalidValue('spec.cidrs', after, 'field is immutable')];
  },
});

/** An address that a service holds; its name is the address. */
export const ipAddressStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  nameRule: (name) => (isIP(name) === 0 ? ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'] : []),
  validate(address) {
    const parent = optionalFields(address, 'spec', 'parentRef');
    if (parent === undefined) return [required('spec.parentRef')];
    return ['resource', 'name']
      .filter((name) => text(parent, name) === '')
      .map((name) => required(`spec.parentRef.${name}`));
  },
  validateUpdate: (address, old) =>
    sameJson(address.spec, old.spec) ? [] : [invalidValue('spec', address.spec ?? null, 'field is immutable')],
});
