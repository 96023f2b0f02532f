import type { KubeObject } from '@luban/kube';
import type { UserInfo } from '../auth/user.ts';

export interface VirtualRequest {
  readonly object: KubeObject;
  readonly user: UserInfo;
  /** Empty: cluster scope. */
  readonly namespace: string;
  /** Name in the path, for subresources such as `serviceaccounts/token`; else empty. */
  readonly name: string;
  /** Adds a Warning header to the answer. Absent: nobody reads it. */
  warn?(sentence: string): void;
}

/**
 * What answers a `create` without keeping anything, such as an access review. Returns the completed object.
 *
 * @throws StatusError
 */
export type VirtualResource = (request: VirtualRequest) => KubeObject | Promise<KubeObject>;
