/** Maps of quantities: requests, limits, capacities and quotas. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import {
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityOf,
} from '@luban/kube';
import { type FieldError, fieldForbidden, invalidValue, notSupported, required } from '../validation/field-error.ts';
import { qualifiedName } from '../validation/names.ts';
import { type Fields, fields, get, optionalFields, put } from './access.ts';

export const ZERO: Quantity = parseQuantity('0');
export const NOT_NEGATIVE = 'must be greater than or equal to 0';

/** Writes the quantities of a map in their canonical form. */
export function canonicalizeQuantities(map: Fields | undefined): void {
  for (const [name, value] of Object.entries(map ?? {})) {
    const canonical = canonicalQuantity(value);
    if (map !== undefined && canonical !== value) put(map, name, canonical);
  }
}

/** Both maps of a `resources` field. */
export function canonicalizeResources(resources: unknown): void {
  canonicalizeQuantities(optionalFields(resources, 'limits'));
  canonicalizeQuantities(optionalFields(resources, 'requests'));
}

export function canonicalizeQuantity(parent: Fields | undefined, name: string): void {
  const value = get(parent, name);
  if (parent !== undefined && value !== undefined) parent[name] = canonicalQuantity(value);
}

/** The quantities of a map; other entries are left out, as the schema's check complains of them. */
export function quantities(value: unknown, ...names: readonly string[]): Map<string, Quantity> {
  const found = new Map<string, Quantity>();
  for (const [name, entry] of Object.entries(fields(value, ...names))) {
    const quantity = quantityOf(entry);
    if (quantity !== undefined) found.set(name, quantity);
  }
  return found;
}

export function shownQuantity(quantity: Quantity): string {
  return formatQuantity(quantity);
}

function validateNonnegativeQuantity(quantity: Quantity, path: string): FieldError[] {
  return quantity.nano < 0n ? [invalidValue(path, shownQuantity(quantity), NOT_NEGATIVE)] : [];
}

/** Requests and limits of a container. `claims` are the names in `spec.resourceClaims`. */
export function validateContainerResources(
  resources: unknown,
  path: string,
  claims: ReadonlySet<string> = new Set(),
): FieldError[] {
  const limits = quantities(resources, 'limits');
  const requests = quantities(resources, 'requests');
  const errors: FieldError[] = [];
  for (const [name, quantity] of limits) errors.push(...validateAmount(name, quantity, `${path}.limits[${name}]`));
  for (const [name, quantity] of requests) {
    errors.push(...validateAmount(name, quantity, `${path}.requests[${name}]`));
    const limit = limits.get(name);
    const shown = shownQuantity(quantity);
    if (limit === undefined) {
      if (!mayOvercommit(name)) {
        errors.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
      }
    } else if (compareQuantities(quantity, limit) !== 0 && !mayOvercommit(name)) {
      errors.push(invalidValue(`${path}.requests`, shown, `must be equal to ${name} limit of ${shownQuantity(limit)}`));
    } else if (compareQuantities(quantity, limit) > 0) {
      const why = `must be less than or equal to ${name} limit of ${shownQuantity(limit)}`;
      errors.push(invalidValue(`${path}.requests`, shown, why));
    }
  }
  const names = new Set([...limits.keys(), ...requests.keys()]);
  if ([...names].some(isHugePages) && !names.has('cpu') && !names.has('memory')) {
    errors.push(fieldForbidden(path, 'HugePages require cpu or memory'));
  }
  return [...errors, ...validateClaims(resources, path, claims)];
}

/** Those of a whole pod. */
export function validatePodResources(resources: unknown, path: string): FieldError[] {
  return ['limits', 'requests'].flatMap((part) =>
    [...quantities(resources, part)].flatMap(([name, quantity]) => [
      ...(name === 'cpu' || name === 'memory' || isHugePages(name)
        ? []
        : [notSupported(`${path}.${part}[${name}]`, name, ['cpu', 'hugepages-', 'memory'])]),
      ...validateNonnegativeQuantity(quantity, `${path}.${part}[${name}]`),
    ]),
  );
}

function validateAmount(name: string, quantity: Quantity, path: string): FieldError[] {
  return [
    ...validateContainerResourceName(name, path),
    ...validateResourceQuantity(name, quantity, path),
    ...validateHugePages(name, quantity, path),
  ];
}

function validateContainerResourceName(name: string, path: string): FieldError[] {
  const problems = qualifiedName(name).map((problem) => invalidValue(path, name, problem));
  if (problems.length > 0) return problems;
  if (!name.includes('/')) {
    if (CONTAINER_RESOURCES.has(name) || isHugePages(name)) return [];
    const errors = isStandardResource(name)
      ? []
      : [invalidValue(path, name, 'must be a standard resource type or fully qualified')];
    return [...errors, invalidValue(path, name, 'must be a standard resource for containers')];
  }
  if (isNative(name) || isExtended(name)) return [];
  return [invalidValue(path, name, "doesn't follow extended resource name standard")];
}

/** An amount is not negative, and whole where parts make no sense. */
export function validateResourceQuantity(name: string, quantity: Quantity, path: string): FieldError[] {
  const errors = validateNonnegativeQuantity(quantity, path);
  if (isCounted(name) && quantity.nano % 1_000_000_000n !== 0n) {
    errors.push(invalidValue(path, shownQuantity(quantity), 'must be an integer'));
  }
  return errors;
}

function validateHugePages(name: string, quantity: Quantity, path: string): FieldError[] {
  if (!isHugePages(name)) return [];
  const size = quantityOf(name.slice('hugepages-'.length));
  if (size !== undefined && size.nano > 0n && quantity.nano % size.nano === 0n) return [];
  const shown = shownQuantity(quantity);
  return [invalidValue(path, shown, `${shown} is not positive integer multiple of ${name}`)];
}

function validateClaims(resources: unknown, path: string, known: ReadonlySet<string>): FieldError[] {
  const claims = get(resources, 'claims');
  if (!Array.isArray(claims)) return [];
  return claims.flatMap((claim, index) => {
    const name = get(claim, 'name');
    const at = `${path}.claims[${index}]`;
    if (typeof name !== 'string' || name === '') return [required(at)];
    if (known.has(name)) return [];
    const names = known.size === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`;
    const message = `Not found: ${JSON.stringify(name)}: must be one of the names in pod.spec.resourceClaims${names}`;
    return [{ reason: 'FieldValueNotFound', field: at, message }];
  });
}

const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Resources that count whole things. */
const COUNTED = new Set([
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);

const OTHER_STANDARD = new Set([
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'storage',
  'requests.storage',
]);

export function isStandardResource(name: string): boolean {
  return (
    CONTAINER_RESOURCES.has(name) ||
    COUNTED.has(name) ||
    OTHER_STANDARD.has(name) ||
    isHugePages(name) ||
    name.startsWith('requests.hugepages-')
  );
}

function isCounted(name: string): boolean {
  return COUNTED.has(name) || isExtended(name) || name.startsWith('count/');
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Such as `nvidia.com/gpu`. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0;
}

function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}
