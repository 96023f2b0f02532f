import type { KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { found } from './host-cluster.ts';
import { SECRETS } from './own-secrets.ts';

export const SERVICE_ACCOUNTS = { group: 'kubesphere.io', version: 'v1alpha1', resource: 'serviceaccounts' } as const;

/** Source: KubeSphere. */
export const TOKEN_TYPE = 'kubesphere.io/service-account-token';
export const ACCOUNT_NAME = 'kubesphere.io/service-account.name';
export const ACCOUNT_UID = 'kubesphere.io/service-account.uid';

export interface ServiceAccountObject extends KubeObject {
  secrets?: { name?: string }[];
}

/** KubeSphere's service accounts and the Secrets with their tokens, in all namespaces of the host cluster. */
export class ServiceAccounts implements Disposable {
  readonly accounts: Informer<ServiceAccountObject>;
  readonly secrets: Informer;
  readonly #client: KubeClient;

  constructor(client: KubeClient, onError: (error: unknown) => void) {
    this.#client = client;
    this.accounts = new Informer<ServiceAccountObject>(client, SERVICE_ACCOUNTS, { onError });
    this.secrets = new Informer(client, SECRETS, { fieldSelector: `type=${TOKEN_TYPE}`, onError });
  }

  async start(): Promise<void> {
    await Promise.all([this.accounts.start(), this.secrets.start()]);
  }

  /** As last heard, or as the cluster has it when nothing was heard. */
  account(namespace: string, name: string): Promise<ServiceAccountObject | undefined> {
    return this.#find(this.accounts, { ...SERVICE_ACCOUNTS, namespace, name });
  }

  /** The like. */
  secret(namespace: string, name: string): Promise<KubeObject | undefined> {
    return this.#find(this.secrets, { ...SECRETS, namespace, name });
  }

  [Symbol.dispose](): void {
    this.accounts[Symbol.dispose]();
    this.secrets[Symbol.dispose]();
  }

  async #find<T extends KubeObject>(
    heard: Informer<T>,
    ref: { group: string; version: string; resource: string; namespace: string; name: string },
  ): Promise<T | undefined> {
    const object = heard.get(`${ref.namespace}/${ref.name}`);
    if (object !== undefined) return object;
    return found(this.#client.get<T>(ref));
  }
}
