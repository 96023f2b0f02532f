/** What admission plugins touch of a pod. */
import type { AdmissionRequest } from '../admission.ts';

export interface PodDraft {
  spec: PodSpecDraft;
}

export interface PodSpecDraft {
  serviceAccountName?: string;
  serviceAccount?: string;
  automountServiceAccountToken?: boolean;
  imagePullSecrets?: { name?: string }[];
  priorityClassName?: string;
  priority?: number;
  preemptionPolicy?: string;
  tolerations?: Toleration[];
  volumes?: { name: string; [source: string]: unknown }[];
  containers?: ContainerDraft[];
  initContainers?: ContainerDraft[];
}

export interface Toleration {
  key?: string;
  operator?: string;
  effect?: string;
  tolerationSeconds?: number;
}

export interface ContainerDraft {
  name?: string;
  volumeMounts?: { name: string; mountPath: string; readOnly?: boolean }[];
  resources?: { limits?: Record<string, string>; requests?: Record<string, string> };
}

/** The pod that is about to be created, or undefined when the request is for something else. */
export function podBeingCreated({ operation, type, subresource, object }: AdmissionRequest): PodDraft | undefined {
  if (operation !== 'CREATE' || type.storageKey !== 'pods' || subresource !== '') return undefined;
  const spec = object?.spec;
  return typeof spec === 'object' && spec !== null ? (object as unknown as PodDraft) : undefined;
}

/** Containers that are objects; others are left for validation to refuse. */
export function containersOf({ containers, initContainers }: PodSpecDraft): ContainerDraft[] {
  return [containers, initContainers]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .filter((container) => typeof container === 'object' && container !== null);
}
