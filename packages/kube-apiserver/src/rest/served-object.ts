import type { KubeObject } from '@luban/kube';
import type { ResourceType } from '../registry/resource-type.ts';
import type { StoredObject } from '../store/store.ts';

const converted = new WeakMap<ResourceType, WeakMap<StoredObject, Buffer>>();

/** The object in the version that is served. Must not be changed. */
export function servedObject(type: ResourceType, stored: StoredObject): KubeObject {
  return type.conversion === undefined ? stored.object : type.conversion.fromStored(stored.object);
}

/** Its JSON; made once for each state of an object, and shared. */
export function servedJson(type: ResourceType, stored: StoredObject): Buffer {
  if (type.conversion === undefined) return stored.json;
  let known = converted.get(type);
  if (known === undefined) {
    known = new WeakMap();
    converted.set(type, known);
  }
  let json = known.get(stored);
  if (json === undefined) {
    json = Buffer.from(JSON.stringify(servedObject(type, stored)));
    known.set(stored, json);
  }
  return json;
}
