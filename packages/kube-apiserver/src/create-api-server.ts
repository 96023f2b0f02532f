import { type Clock, systemClock } from '@luban/kube';
import { KubeClient, type Transport } from '@luban/kube/client';
import { builtInPlugins } from './admission/built-in-plugins.ts';
import { aggregatedApi } from './aggregation/aggregated-api.ts';
import { type Authenticator, createAuthenticator } from './auth/authenticator.ts';
import { jsonWebKeySet, openIdConfiguration } from './auth/openid.ts';
import { createRbacAuthorizer } from './auth/rbac-authorizer.ts';
import { reconcileBootstrapPolicy } from './auth/reconcile-bootstrap-policy.ts';
import { reviewResources } from './auth/reviews/review-resources.ts';
import { LOOPBACK, type UserInfo } from './auth/user.ts';
import { bootstrapObjects } from './controllers/bootstrap-objects.ts';
import { startLoops } from './controllers/start-loops.ts';
import { CrdController } from './crd/crd-controller.ts';
import { crdStrategy } from './crd/crd-strategy.ts';
import { CRD_STORAGE_KEY } from './crd/custom-resource-definition.ts';
import { DiscoveryDocuments } from './discovery/discovery-documents.ts';
import { builtInStrategies } from './kinds/built-in-strategies.ts';
import { OpenApiDocuments } from './openapi/open-api-documents.ts';
import type { Pki } from './pki/pki.ts';
import { builtInPrinters } from './printers/built-in-printers.ts';
import { type Dialer, noDialer } from './proxy/dialer.ts';
import { forward, remoteUserHeaders } from './proxy/forward.ts';
import { builtInTypes } from './registry/built-in-resources.ts';
import { ResourceRegistry } from './registry/resource-registry.ts';
import { apiDocuments } from './rest/api-documents.ts';
import { createApiHandler } from './rest/api-handler.ts';
import { createLimits, type LimitOptions } from './rest/limits/server-limits.ts';
import type { ServerContext } from './rest/server-context.ts';
import { serverMetrics } from './rest/server-metrics.ts';
import { builtInSchemas, OBJECT_META, referenceTo } from './schema/built-in-schemas.ts';
import type { Store } from './store/store.ts';
import type { UrlPolicy } from './webhooks/call-webhook.ts';
import { webhookPlugins } from './webhooks/webhook-plugins.ts';
import { inProcessTransport } from './wire/in-process.ts';
import type { ApiHandler } from './wire/listener.ts';

export interface ApiServerOptions {
  /** Is not closed with the server. */
  store: Store;
  /** Certificates and the key of service account tokens. Servers may share it. */
  pki: Pki;
  /** Default: the computer's. */
  clock?: Clock;
  /** Users by bearer token, for tests. */
  tokens?: ReadonlyMap<string, UserInfo>;
  /** Under which address clients reach the server, for documents that name it: `https://127.0.0.1:6443`. */
  address(): string;
  /** Whether approved requests for client certificates are signed. Only one of the servers that share a PKI should. Default: true. */
  signsCertificates?: boolean;
  /** Which URLs webhooks may have; services of the cluster are always called. Default: none. */
  mayCallWebhook?: UrlPolicy;
  limits?: LimitOptions;
  /** Told of what nobody expected. Default: the console. */
  onError?(error: unknown): void;
}

export interface ApiServer extends AsyncDisposable {
  readonly handler: ApiHandler;
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly authenticator: Authenticator;
  /** Calls in this process as a user. Default: one who may do everything. */
  transport(user?: UserInfo): Transport;
  client(options?: { user?: UserInfo; userAgent?: string }): KubeClient;
  /** What stands behind the server from now on. */
  setDialer(dialer: Dialer): void;
}

/** A Kubernetes API over a store, with the loops that belong to it. It listens on nothing: see `listen`. */
export async function createApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { store, pki, clock = systemClock, address } = options;
  const onError = options.onError ?? ((error) => console.error('kube-apiserver:', error));
  const resources = new AsyncDisposableStack();
  let dialer: Dialer = noDialer;

  const schemas = builtInSchemas();
  const registry = new ResourceRegistry(
    builtInTypes({
      schemas,
      strategies: { ...builtInStrategies, [CRD_STORAGE_KEY]: crdStrategy() },
      printers: builtInPrinters,
    }),
  );
  await reconcileBootstrapPolicy(store, clock);
  const authorizer = resources.use(createRbacAuthorizer(store));
  const authenticator = createAuthenticator({ pki, store, clock, tokens: options.tokens });

  const server: ServerContext = {
    store,
    registry,
    clock,
    authorizer,
    admission: builtInPlugins({
      store,
      registry,
      authorizer,
      webhooks: webhookPlugins(store, { dialer: () => dialer, mayCall: options.mayCallWebhook ?? (() => false) }),
    }),
    limits: createLimits(clock, options.limits),
    get dialer() {
      return dialer;
    },
    virtual: reviewResources({ authorizer, authenticator, store, clock }),
    onError,
  };
  const aggregated = (group: string, version: string) => aggregatedApi(server, group, version);
  const documents = apiDocuments({
    discovery: new DiscoveryDocuments(registry, () => new URL(address()).host),
    openApi: new OpenApiDocuments(registry, schemas),
    openId: (path) => openIdDocument(path, pki, address()),
    aggregated,
    forwardAggregated: (request, group, version) => {
      const target = aggregated(group, version);
      return target && forward(request, { ...target, path: request.path, headers: remoteUserHeaders(LOOPBACK) });
    },
    metrics: () => serverMetrics(store),
  });
  const handler = createApiHandler({ server, authenticator, documents });
  const transport = (user: UserInfo = LOOPBACK) => inProcessTransport(handler, user);
  const client: ApiServer['client'] = ({ user, userAgent = 'kube-apiserver' } = {}) =>
    new KubeClient(transport(user), { userAgent });

  resources
    .use(
      new CrdController({
        store,
        clock,
        onError,
        metadataSchema: { schema: referenceTo(OBJECT_META), source: schemas.source },
        onTypes: (types) => registry.setCustom(types),
      }),
    )
    .start();
  await bootstrapObjects(client());
  const loops = resources.use(
    startLoops({
      store,
      registry,
      clock,
      pki,
      client: (userAgent) => client({ userAgent }),
      tokens: authenticator.serviceAccountTokens,
      dialer: () => dialer,
      signsCertificates: options.signsCertificates ?? true,
      onError,
    }),
  );

  return {
    handler,
    store,
    registry,
    authenticator,
    transport,
    client,
    setDialer(next) {
      dialer = next;
      loops.apiServices.lookAgain();
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function openIdDocument(path: string, { serviceAccount }: Pki, address: string): object | undefined {
  if (path === '/openid/v1/jwks') return jsonWebKeySet(serviceAccount);
  if (path !== '/.well-known/openid-configuration') return undefined;
  return openIdConfiguration('https://kubernetes.default.svc', address, serviceAccount);
}
