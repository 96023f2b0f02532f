/** Rules for the volumes of pods. Source: k8s.io/kubernetes/pkg/apis/core/validation. */
import { quantityOf } from '@luban/kube';
import {
  duplicate,
  type FieldError,
  fieldForbidden,
  invalidValue,
  notSupported,
  required,
} from '../../../validation/field-error.ts';
import { dnsLabel } from '../../../validation/names.ts';
import { type Fields, fields, get, itemsOf, number, objects, optionalFields, text } from '../../access.ts';
import { validateClaimSpec } from '../claim-spec.ts';
import { VOLUME_FIELDS, validateFieldReference, validateResourceReference } from './downward.ts';
import { validateFileMode, validateFilePath, validateNoBacksteps } from './paths.ts';

/** Errors, and the volumes without any, which containers may mount. */
export function validateVolumes(spec: unknown, path: string): { errors: FieldError[]; volumes: Map<string, Fields> } {
  const errors: FieldError[] = [];
  const volumes = new Map<string, Fields>();
  for (const { value: volume, path: at } of itemsOf(spec, 'volumes', path)) {
    const name = text(volume, 'name');
    const wrong = validateSource(volume, at);
    if (name === '') wrong.push(required(`${at}.name`));
    else wrong.push(...dnsLabel(name).map((problem) => invalidValue(`${at}.name`, name, problem)));
    if (volumes.has(name)) wrong.push(duplicate(`${at}.name`, name));
    if (wrong.length === 0) volumes.set(name, volume);
    errors.push(...wrong);
  }
  return { errors, volumes };
}

function validateSource(volume: Fields, path: string): FieldError[] {
  const [first, ...others] = VOLUME_SOURCES.filter((name) => optionalFields(volume, name) !== undefined);
  if (first === undefined) return [required(path, 'must specify a volume type')];
  return [
    ...(CHECKS.get(first)?.(volume[first], `${path}.${first}`) ?? []),
    ...others.map((name) => fieldForbidden(`${path}.${name}`, 'may not specify more than 1 volume type')),
  ];
}

/** In the order in which the first counts. */
export const VOLUME_SOURCES: readonly string[] = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'storageos',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

type Check = (source: unknown, path: string) => FieldError[];

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['emptyDir', validateEmptyDir],
  ['hostPath', validateHostPath],
  ['secret', (source, path) => validateFiles(source, 'secretName', path)],
  ['configMap', (source, path) => validateFiles(source, 'name', path)],
  ['persistentVolumeClaim', (source, path) => need(source, path, 'claimName')],
  ['nfs', validateNfs],
  ['csi', (source, path) => need(source, path, 'driver')],
  ['downwardAPI', validateDownward],
  ['projected', validateProjected],
  ['ephemeral', validateEphemeral],
  ['gcePersistentDisk', (source, path) => need(source, path, 'pdName')],
  ['awsElasticBlockStore', (source, path) => need(source, path, 'volumeID')],
  ['iscsi', (source, path) => need(source, path, 'targetPortal', 'iqn')],
  ['glusterfs', (source, path) => need(source, path, 'endpoints', 'path')],
  ['cinder', (source, path) => need(source, path, 'volumeID')],
  ['azureFile', (source, path) => need(source, path, 'secretName', 'shareName')],
  ['azureDisk', (source, path) => need(source, path, 'diskName', 'diskURI')],
  ['vsphereVolume', (source, path) => need(source, path, 'volumePath')],
  ['flexVolume', (source, path) => need(source, path, 'driver')],
  ['gitRepo', (source, path) => need(source, path, 'repository')],
]);

function need(source: unknown, path: string, ...names: readonly string[]): FieldError[] {
  return names.filter((name) => text(source, name) === '').map((name) => required(`${path}.${name}`));
}

function validateEmptyDir(source: unknown, path: string): FieldError[] {
  const limit = quantityOf(get(source, 'sizeLimit'));
  if (limit === undefined || limit.nano >= 0n) return [];
  return [fieldForbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')];
}

export function validateHostPath(source: unknown, path: string): FieldError[] {
  const target = text(source, 'path');
  if (target === '') return [required(`${path}.path`)];
  const errors = validateNoBacksteps(target, `${path}.path`);
  const type = text(source, 'type');
  if (!HOST_PATH_TYPES.includes(type)) errors.push(notSupported(`${path}.type`, type, HOST_PATH_TYPES));
  return errors;
}

export function validateNfs(source: unknown, path: string): FieldError[] {
  const errors = need(source, path, 'server', 'path');
  const target = text(source, 'path');
  if (!target.startsWith('/')) errors.push(invalidValue(`${path}.path`, target, 'must be an absolute path'));
  return errors;
}

function validateFiles(source: unknown, nameField: string, path: string): FieldError[] {
  return [
    ...need(source, path, nameField),
    ...validateFileMode(source, 'defaultMode', path),
    ...validateKeys(source, path),
  ];
}

function validateKeys(source: unknown, path: string): FieldError[] {
  return itemsOf(source, 'items', path).flatMap(({ value: item, path: at }) => [
    ...need(item, at, 'key', 'path'),
    ...validateFilePath(text(item, 'path'), `${at}.path`),
    ...validateFileMode(item, 'mode', at),
  ]);
}

function validateDownward(source: unknown, path: string): FieldError[] {
  return [
    ...validateFileMode(source, 'defaultMode', path),
    ...objects(source, 'items').flatMap((item) => validateDownwardFile(item, path)),
  ];
}

function validateDownwardFile(item: Fields, path: string): FieldError[] {
  const errors = [...need(item, path, 'path'), ...validateFilePath(text(item, 'path'), `${path}.path`)];
  const field = optionalFields(item, 'fieldRef');
  const resource = optionalFields(item, 'resourceFieldRef');
  if (field !== undefined) {
    errors.push(...validateFieldReference(field, VOLUME_FIELDS, `${path}.fieldRef`));
    if (resource !== undefined) {
      const why = 'fieldRef and resourceFieldRef can not be specified simultaneously';
      errors.push(invalidValue(path, 'resource', why));
    }
  } else if (resource !== undefined) {
    errors.push(...validateResourceReference(resource, true, `${path}.resourceFieldRef`));
  } else errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  return [...errors, ...validateFileMode(item, 'mode', path)];
}

function validateProjected(source: unknown, path: string): FieldError[] {
  const errors = validateFileMode(source, 'defaultMode', path);
  const seen = new Set<string>();
  const occupy = (target: string, shown: string) => {
    if (target !== '' && seen.has(target)) errors.push(invalidValue(path, shown, 'conflicting duplicate paths'));
    seen.add(target);
  };
  for (const { value: projection, path: at } of itemsOf(source, 'sources', path)) {
    const present = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle'].filter(
      (name) => optionalFields(projection, name) !== undefined,
    );
    if (present.length > 1) errors.push(fieldForbidden(at, 'may not specify more than 1 volume type'));
    for (const name of ['secret', 'configMap']) {
      const part = optionalFields(projection, name);
      if (part === undefined) continue;
      errors.push(...need(part, `${at}.${name}`, 'name'), ...validateKeys(part, `${at}.${name}`));
      for (const item of objects(part, 'items')) occupy(text(item, 'path'), text(part, 'name'));
    }
    for (const item of objects(projection.downwardAPI, 'items')) {
      errors.push(...validateDownwardFile(item, `${at}.downwardAPI`));
      occupy(text(item, 'path'), text(item, 'path'));
    }
    const token = optionalFields(projection, 'serviceAccountToken');
    if (token !== undefined) errors.push(...validateToken(token, `${at}.serviceAccountToken`, path));
  }
  return errors;
}

function validateToken(token: Fields, at: string, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const seconds = number(token, 'expirationSeconds') ?? 0;
  if (seconds < 600) {
    errors.push(invalidValue(`${at}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
  }
  if (seconds > 2 ** 32) {
    const why = 'may not specify a duration larger than 2^32 seconds';
    errors.push(invalidValue(`${at}.expirationSeconds`, seconds, why));
  }
  const target = text(token, 'path');
  return [...errors, ...(target === '' ? [required(`${path}.path`)] : validateFilePath(target, `${path}.path`))];
}

function validateEphemeral(source: unknown, path: string): FieldError[] {
  const template = optionalFields(source, 'volumeClaimTemplate');
  if (template === undefined) return [required(`${path}.volumeClaimTemplate`)];
  return validateClaimSpec(fields(template, 'spec'), `${path}.volumeClaimTemplate.spec`);
}
