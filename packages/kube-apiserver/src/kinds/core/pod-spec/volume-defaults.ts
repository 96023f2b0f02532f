/** Defaults of volumes. Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go. */
import { type Fields, fill, fillZero, get, isFields, objects, optionalFields, text } from '../../access.ts';
import { canonicalizeQuantity } from '../../resource-list.ts';
import { defaultClaimSpec } from '../claim-spec.ts';
import { isLatestImage } from './image-tag.ts';

/** 0644 */
const FILE_MODE = 420;

/** Values for members that are absent, by the kind of volume. */
const ABSENT: readonly (readonly [source: string, defaults: Fields])[] = [
  ['secret', { defaultMode: FILE_MODE }],
  ['configMap', { defaultMode: FILE_MODE }],
  ['downwardAPI', { defaultMode: FILE_MODE }],
  ['projected', { defaultMode: FILE_MODE }],
  ['hostPath', { type: '' }],
  ['azureDisk', { cachingMode: 'ReadWrite', fsType: 'ext4', kind: 'Shared', readOnly: false }],
];

/** The same for members that Go cannot tell apart from empty ones. */
const EMPTY: readonly (readonly [source: string, defaults: Fields])[] = [
  ['iscsi', { iscsiInterface: 'default' }],
  ['rbd', { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }],
  ['scaleIO', { storageMode: 'ThinProvisioned', fsType: 'xfs' }],
];

export function defaultVolume(volume: Fields): void {
  if (!Object.keys(volume).some((name) => name !== 'name' && isFields(volume[name]))) {
    if (Object.keys(volume).every((name) => name === 'name')) volume.emptyDir = {};
    return;
  }
  defaultVolumeSource(volume);
  canonicalizeQuantity(optionalFields(volume, 'emptyDir'), 'sizeLimit');
  for (const item of objects(volume, 'downwardAPI', 'items')) defaultDownwardItem(item);
  for (const source of objects(volume, 'projected', 'sources')) defaultProjection(source);
  const claim = optionalFields(volume, 'ephemeral', 'volumeClaimTemplate', 'spec');
  if (claim !== undefined) defaultClaimSpec(claim);
  const image = optionalFields(volume, 'image');
  if (image !== undefined) {
    fillZero(image, { pullPolicy: isLatestImage(text(image, 'reference')) ? 'Always' : 'IfNotPresent' });
  }
}

/** What volumes of pods and persistent volumes have in common. */
export function defaultVolumeSource(parent: Fields): void {
  for (const [name, defaults] of ABSENT) {
    const source = optionalFields(parent, name);
    if (source !== undefined) fill(source, defaults);
  }
  for (const [name, defaults] of EMPTY) {
    const source = optionalFields(parent, name);
    if (source !== undefined) fillZero(source, defaults);
  }
}

/** `apiVersion` of a reference to a field, and the divisor of one to a resource. */
export function defaultDownwardItem(item: Fields): void {
  const reference = optionalFields(item, 'fieldRef');
  if (reference !== undefined) fillZero(reference, { apiVersion: 'v1' });
  const resource = optionalFields(item, 'resourceFieldRef');
  if (resource !== undefined) {
    fill(resource, { divisor: '0' });
    canonicalizeQuantity(resource, 'divisor');
  }
}

function defaultProjection(source: Fields): void {
  const token = optionalFields(source, 'serviceAccountToken');
  if (token !== undefined) fill(token, { expirationSeconds: 3600 });
  for (const item of objects(get(source, 'downwardAPI'), 'items')) defaultDownwardItem(item);
}
