/** Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { compareQuantities, parseQuantity, type Quantity, quantityToNumber } from '@luban/kube';
import type { Strategy } from '../../registry/strategy.ts';
import { duplicate, type FieldError, fieldForbidden, invalidValue, required } from '../../validation/field-error.ts';
import { qualifiedName } from '../../validation/names.ts';
import { copy, ensure, type Fields, fields, fill, itemsOf, objects, optionalFields, text } from '../access.ts';
import { builtIn } from '../built-in.ts';
import { canonicalizeQuantities, isStandardResource, quantities, shownQuantity } from '../resource-list.ts';

const PARTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;
const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const ONE = parseQuantity('1');

export const limitRangeStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  createsOnUpdate: true,
  default(range) {
    for (const limit of objects(range, 'spec', 'limits')) {
      for (const part of PARTS) canonicalizeQuantities(optionalFields(limit, part));
      if (text(limit, 'type') === 'Container') defaultContainerLimit(limit);
    }
  },
  validate(range) {
    const types = new Set<string>();
    return itemsOf(range.spec, 'limits', 'spec').flatMap(({ value: limit, path }) => {
      const type = text(limit, 'type');
      const errors = validateType(type, `${path}.type`);
      if (types.has(type)) errors.push(duplicate(`${path}.type`, type));
      types.add(type);
      return [...errors, ...validateLimit(limit, type, path)];
    });
  },
});

/** What is not said follows from what is: the default from the maximum, the request from the default or the minimum. */
function defaultContainerLimit(limit: Fields): void {
  const [limits, requests] = [ensure(limit, 'default'), ensure(limit, 'defaultRequest')];
  if (limits === undefined || requests === undefined) return;
  fill(limits, copy(fields(limit, 'max')));
  fill(requests, copy(limits));
  fill(requests, copy(fields(limit, 'min')));
  if (Object.keys(limits).length === 0) delete limit.default;
  if (Object.keys(requests).length === 0) delete limit.defaultRequest;
}

function validateType(type: string, path: string): FieldError[] {
  const errors = qualifiedName(type).map((problem) => invalidValue(path, type, problem));
  if (errors.length > 0 || type.includes('/') || TYPES.includes(type)) return errors;
  return [invalidValue(path, type, 'must be a standard limit type or fully qualified')];
}

function validateLimit(limit: Fields, type: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const part of PARTS) {
    const names = Object.keys(fields(limit, part));
    if (type === 'Pod' && part.startsWith('default')) {
      if (names.length > 0) errors.push(fieldForbidden(`${path}.${part}`, "may not be specified when `type` is 'Pod'"));
      continue;
    }
    errors.push(...names.flatMap((name) => validateName(name, `${path}.${part}[${name}]`)));
  }
  const [min, max] = [quantities(limit, 'min'), quantities(limit, 'max')];
  if (type === 'PersistentVolumeClaim' && !min.has('storage') && !max.has('storage')) {
    const why = 'either minimum or maximum storage value is required, but neither was provided';
    errors.push(required(`${path}.limits`, why));
  }
  const isPod = type === 'Pod';
  const none = new Map<string, Quantity>();
  const [limits, requests] = [
    isPod ? none : quantities(limit, 'default'),
    isPod ? none : quantities(limit, 'defaultRequest'),
  ];
  const ratios = quantities(limit, 'maxLimitRequestRatio');
  for (const name of new Set([...min.keys(), ...max.keys(), ...limits.keys(), ...requests.keys(), ...ratios.keys()])) {
    const amounts: Amounts = {
      min: min.get(name),
      max: max.get(name),
      limit: limits.get(name),
      request: requests.get(name),
      ratio: ratios.get(name),
    };
    errors.push(...validateOrder(name, amounts, path));
  }
  return errors;
}

interface Amounts {
  min: Quantity | undefined;
  max: Quantity | undefined;
  limit: Quantity | undefined;
  request: Quantity | undefined;
  ratio: Quantity | undefined;
}

function validateOrder(name: string, { min, max, limit, request, ratio }: Amounts, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const order = (
    part: string,
    shown: Quantity,
    low: [string, Quantity | undefined],
    high: [string, Quantity | undefined],
  ) => {
    if (low[1] === undefined || high[1] === undefined || compareQuantities(low[1], high[1]) <= 0) return;
    const why = `${low[0]} ${shownQuantity(low[1])} is greater than ${high[0]} ${shownQuantity(high[1])}`;
    errors.push(invalidValue(`${path}.${part}[${name}]`, shownQuantity(shown), why));
  };
  if (min) order('min', min, ['min value', min], ['max value', max]);
  if (request) {
    order('defaultRequest', request, ['min value', min], ['default request value', request]);
    order('defaultRequest', request, ['default request value', request], ['max value', max]);
    order('defaultRequest', request, ['default request value', request], ['default limit value', limit]);
  }
  if (min) order('default', min, ['min value', min], ['default value', limit]);
  if (max) order('default', max, ['default value', limit], ['max value', max]);
  if (ratio === undefined) return errors;
  const at = `${path}.maxLimitRequestRatio[${name}]`;
  if (compareQuantities(ratio, ONE) < 0) {
    errors.push(invalidValue(at, shownQuantity(ratio), `ratio ${shownQuantity(ratio)} is less than 1`));
  }
  if (min !== undefined && max !== undefined) {
    const largest = quantityToNumber(max) / quantityToNumber(min);
    if (quantityToNumber(ratio) > largest) {
      const why = `ratio ${shownQuantity(ratio)} is greater than max/min = ${largest.toFixed(6)}`;
      errors.push(invalidValue(at, shownQuantity(ratio), why));
    }
  }
  return errors;
}

function validateName(name: string, path: string): FieldError[] {
  const errors = qualifiedName(name).map((problem) => invalidValue(path, name, problem));
  if (errors.length > 0 || name.includes('/') || isStandardResource(name)) return errors;
  return [invalidValue(path, name, 'must be a standard resource type or fully qualified')];
}
