/** An embedded, Kubernetes-compatible API server. */

export { ALL_AUTHENTICATED, MASTERS, type UserInfo } from './auth/user.ts';
export { type ApiServer, type ApiServerOptions, createApiServer } from './create-api-server.ts';
export { type KubeconfigOptions, kubeconfig } from './pki/admin-kubeconfig.ts';
export { openPki, type Pki, type PkiOptions } from './pki/pki.ts';
export { type Dialer, noDialer } from './proxy/dialer.ts';
export { openStore, type StoreOptions } from './store/open-store.ts';
export type { Store } from './store/store.ts';
export type { ApiRequest, ApiResponse } from './wire/api-request.ts';
export { inProcessTransport } from './wire/in-process.ts';
export { type ApiHandler, identityHeaders, type Listener, type ListenOptions, listen } from './wire/listener.ts';
export { PartedBody } from './wire/parted-body.ts';
export { responseBytes } from './wire/response-bytes.ts';
