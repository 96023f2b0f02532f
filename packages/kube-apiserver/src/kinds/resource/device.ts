/** Kinds for the allocation of devices, of which shapes alone are checked. Source: k8s.io/kubernetes/pkg/apis/resource. */
import type { Strategy } from '../../registry/strategy.ts';
import { type FieldError, invalidValue, required } from '../../validation/field-error.ts';
import { dnsLabel, subdomainName } from '../../validation/names.ts';
import {
  ensure,
  type Fields,
  fillZero,
  get,
  itemsOf,
  list,
  objects,
  optionalFields,
  sameJson,
  text,
} from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';

export const deviceClassStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: true,
  default: (item) => void ensure(item, 'spec'),
});

export const resourceClaimStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  initialStatus: {},
  default: (claim) => defaultClaim(ensure(claim, 'spec')),
  validate: (claim) => validateClaim(get(claim, 'spec'), 'spec'),
  validateUpdate: (claim, old) => validateImmutable(claim, old, ['spec']),
});

export const resourceClaimTemplateStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  default(template) {
    const spec = ensure(template, 'spec');
    if (spec === undefined) return;
    ensure(spec, 'metadata');
    defaultClaim(ensure(spec, 'spec'));
  },
  validate: (template) => validateClaim(get(template, 'spec', 'spec'), 'spec.spec'),
  validateUpdate: (template, old) => validateImmutable(template, old, ['spec']),
});

export const resourceSliceStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: true,
  validate(slice) {
    const errors: FieldError[] = [];
    const driver = text(slice, 'spec', 'driver');
    if (driver === '') errors.push(required('spec.driver'));
    else errors.push(...subdomainName(driver, false).map((it) => invalidValue('spec.driver', driver, it)));
    if (text(slice, 'spec', 'pool', 'name') === '') errors.push(required('spec.pool.name'));
    return errors;
  },
  validateUpdate: (slice, old) =>
    ['driver', 'nodeName'].flatMap((name) =>
      sameJson(get(slice, 'spec', name), get(old, 'spec', name)) ? [] : validateImmutable(slice, old, ['spec', name]),
    ),
  selectable: ['spec.nodeName', 'spec.driver'],
  selectableFields: (slice) => ({
    'spec.nodeName': text(slice, 'spec', 'nodeName'),
    'spec.driver': text(slice, 'spec', 'driver'),
  }),
});

function defaultClaim(spec: Fields | undefined): void {
  for (const request of objects(spec, 'devices', 'requests')) {
    const exact = optionalFields(request, 'exactly');
    for (const part of [...(exact === undefined ? [] : [exact]), ...objects(request, 'firstAvailable')]) {
      fillZero(part, { allocationMode: 'ExactCount' });
      if (part.allocationMode === 'ExactCount') fillZero(part, { count: 1 });
    }
  }
}

function validateClaim(spec: unknown, path: string): FieldError[] {
  return itemsOf(get(spec, 'devices'), 'requests', `${path}.devices`).flatMap(({ value: request, path: at }) => {
    const name = text(request, 'name');
    const errors: FieldError[] =
      name === '' ? [required(`${at}.name`)] : dnsLabel(name).map((it) => invalidValue(`${at}.name`, name, it));
    const exact = optionalFields(request, 'exactly');
    const choices = list(request, 'firstAvailable').length > 0;
    if (exact === undefined && !choices)
      errors.push(required(at, 'exactly one of `exactly` or `firstAvailable` is required'));
    if (exact !== undefined && choices) {
      errors.push(
        invalidValue(at, null, 'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set'),
      );
    }
    if (exact !== undefined && text(exact, 'deviceClassName') === '')
      errors.push(required(`${at}.exactly.deviceClassName`));
    return errors;
  });
}
