/** Nothing is created in a namespace that is not there or is going. Source: k8s.io/apiserver, plugin/namespace/lifecycle. */
import { forbidden, notFound, StatusError } from '@luban/kube';
import { groupResource } from '../../registry/resource-type.ts';
import type { Store } from '../../store/store.ts';
import type { AdmissionPlugin } from '../admission.ts';

const IMMORTAL = ['default', 'kube-system', 'kube-public'];

export function namespaceLifecycle(store: Store): AdmissionPlugin {
  return {
    name: 'NamespaceLifecycle',
    mutate({ operation, type, namespace, name, subresource }) {
      if (operation === 'DELETE' && type.storageKey === 'namespaces' && IMMORTAL.includes(name)) {
        throw forbidden(groupResource(type), name, 'this namespace may not be deleted');
      }
      if (operation !== 'CREATE' || !type.namespaced || subresource !== '') return;
      const found = store.newest('namespaces', namespace);
      if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace);
      if (found.object.metadata.deletionTimestamp === undefined) return;
      const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
      const { status } = forbidden(groupResource(type), name, why);
      const cause = {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      };
      throw new StatusError({ ...status, details: { ...status.details, causes: [cause] } });
    },
  };
}
