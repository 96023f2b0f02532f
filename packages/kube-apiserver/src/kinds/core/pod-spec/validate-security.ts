/** Rules for security contexts. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { duplicate, type FieldError, invalidValue, notSupported, required } from '../../../validation/field-error.ts';
import { rangeError } from '../../../validation/names.ts';
import {
  type Fields,
  flag,
  get,
  itemsOf,
  list,
  number,
  optionalFields,
  optionalText,
  text,
  texts,
} from '../../access.ts';
import { validateDescendingPath } from './paths.ts';

const LARGEST_ID = 2 ** 31 - 1;
const SYSCTL = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$';

export function validatePodSecurity(spec: unknown, path: string): FieldError[] {
  const context = optionalFields(spec, 'securityContext');
  if (context === undefined) return [];
  const at = `${path}.securityContext`;
  const errors = [...validateIds(context, ['fsGroup', 'runAsUser', 'runAsGroup'], at)];
  list(context, 'supplementalGroups').forEach((group, index) => {
    if (typeof group === 'number') errors.push(...validateId(group, `${at}.supplementalGroups[${index}]`));
  });
  if (flag(spec, 'shareProcessNamespace') && flag(spec, 'hostPID')) {
    const why = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.push(invalidValue(`${at}.shareProcessNamespace`, true, why));
  }
  errors.push(...validateSysctls(context, at));
  const change = optionalText(context, 'fsGroupChangePolicy');
  if (change !== undefined && change !== 'Always' && change !== 'OnRootMismatch') {
    errors.push(notSupported(`${at}.fsGroupChangePolicy`, change, ['Always', 'OnRootMismatch']));
  }
  const supplemental = optionalText(context, 'supplementalGroupsPolicy');
  if (supplemental !== undefined && supplemental !== 'Merge' && supplemental !== 'Strict') {
    errors.push(notSupported(`${at}.supplementalGroupsPolicy`, supplemental, ['Merge', 'Strict']));
  }
  return [...errors, ...validateProfiles(context, at)];
}

export function validateContainerSecurity(container: unknown, path: string, hostUsers: boolean): FieldError[] {
  const context = optionalFields(container, 'securityContext');
  if (context === undefined) return [];
  const at = `${path}.securityContext`;
  const errors = validateIds(context, ['runAsUser', 'runAsGroup'], at);
  const mount = optionalText(context, 'procMount');
  if (mount !== undefined && mount !== 'Default' && mount !== 'Unmasked') {
    errors.push(notSupported(`${at}.procMount`, mount, ['Default', 'Unmasked']));
  }
  if (hostUsers && mount === 'Unmasked') {
    errors.push(invalidValue(`${at}.procMount`, mount, '`hostUsers` must be false to use `Unmasked`'));
  }
  errors.push(...validateProfiles(context, at));
  if (get(context, 'allowPrivilegeEscalation') !== false) return errors;
  if (flag(context, 'privileged')) {
    const why = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
    errors.push(invalidValue(at, context, why));
  }
  if (texts(context, 'capabilities', 'add').includes('CAP_SYS_ADMIN')) {
    const why = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
    errors.push(invalidValue(at, context, why));
  }
  return errors;
}

function validateIds(context: Fields, names: readonly string[], path: string): FieldError[] {
  return names.flatMap((name) => {
    const id = number(context, name);
    return id === undefined ? [] : validateId(id, `${path}.${name}`);
  });
}

function validateId(id: number, path: string): FieldError[] {
  return id >= 0 && id <= LARGEST_ID ? [] : [invalidValue(path, id, rangeError(0, LARGEST_ID))];
}

function validateSysctls(context: Fields, path: string): FieldError[] {
  const seen = new Set<string>();
  return itemsOf(context, 'sysctls', path).flatMap(({ value: sysctl, path: at }) => {
    const name = text(sysctl, 'name');
    const repeated = seen.has(name);
    seen.add(name);
    if (name === '') return [required(`${at}.name`)];
    if (
      name.length > 253 ||
      !/^[a-z0-9][-_a-z0-9]*(?:[./][a-z0-9][-_a-z0-9]*)*$/.test(name) ||
      /[-_](?:[./]|$)/.test(name)
    ) {
      return [invalidValue(`${at}.name`, name, `must have at most 253 characters and match regex ${SYSCTL}`)];
    }
    return repeated ? [duplicate(`${at}.name`, name)] : [];
  });
}

const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** Of seccomp and AppArmor, which differ in the words alone. */
function validateProfiles(context: Fields, path: string): FieldError[] {
  return [
    ...validateProfile(optionalFields(context, 'seccompProfile'), 'seccomp', `${path}.seccompProfile`),
    ...validateProfile(optionalFields(context, 'appArmorProfile'), 'AppArmor', `${path}.appArmorProfile`),
  ];
}

function validateProfile(profile: Fields | undefined, name: 'seccomp' | 'AppArmor', path: string): FieldError[] {
  if (profile === undefined) return [];
  const type = text(profile, 'type');
  const local = optionalText(profile, 'localhostProfile');
  const at = `${path}.localhostProfile`;
  const errors: FieldError[] = [];
  if (type === '') {
    const field = name === 'seccomp' ? 'seccompProfile' : 'appArmorProfile';
    errors.push(required(`${path}.type`, `type is required when ${field} is set`));
  } else if (!PROFILE_TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, PROFILE_TYPES));
  if (type === 'Localhost') {
    if (local === undefined || local === '') {
      errors.push(required(at, `must be set when ${name} type is Localhost`));
    } else if (name === 'seccomp') errors.push(...validateDescendingPath(local, at));
    else if (local.trim() !== local) errors.push(invalidValue(at, local, 'must not be padded with whitespace'));
  } else if (local !== undefined) {
    const shown = name === 'seccomp' ? profile : local;
    errors.push(invalidValue(at, shown, `can only be set when ${name} type is Localhost`));
  }
  return errors;
}
