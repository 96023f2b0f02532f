import type { KubeObject } from '@luban/kube';
import type { UserInfo } from '../auth/user.ts';
import type { ResourceType } from '../registry/resource-type.ts';

/** A write on its way, after authorization and before validation. Source: k8s.io/apiserver/pkg/admission. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly type: ResourceType;
  /** Empty: the object itself. */
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** A draft that mutating plugins may change in place. Absent for DELETE. */
  readonly object?: KubeObject;
  /** State before, for UPDATE and DELETE. Must not be changed. */
  readonly old?: KubeObject;
  readonly options: Readonly<Record<string, unknown>>;
  readonly user: UserInfo;
  readonly dryRun: boolean;
  /** Adds a Warning header to the answer. */
  warn(sentence: string): void;
}

/**
 * Looks at writes and may refuse them by throwing a StatusError. All `mutate` run first, then the object is
 * prepared and validated, then all `validate` run.
 */
export interface AdmissionPlugin {
  /** Such as `LimitRanger`. */
  readonly name: string;
  /** `validate` waits for somebody else. Then it runs before the others, and sees a copy of what will be written. */
  readonly asynchronous?: boolean;
  /** Whether an asynchronous plugin wants to see the write at all; that copy is made for nobody else. Default: yes. */
  concerns?(request: AdmissionRequest): boolean;
  mutate?(request: AdmissionRequest): void | Promise<void>;
  validate?(request: AdmissionRequest): void | Promise<void>;
}
