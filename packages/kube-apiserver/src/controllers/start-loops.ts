import type { Clock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { ApiServiceController } from '../aggregation/api-service-controller.ts';
import { ClusterRoleAggregation } from '../auth/cluster-role-aggregation.ts';
import type { ServiceAccountTokens } from '../auth/service-account-tokens.ts';
import type { Pki } from '../pki/pki.ts';
import type { Dialer } from '../proxy/dialer.ts';
import { QuotaController } from '../quota/quota-controller.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { Store } from '../store/store.ts';
import { AllObjects } from './all-objects.ts';
import { CertificateSigningController } from './certificate-signing-controller.ts';
import { GarbageCollector } from './garbage-collector.ts';
import { NamespaceController } from './namespace-controller.ts';
import { ServiceAccountController } from './service-account-controller.ts';
import { TokenSecretController } from './token-secret-controller.ts';

export interface LoopsOptions {
  store: Store;
  registry: ResourceRegistry;
  clock: Clock;
  pki: Pki;
  /** Of a user who may do everything, under the name of a program. */
  client(userAgent: string): KubeClient;
  tokens: ServiceAccountTokens;
  dialer(): Dialer;
  signsCertificates: boolean;
  onError(error: unknown): void;
}

export interface Loops extends AsyncDisposable {
  readonly apiServices: ApiServiceController;
}

/** The loops that belong to the API itself, without which namespaces would never end and owners mean nothing. */
export function startLoops(options: LoopsOptions): Loops {
  const { store, registry, clock, pki, client, tokens, dialer, onError } = options;
  const resources = new AsyncDisposableStack();
  const common = (userAgent: string) => ({ store, registry, clock, onError, client: client(userAgent) });

  resources.use(new ClusterRoleAggregation(store, onError));
  resources.use(new NamespaceController(common('namespace-controller')));
  const collector = resources.use(new GarbageCollector(common('generic-garbage-collector')));
  const quotas = resources.use(new QuotaController(common('resourcequota-controller')));
  resources.use(new AllObjects(store, registry, [collector, quotas]));
  resources.use(new ServiceAccountController({ ...common('service-account-controller'), ca: pki.ca }));
  resources.use(new TokenSecretController({ ...common('token-controller'), ca: pki.ca, tokens }));
  if (options.signsCertificates) resources.use(new CertificateSigningController({ ...common('csr-signing'), pki }));
  const apiServices = resources.use(new ApiServiceController({ ...common('kube-aggregator'), dialer }));
  return { apiServices, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
