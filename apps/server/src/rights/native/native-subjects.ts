import type { Subject } from '../roles/access-objects.ts';

export interface NativeSubject {
  kind: 'User' | 'Group' | 'ServiceAccount';
  name: string;
  apiGroup?: string;
  namespace?: string;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Subjects as Kubernetes has them. Accounts of `kubesphere.io` come to a cluster as users of a name of their own. */
export function nativeSubjects(subjects: readonly Subject[]): NativeSubject[] {
  return subjects.flatMap(({ kind, name, apiGroup, namespace }): NativeSubject[] => {
    if (typeof name !== 'string' || name === '') return [];
    if (kind === 'User' || kind === 'Group') return [{ kind, name, apiGroup: RBAC_GROUP }];
    if (kind !== 'ServiceAccount' || typeof namespace !== 'string' || namespace === '') return [];
    return apiGroup === 'kubesphere.io'
      ? [{ kind: 'User', name: `kubesphere:serviceaccount:${namespace}:${name}`, apiGroup: RBAC_GROUP }]
      : [{ kind: 'ServiceAccount', name, namespace }];
  });
}
