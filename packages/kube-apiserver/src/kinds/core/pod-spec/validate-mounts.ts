/** Rules for what containers mount. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import {
  type FieldError,
  fieldForbidden,
  fieldNotFound,
  invalidValue,
  notSupported,
  required,
} from '../../../validation/field-error.ts';
import { type Fields, flag, itemsOf, objects, optionalText, text } from '../../access.ts';
import { validateDescendingPath } from './paths.ts';

/** @param volumes of the pod by name */
export function validateMounts(container: Fields, volumes: ReadonlyMap<string, Fields>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const devices = new Map(objects(container, 'volumeDevices').map((it) => [text(it, 'name'), text(it, 'devicePath')]));
  const seen = new Set<string>();
  const list = `${path}.volumeMounts`;
  for (const { value: mount, path: at } of itemsOf(container, 'volumeMounts', path)) {
    const [name, target] = [text(mount, 'name'), text(mount, 'mountPath')];
    if (name === '') errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(fieldNotFound(`${at}.name`, name));
    if (target === '') errors.push(required(`${at}.mountPath`));
    if (seen.has(target)) errors.push(invalidValue(`${at}.mountPath`, target, 'must be unique'));
    seen.add(target);
    if (devices.has(name)) errors.push(invalidValue(`${at}.name`, name, 'must not already exist in volumeDevices'));
    if ([...devices.values()].includes(target)) {
      errors.push(invalidValue(`${at}.mountPath`, target, 'must not already exist as a path in volumeDevices'));
    }
    const [part, expression] = [text(mount, 'subPath'), text(mount, 'subPathExpr')];
    if (part !== '') errors.push(...validateDescendingPath(part, `${list}.subPath`));
    if (expression !== '') {
      if (part !== '') {
        errors.push(invalidValue(`${at}.subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive'));
      }
      errors.push(...validateDescendingPath(expression, `${list}.subPathExpr`));
    }
    errors.push(...validatePropagation(mount, container, list));
  }
  return [...errors, ...validateDevices(container, volumes, path)];
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIONS = ['Disabled', 'Enabled', 'IfPossible'];

function validatePropagation(mount: Fields, container: Fields, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const propagation = optionalText(mount, 'mountPropagation');
  if (propagation !== undefined) {
    const at = `${path}.mountPropagation`;
    if (!PROPAGATIONS.includes(propagation)) errors.push(notSupported(at, propagation, PROPAGATIONS));
    if (propagation === 'Bidirectional' && !flag(container, 'securityContext', 'privileged')) {
      const why = 'Bidirectional mount propagation is available only to privileged containers';
      errors.push(fieldForbidden(at, why));
    }
  }
  const recursive = optionalText(mount, 'recursiveReadOnly');
  if (recursive === undefined || recursive === 'Disabled') return errors;
  const at = `${path}.recursiveReadOnly`;
  if (!RECURSIONS.includes(recursive)) return [...errors, notSupported(at, recursive, RECURSIONS)];
  if (!flag(mount, 'readOnly')) errors.push(fieldForbidden(at, 'may only be specified when readOnly is true'));
  if (propagation !== undefined && propagation !== 'None') {
    errors.push(fieldForbidden(at, 'may only be specified when mountPropagation is None or not specified'));
  }
  return errors;
}

function validateDevices(container: Fields, volumes: ReadonlyMap<string, Fields>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const mounts = new Map(objects(container, 'volumeMounts').map((it) => [text(it, 'name'), text(it, 'mountPath')]));
  const [names, targets] = [new Set<string>(), new Set<string>()];
  for (const { value: device, path: at } of itemsOf(container, 'volumeDevices', path)) {
    const [name, target] = [text(device, 'name'), text(device, 'devicePath')];
    if (name === '') errors.push(required(`${at}.name`));
    if (names.has(name)) errors.push(invalidValue(`${at}.name`, name, 'must be unique'));
    const volume = volumes.get(name);
    if (volume === undefined) errors.push(fieldNotFound(`${at}.name`, name));
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      const why = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode';
      errors.push(invalidValue(`${at}.name`, name, why));
    }
    if (target === '') errors.push(required(`${at}.devicePath`));
    if (targets.has(target)) errors.push(invalidValue(`${at}.devicePath`, target, 'must be unique'));
    if (target.split('/').includes('..')) {
      errors.push(invalidValue(`${at}.devicePath`, target, "can not contain backsteps ('..')"));
    } else targets.add(target);
    if (mounts.has(name)) errors.push(invalidValue(`${at}.name`, name, 'must not already exist in volumeMounts'));
    if ([...mounts.values()].includes(target)) {
      errors.push(invalidValue(`${at}.devicePath`, target, 'must not already exist as a path in volumeMounts'));
    }
    if (name !== '') names.add(name);
  }
  return errors;
}
