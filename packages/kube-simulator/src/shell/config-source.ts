import { type Clock, isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { ConfigMap, PersistentVolumeClaim, Secret } from '@luban/kube/kinds';

type Kind = 'configmaps' | 'secrets' | 'persistentvolumeclaims';

/** How long an answer of the API is good for, in milliseconds. */
const FRESH = 2000;
const MOST_REMEMBERED = 2000;

/** Configuration that pods refer to, read from the API when it is needed. An absent object is no error. */
export class ConfigSource {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #answers = new Map<string, { at: number; object: Promise<KubeObject | undefined> }>();

  constructor(client: KubeClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  configMap(namespace: string, name: string): Promise<ConfigMap | undefined> {
    return this.#get('configmaps', namespace, name) as Promise<ConfigMap | undefined>;
  }

  secret(namespace: string, name: string): Promise<Secret | undefined> {
    return this.#get('secrets', namespace, name) as Promise<Secret | undefined>;
  }

  claim(namespace: string, name: string): Promise<PersistentVolumeClaim | undefined> {
    return this.#get('persistentvolumeclaims', namespace, name) as Promise<PersistentVolumeClaim | undefined>;
  }

  #get(resource: Kind, namespace: string, name: string): Promise<KubeObject | undefined> {
    const key = `${resource}/${namespace}/${name}`;
    const known = this.#answers.get(key);
    const now = this.#clock.now();
    if (known !== undefined && now - known.at < FRESH) return known.object;
    const object = this.#client
      .get<KubeObject>({ group: '', version: 'v1', resource, namespace, name })
      .catch((error: unknown) => {
        if (isStatusError(error, 'NotFound')) return undefined;
        this.#answers.delete(key);
        throw error;
      });
    this.#answers.delete(key);
    this.#answers.set(key, { at: now, object });
    if (this.#answers.size > MOST_REMEMBERED) this.#answers.delete(this.#answers.keys().next().value ?? '');
    return object;
  }
}

/** The entries of a config map or secret as bytes. */
export function entriesOf(object: ConfigMap | Secret): Map<string, Uint8Array> {
  const entries = new Map<string, Uint8Array>();
  const isSecret = object.kind === 'Secret';
  for (const [key, value] of Object.entries(object.data ?? {})) {
    entries.set(key, Buffer.from(value, isSecret ? 'base64' : 'utf8'));
  }
  for (const [key, value] of Object.entries('binaryData' in object ? (object.binaryData ?? {}) : {})) {
    entries.set(key, Buffer.from(value, 'base64'));
  }
  return entries;
}
