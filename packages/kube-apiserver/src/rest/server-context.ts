import type { Clock, KubeObject } from '@luban/kube';
import type { AdmissionPlugin } from '../admission/admission.ts';
import type { Authorizer, UserInfo } from '../auth/user.ts';
import { cloneJson } from '../json/clone-json.ts';
import type { Dialer } from '../proxy/dialer.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { VirtualResource } from '../registry/virtual-resource.ts';
import type { Store } from '../store/store.ts';
import type { ApiRequest } from '../wire/api-request.ts';
import type { ResourceRequest } from '../wire/request-info.ts';
import type { ServerLimits } from './limits/server-limits.ts';

/** What answers requests for resources. */
export interface ServerContext {
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
  readonly authorizer: Authorizer;
  /** In the order in which they are asked. */
  readonly admission: readonly AdmissionPlugin[];
  readonly limits: ServerLimits;
  readonly dialer: Dialer;
  /** By storage key, with `/subresource` for those. */
  readonly virtual: Readonly<Record<string, VirtualResource>>;
  /** Told of what nobody expected. */
  onError(error: unknown): void;
}

/** One request for a resource, authenticated and authorized. */
export interface Call {
  readonly server: ServerContext;
  readonly request: ApiRequest;
  readonly info: ResourceRequest;
  readonly type: ResourceType;
  readonly user: UserInfo;
  /** Become Warning headers of the answer. */
  readonly warnings: Set<string>;
}

/** A draft may be changed freely: nothing of it is shared with the store. */
export type Draft = KubeObject;

export const cloneObject = (object: KubeObject): Draft => cloneJson(object);
