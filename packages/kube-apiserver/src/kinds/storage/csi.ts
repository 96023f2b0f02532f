/** Kinds of drivers for the Container Storage Interface. Source: k8s.io/kubernetes/pkg/apis/storage. */
import type { Strategy } from '../../registry/strategy.ts';
import {
  duplicate,
  type FieldError,
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../../validation/field-error.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { dnsSubdomain } from '../../validation/names.ts';
import { ensure, fields, fill, get, itemsOf, list, optionalText, text, texts } from '../access.ts';
import { validateImmutable } from '../apps/workload.ts';
import { builtIn } from '../built-in.ts';
import { canonicalizeQuantity, quantities } from '../resource-list.ts';

const LONGEST_DRIVER = 63;
const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'];
const MODES = ['Ephemeral', 'Persistent'];

export const csiDriverStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  requiresVersionOnUpdate: true,
  default(driver) {
    const spec = ensure(driver, 'spec');
    if (spec === undefined) return;
    fill(spec, {
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      requiresRepublish: false,
      seLinuxMount: false,
    });
    if (list(spec, 'volumeLifecycleModes').length === 0) spec.volumeLifecycleModes = ['Persistent'];
  },
  validate(driver) {
    const spec = fields(driver, 'spec');
    const errors = validateDriverName(text(driver, 'metadata', 'name'), 'metadata.name');
    const policy = optionalText(spec, 'fsGroupPolicy');
    if (policy !== undefined && !GROUP_POLICIES.includes(policy)) {
      errors.push(notSupported('spec.fsGroupPolicy', policy, GROUP_POLICIES));
    }
    texts(spec, 'volumeLifecycleModes').forEach((mode, index) => {
      if (!MODES.includes(mode)) errors.push(notSupported(`spec.volumeLifecycleModes[${index}]`, mode, MODES));
    });
    return errors;
  },
  validateUpdate: (driver, old) => [
    ...validateImmutable(driver, old, ['spec', 'attachRequired']),
    ...validateImmutable(driver, old, ['spec', 'volumeLifecycleModes']),
  ],
});

export const csiNodeStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  requiresVersionOnUpdate: true,
  default: (node) => void ensure(node, 'spec'),
  validate(node) {
    const names = new Set<string>();
    return itemsOf(node.spec, 'drivers', 'spec').flatMap(({ value: driver, path }) => {
      const name = text(driver, 'name');
      const errors = validateDriverName(name, `${path}.name`);
      if (names.has(name)) errors.push(duplicate(`${path}.name`, name));
      names.add(name);
      const id = text(driver, 'nodeID');
      if (id === '') errors.push(required(`${path}.nodeID`));
      else if (id.length > 192) errors.push(invalidValue(`${path}.nodeID`, id, 'must be 192 characters or less'));
      return errors;
    });
  },
});

export const csiStorageCapacityStrategy: Strategy = builtIn({
  namespaced: true,
  countsGenerations: false,
  requiresVersionOnUpdate: true,
  default(capacity) {
    canonicalizeQuantity(capacity, 'capacity');
    canonicalizeQuantity(capacity, 'maximumVolumeSize');
  },
  validate(capacity) {
    const name = text(capacity, 'storageClassName');
    const errors: FieldError[] =
      name === ''
        ? [required('storageClassName')]
        : dnsSubdomain(name).map((it) => invalidValue('storageClassName', name, it));
    for (const [part, quantity] of quantities({
      capacity: get(capacity, 'capacity'),
      maximumVolumeSize: get(capacity, 'maximumVolumeSize'),
    })) {
      if (quantity.nano < 0n)
        errors.push(invalidValue(part, get(capacity, part), 'must be greater than or equal to 0'));
    }
    return [...errors, ...validateLabelSelector(get(capacity, 'nodeTopology'), 'nodeTopology')];
  },
  validateUpdate: (capacity, old) => [
    ...validateImmutable(capacity, old, ['nodeTopology']),
    ...validateImmutable(capacity, old, ['storageClassName']),
  ],
});

export const volumeAttachmentStrategy: Strategy = builtIn({
  namespaced: false,
  countsGenerations: false,
  requiresVersionOnUpdate: true,
  initialStatus: { attached: false },
  validate(attachment) {
    const spec = fields(attachment, 'spec');
    const errors: FieldError[] = text(spec, 'attacher') === '' ? [required('spec.attacher')] : [];
    const volume = optionalText(spec, 'source', 'persistentVolumeName');
    const inline = get(spec, 'source', 'inlineVolumeSpec');
    if (volume === undefined && inline === undefined) {
      errors.push(required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName'));
    } else if (volume === '')
      errors.push(required('spec.source.persistentVolumeName', 'must specify non empty persistentVolumeName'));
    if (text(spec, 'nodeName') === '') errors.push(required('spec.nodeName'));
    return errors;
  },
  validateUpdate: (attachment, old) => validateImmutable(attachment, old, ['spec']),
});

function validateDriverName(name: string, path: string): FieldError[] {
  if (name === '') return [required(path)];
  if (name.length > LONGEST_DRIVER) return [tooLong(path, LONGEST_DRIVER)];
  return dnsSubdomain(name.toLowerCase()).map((problem) => invalidValue(path, name, problem));
}
