import { isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import type { Health } from '@luban/manifest/center-api';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { emptyRecord, type HealthRecord } from './health-record.ts';

/** A key for each replica's record, and one for what the server did about it. */
type HealthObject = KubeObject & { data?: Record<string, string> };

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;
const LABEL = 'luban.dev/extension-health';
const ROLLED_BACK = 'rolled-back';
const REPLICA = 'replica.';

export const healthObjectName = (extension: string) => `extension-health.${extension}`;

/** Health of extensions in the cluster: each replica writes what it was told, and all read all. */
export class HealthObjects implements Disposable {
  readonly #client: KubeClient;
  readonly #informer: Informer<HealthObject>;

  static async open(client: KubeClient, onError: (error: unknown) => void): Promise<HealthObjects> {
    const objects = new HealthObjects(client, onError);
    await objects.#informer.start();
    return objects;
  }

  private constructor(client: KubeClient, onError: (error: unknown) => void) {
    this.#client = client;
    this.#informer = new Informer<HealthObject>(client, CONFIG_MAPS, {
      ...{ namespace: OWN_NAMESPACE, labelSelector: LABEL },
      onError,
    });
  }

  watch(listener: (extension: string) => void): Disposable {
    const changed = ({ metadata }: HealthObject) => listener(metadata.labels?.[LABEL] ?? '');
    return this.#informer.subscribe({ onAdd: changed, onUpdate: changed, onDelete: changed });
  }

  /** Records of all replicas by their keys. */
  records(extension: string): Map<string, HealthRecord> {
    const { data = {} } = this.#find(extension) ?? {};
    return new Map(
      Object.entries(data).flatMap(([key, text]) => {
        const record = key.startsWith(REPLICA) ? parsed<HealthRecord>(text) : undefined;
        return record === undefined ? [] : [[key.slice(REPLICA.length), { ...emptyRecord(), ...record }] as const];
      }),
    );
  }

  rolledBack(extension: string): Health['rolledBack'] {
    const text = this.#find(extension)?.data?.[ROLLED_BACK];
    return text === undefined ? undefined : parsed(text);
  }

  /** @param replica key-safe */
  write(extension: string, replica: string, record: HealthRecord): Promise<void> {
    return this.#put(extension, { [`${REPLICA}${replica}`]: JSON.stringify(record) });
  }

  writeRolledBack(extension: string, what: NonNullable<Health['rolledBack']>): Promise<void> {
    return this.#put(extension, { [ROLLED_BACK]: JSON.stringify(what) });
  }

  /** Somebody has taken note, or decided otherwise. */
  async forgetRolledBack(extension: string): Promise<void> {
    if (this.rolledBack(extension) === undefined) return;
    await this.#patch(extension, { [ROLLED_BACK]: null }).catch(ignoringMissing);
  }

  [Symbol.dispose](): void {
    this.#informer[Symbol.dispose]();
  }

  #find(extension: string): HealthObject | undefined {
    return this.#informer.get(`${OWN_NAMESPACE}/${healthObjectName(extension)}`);
  }

  async #put(extension: string, data: Record<string, string>): Promise<void> {
    try {
      await this.#patch(extension, data);
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
      const metadata = { name: healthObjectName(extension), labels: { ...OWN_LABELS, [LABEL]: extension } };
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
      try {
        await this.#client.create({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE }, object);
      } catch (failure) {
        // Another replica was faster.
        if (!isStatusError(failure, 'AlreadyExists')) throw failure;
        await this.#patch(extension, data);
      }
    }
  }

  async #patch(extension: string, data: Record<string, string | null>): Promise<void> {
    const ref = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: healthObjectName(extension) };
    await this.#client.patch(ref, 'merge', { data });
  }
}

function parsed<T>(text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as T) : undefined;
  } catch {
    return undefined;
  }
}

function ignoringMissing(error: unknown): void {
  if (!isStatusError(error, 'NotFound')) throw error;
}
