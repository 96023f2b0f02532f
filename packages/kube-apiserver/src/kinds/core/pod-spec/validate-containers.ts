/** Rules for containers. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import {
  duplicate,
  type FieldError,
  fieldForbidden,
  fieldNotFound,
  invalidValue,
  notSupported,
  required,
} from '../../../validation/field-error.ts';
import { dnsLabel, portName, portNumber } from '../../../validation/names.ts';
import { type Fields, get, type Item, isZero, itemsOf, number, objects, optionalText, text } from '../../access.ts';
import { validateContainerResources } from '../../resource-list.ts';
import { validateEnvironment } from './validate-environment.ts';
import { type ProbeKind, validateLifecycle, validateProbe } from './validate-handlers.ts';
import { validateMounts } from './validate-mounts.ts';
import { validateContainerSecurity } from './validate-security.ts';

/** What the rest of the pod says that matters to its containers. */
export interface ContainerSurroundings {
  readonly volumes: ReadonlyMap<string, Fields>;
  /** Names of `spec.resourceClaims`. */
  readonly claims: ReadonlySet<string>;
  readonly gracePeriod: number;
  readonly hostUsers: boolean;
}

const PROBES: readonly ProbeKind[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

export function validateContainers(spec: Fields, around: ContainerSurroundings, path: string): FieldError[] {
  const regular = itemsOf(spec, 'containers', path);
  if (regular.length === 0) return [required(`${path}.containers`)];
  const names = new Set<string>();
  const errors = regular.flatMap((item) => {
    const wrong = [
      ...validateContainer(item, around),
      ...takeName(names, item),
      ...validateLifecycle(item.value, item.path, around.gracePeriod),
      ...PROBES.flatMap((kind) => validateProbe(item.value, kind, item.path, around.gracePeriod)),
    ];
    if (item.value.restartPolicy !== undefined) {
      wrong.push(fieldForbidden(`${item.path}.restartPolicy`, 'may not be set for non-init containers'));
    }
    return wrong;
  });
  return [
    ...errors,
    ...validateHostPorts(regular),
    ...itemsOf(spec, 'initContainers', path).flatMap((item) => validateInitContainer(item, names, around)),
    ...validateEphemeral(spec, names, around, path),
  ];
}

function validateInitContainer(item: Item, names: Set<string>, around: ContainerSurroundings): FieldError[] {
  const { value: container, path } = item;
  const errors = validateContainer(item, around);
  const policy = optionalText(container, 'restartPolicy');
  if (policy !== undefined && policy !== 'Always') {
    errors.push(notSupported(`${path}.restartPolicy`, policy, ['Always']));
  }
  errors.push(...takeName(names, item), ...validateHostPorts([item]));
  if (policy === 'Always') {
    return [
      ...errors,
      ...validateLifecycle(container, path, around.gracePeriod),
      ...PROBES.flatMap((kind) => validateProbe(container, kind, path, around.gracePeriod)),
    ];
  }
  const sidecarsOnly = ['lifecycle', ...PROBES].filter((name) => get(container, name) !== undefined);
  return [
    ...errors,
    ...sidecarsOnly.map((name) =>
      fieldForbidden(`${path}.${name}`, 'may not be set for init containers without restartPolicy=Always'),
    ),
  ];
}

/** Members that an ephemeral container may not have. */
const NOT_EPHEMERAL = ['ports', 'resources', ...PROBES, 'lifecycle', 'resizePolicy', 'restartPolicy'];

function validateEphemeral(
  spec: Fields,
  names: Set<string>,
  around: ContainerSurroundings,
  path: string,
): FieldError[] {
  const others = new Set(names);
  return itemsOf(spec, 'ephemeralContainers', path).flatMap((item) => {
    const { value: container, path: at } = item;
    const errors = [...validateContainer(item, around), ...takeName(names, item)];
    const target = text(container, 'targetContainerName');
    if (target !== '' && !others.has(target)) errors.push(fieldNotFound(`${at}.targetContainerName`, target));
    for (const name of NOT_EPHEMERAL) {
      if (!isNothing(container[name])) {
        errors.push(fieldForbidden(`${at}.${name}`, 'cannot be set for an Ephemeral Container'));
      }
    }
    for (const { value: mount, path: mountPath } of itemsOf(container, 'volumeMounts', at)) {
      for (const name of ['subPath', 'subPathExpr']) {
        if (text(mount, name) !== '') {
          errors.push(fieldForbidden(`${mountPath}.${name}`, 'cannot be set for an Ephemeral Container'));
        }
      }
    }
    return errors;
  });
}

function isNothing(value: unknown): boolean {
  return isZero(value) || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function takeName(names: Set<string>, { value, path }: Item): FieldError[] {
  const name = text(value, 'name');
  if (name === '') return [];
  if (names.has(name)) return [duplicate(`${path}.name`, name)];
  names.add(name);
  return [];
}

function validateContainer({ value: container, path }: Item, around: ContainerSurroundings): FieldError[] {
  const name = text(container, 'name');
  const errors =
    name === ''
      ? [required(`${path}.name`)]
      : dnsLabel(name).map((problem) => invalidValue(`${path}.name`, name, problem));
  if (text(container, 'image') === '') errors.push(required(`${path}.image`));
  errors.push(
    ...oneOf(container, 'terminationMessagePolicy', ['File', 'FallbackToLogsOnError'], path),
    ...validatePorts(container, path),
    ...validateEnvironment(container, path),
    ...validateMounts(container, around.volumes, path),
    ...oneOf(container, 'imagePullPolicy', ['Always', 'IfNotPresent', 'Never'], path),
    ...validateContainerResources(get(container, 'resources'), `${path}.resources`, around.claims),
    ...validateContainerSecurity(container, path, around.hostUsers),
  );
  return errors;
}

/** A text that must be there and be one of the supported ones. */
export function oneOf(parent: unknown, name: string, supported: readonly string[], path: string): FieldError[] {
  const value = text(parent, name);
  if (value === '') return [required(`${path}.${name}`)];
  return supported.includes(value) ? [] : [notSupported(`${path}.${name}`, value, supported)];
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function validatePorts(container: Fields, path: string): FieldError[] {
  const names = new Set<string>();
  return itemsOf(container, 'ports', path).flatMap(({ value: port, path: at }) => {
    const name = text(port, 'name');
    const errors: FieldError[] = [];
    if (name !== '') {
      const problems = portName(name);
      errors.push(...problems.map((problem) => invalidValue(`${at}.name`, name, problem)));
      if (problems.length === 0 && names.has(name)) errors.push(duplicate(`${at}.name`, name));
      if (problems.length === 0) names.add(name);
    }
    const inside = number(port, 'containerPort') ?? 0;
    if (inside === 0) errors.push(required(`${at}.containerPort`));
    else errors.push(...portNumber(inside).map((problem) => invalidValue(`${at}.containerPort`, inside, problem)));
    const outside = number(port, 'hostPort') ?? 0;
    if (outside !== 0) {
      errors.push(...portNumber(outside).map((problem) => invalidValue(`${at}.hostPort`, outside, problem)));
    }
    return [...errors, ...oneOf(port, 'protocol', PROTOCOLS, at)];
  });
}

function validateHostPorts(containers: readonly Item[]): FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ value: container, path }) =>
    objects(container, 'ports').flatMap((port, index) => {
      const host = number(port, 'hostPort') ?? 0;
      if (host === 0) return [];
      const key = `${text(port, 'protocol')}/${text(port, 'hostIP')}/${host}`;
      if (taken.has(key)) return [duplicate(`${path}.ports[${index}].hostPort`, key)];
      taken.add(key);
      return [];
    }),
  );
}
