/** Rules for probes and hooks. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import {
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
} from '../../../validation/field-error.ts';
import { headerName, portName, portNumber } from '../../../validation/names.ts';
import { get, list, number, objects, optionalFields, text } from '../../access.ts';
import { NOT_NEGATIVE } from '../../resource-list.ts';

export type ProbeKind = 'livenessProbe' | 'readinessProbe' | 'startupProbe';

export function validateProbe(container: unknown, kind: ProbeKind, path: string, gracePeriod: number): FieldError[] {
  const probe = optionalFields(container, kind);
  if (probe === undefined) return [];
  const at = `${path}.${kind}`;
  const errors = validateHandler(probe, at, gracePeriod);
  for (const name of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    const value = number(probe, name) ?? 0;
    if (value < 0) errors.push(invalidValue(`${at}.${name}`, value, NOT_NEGATIVE));
  }
  const grace = number(probe, 'terminationGracePeriodSeconds');
  if (grace !== undefined && grace <= 0) {
    errors.push(invalidValue(`${at}.terminationGracePeriodSeconds`, grace, 'must be greater than 0'));
  }
  if (kind === 'readinessProbe') {
    if (grace !== undefined) {
      const why = 'must not be set for readinessProbes';
      errors.push(invalidValue(`${at}.terminationGracePeriodSeconds`, grace, why));
    }
  } else {
    const threshold = number(probe, 'successThreshold') ?? 0;
    if (threshold !== 1) errors.push(invalidValue(`${at}.successThreshold`, threshold, 'must be 1'));
  }
  return errors;
}

export function validateLifecycle(container: unknown, path: string, gracePeriod: number): FieldError[] {
  return ['postStart', 'preStop'].flatMap((name) => {
    const handler = optionalFields(container, 'lifecycle', name);
    return handler === undefined ? [] : validateHandler(handler, `${path}.lifecycle.${name}`, gracePeriod);
  });
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

function validateHandler(parent: unknown, path: string, gracePeriod: number): FieldError[] {
  const present = HANDLERS.filter((name) => optionalFields(parent, name) !== undefined);
  const [first, ...others] = present;
  if (first === undefined) return [required(path, 'must specify a handler type')];
  return [
    ...validateAction(first, get(parent, first), `${path}.${first}`, gracePeriod),
    ...others.map((name) => fieldForbidden(`${path}.${name}`, 'may not specify more than 1 handler type')),
  ];
}

function validateAction(
  name: (typeof HANDLERS)[number],
  action: unknown,
  path: string,
  gracePeriod: number,
): FieldError[] {
  switch (name) {
    case 'exec':
      return list(action, 'command').length === 0 ? [required(`${path}.command`)] : [];
    case 'httpGet':
      return validateHttpGet(action, path);
    case 'tcpSocket':
    case 'grpc':
      return validatePort(get(action, 'port'), `${path}.port`);
    case 'sleep': {
      const seconds = number(action, 'seconds') ?? 0;
      if (seconds >= 0 && seconds <= gracePeriod) return [];
      const why = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
      return [invalidValue(path, seconds, why)];
    }
  }
}

function validateHttpGet(action: unknown, path: string): FieldError[] {
  const errors = text(action, 'path') === '' ? [required(`${path}.path`)] : [];
  errors.push(...validatePort(get(action, 'port'), `${path}.port`));
  const scheme = text(action, 'scheme');
  if (scheme !== 'HTTP' && scheme !== 'HTTPS') errors.push(notSupported(`${path}.scheme`, scheme, ['HTTP', 'HTTPS']));
  for (const header of objects(action, 'httpHeaders')) {
    const name = text(header, 'name');
    errors.push(...headerName(name).map((problem) => invalidValue(`${path}.httpHeaders`, name, problem)));
  }
  return errors;
}

/** A number of a port, or a name of one. */
export function validatePort(port: unknown, path: string): FieldError[] {
  if (typeof port === 'string') return portName(port).map((problem) => invalidValue(path, port, problem));
  const value = typeof port === 'number' ? port : 0;
  return portNumber(value).map((problem) => invalidValue(path, value, problem));
}
