import { type Clock, type KubeObject, timestamp } from '@luban/kube';
import { isRecord } from '../auth/policy-rule.ts';
import { RevisionConflict, type Store, type StoredObject } from '../store/store.ts';
import { CertificateRequestError, CLIENT_SIGNERS, type SigningRequest } from './certificate-request.ts';
import type { Pki } from './pki.ts';

export const CERTIFICATE_SIGNING_REQUESTS = 'certificatesigningrequests.certificates.k8s.io';

export interface CertificateSigningOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly pki: Pick<Pki, 'signRequest'>;
  /** Told of failed writes. Default: nobody is. */
  onError?(error: unknown): void;
}

/**
 * Signs the CertificateSigningRequests that somebody approved and whose signer is one of ours. One that cannot be signed
 * gets the condition `Failed`. Source: k8s.io/kubernetes/pkg/controller/certificates/signer.
 */
export class CertificateSigning implements Disposable {
  readonly #options: CertificateSigningOptions;
  readonly #subscription: Disposable;

  constructor(options: CertificateSigningOptions) {
    this.#options = options;
    const { items, revision } = options.store.list(CERTIFICATE_SIGNING_REQUESTS);
    this.#subscription = options.store.subscribe(CERTIFICATE_SIGNING_REQUESTS, revision, (events) => {
      for (const { type, current } of events) if (type !== 'DELETED') void this.#sign(current);
    });
    for (const item of items) void this.#sign(item);
  }

  async #sign({ key, revision, object }: StoredObject): Promise<void> {
    const request = signable(object);
    if (request === undefined) return;
    const { store, clock, onError } = this.#options;
    try {
      const signed = { ...object, metadata: { ...object.metadata }, status: this.#answer(request, object, clock) };
      await store.write({ resource: CERTIFICATE_SIGNING_REQUESTS, key, object: signed, expected: revision });
    } catch (error) {
      // Somebody wrote it meanwhile, which is an event of its own.
      if (!(error instanceof RevisionConflict)) onError?.(error);
    }
  }

  #answer(request: SigningRequest, object: KubeObject, clock: Clock): Record<string, unknown> {
    const status = isRecord(object.status) ? object.status : {};
    try {
      return { ...status, certificate: Buffer.from(this.#options.pki.signRequest(request)).toString('base64') };
    } catch (error) {
      if (!(error instanceof CertificateRequestError)) throw error;
      const now = timestamp(clock.now());
      const failed = {
        type: 'Failed',
        status: 'True',
        reason: 'SignerValidationFailure',
        message: error.message,
        lastUpdateTime: now,
        lastTransitionTime: now,
      };
      return { ...status, conditions: [...conditionsOf(object), failed] };
    }
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}

/** What is to be signed, or undefined for what is not ours, not approved, or done. */
function signable(object: KubeObject): SigningRequest | undefined {
  const { spec, status } = object;
  if (!isRecord(spec) || typeof spec.request !== 'string') return undefined;
  const { signerName } = spec;
  if (typeof signerName !== 'string' || !(CLIENT_SIGNERS as readonly string[]).includes(signerName)) return undefined;
  if (isRecord(status) && typeof status.certificate === 'string' && status.certificate !== '') return undefined;
  const types = conditionsOf(object).map(({ type }) => type);
  if (!types.includes('Approved') || types.includes('Denied') || types.includes('Failed')) return undefined;
  return {
    request: Buffer.from(spec.request, 'base64').toString(),
    signerName,
    usages: Array.isArray(spec.usages) ? spec.usages.filter((usage) => typeof usage === 'string') : [],
    ...(typeof spec.expirationSeconds === 'number' && { expirationSeconds: spec.expirationSeconds }),
  };
}

function conditionsOf({ status }: KubeObject): Record<string, unknown>[] {
  return isRecord(status) && Array.isArray(status.conditions) ? status.conditions.filter(isRecord) : [];
}
