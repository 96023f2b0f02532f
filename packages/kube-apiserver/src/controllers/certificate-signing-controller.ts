/** Signs approved requests for client certificates. Source: k8s.io/kubernetes/pkg/controller/certificates/signer. */
import { type Clock, isStatusError, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { CLIENT_SIGNERS } from '../pki/certificate-request.ts';
import type { Pki } from '../pki/pki.ts';
import type { Store } from '../store/store.ts';
import { KeyedLoop } from './keyed-loop.ts';

export interface CertificateSigningOptions {
  store: Store;
  client: KubeClient;
  clock: Clock;
  pki: Pki;
  onError(error: unknown): void;
}

const REQUESTS = 'certificatesigningrequests.certificates.k8s.io';

interface Spec {
  /** PEM in base64. */
  request?: string;
  signerName?: string;
  usages?: string[];
  expirationSeconds?: number;
}

interface Status {
  certificate?: string;
  conditions?: { type: string; status: string; [field: string]: unknown }[];
}

export class CertificateSigningController implements Disposable {
  readonly #options: CertificateSigningOptions;
  readonly #loop: KeyedLoop;
  readonly #subscription: Disposable;

  constructor(options: CertificateSigningOptions) {
    this.#options = options;
    this.#loop = new KeyedLoop((name) => this.#sign(name), options);
    this.#subscription = options.store.subscribe(REQUESTS, undefined, (events) => {
      for (const { current, type } of events) if (type !== 'DELETED') this.#loop.enqueue(current.name);
    });
    for (const { name } of options.store.list(REQUESTS).items) this.#loop.enqueue(name);
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
    this.#loop[Symbol.dispose]();
  }

  async #sign(name: string): Promise<undefined> {
    const { store, client, pki, clock } = this.#options;
    const object = store.get(REQUESTS, name)?.object;
    if (object === undefined) return;
    const spec = (object.spec ?? {}) as Spec;
    const status = (object.status ?? {}) as Status;
    const has = (type: string) =>
      status.conditions?.some((condition) => condition.type === type && condition.status === 'True');
    if (!has('Approved') || has('Denied') || has('Failed') || status.certificate !== undefined) return;
    const { request = '', signerName = '', usages = [], expirationSeconds } = spec;
    // Other signers are other programs.
    if (!(CLIENT_SIGNERS as readonly string[]).includes(signerName)) return;
    const outcome: Status = { ...status };
    try {
      const pem = pki.signRequest({
        request: Buffer.from(request, 'base64').toString(),
        signerName,
        usages,
        expirationSeconds,
      });
      outcome.certificate = Buffer.from(pem).toString('base64');
    } catch (error) {
      const now = timestamp(clock.now());
      const message = error instanceof Error ? error.message : String(error);
      const failed = {
        type: 'Failed',
        status: 'True',
        reason: 'SignerValidationFailure',
        message,
        lastUpdateTime: now,
        lastTransitionTime: now,
      };
      outcome.conditions = [...(status.conditions ?? []), failed];
    }
    const ref = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests', name };
    try {
      await client.update({ ...ref, subresource: 'status' }, { ...object, status: outcome });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
    }
  }
}
