import type { KubeObject } from '@luban/kube';

/** A config map whose only datum is the value, padded to about so many bytes of JSON. */
export function sampleObject(key: string, value: string, bytes = 0): KubeObject {
  const [namespace, name] = key.split('/') as [string, string];
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name, uid: `uid-${key}`, labels: { app: name, size: sizeOf(value) } },
    data: { value },
  };
  const missing = bytes - JSON.stringify(object).length;
  return missing <= 0 ? object : { ...object, padding: fields(missing) };
}

/** A label that changes with the value. */
export const sizeOf = (value: string) => String(value.length % 4);

/** Small fields, as objects are made of. */
function fields(bytes: number): Record<string, string>[] {
  const one = { name: 'container', image: 'registry.example/team/image:1.2.3', imagePullPolicy: 'IfNotPresent' };
  return Array.from({ length: Math.ceil(bytes / (JSON.stringify(one).length + 1)) }, () => ({ ...one }));
}

/** Value of an object that `sampleObject` has made. */
export function sampleValue(object: KubeObject): string {
  return (object.data as { value: string }).value;
}
