/** An ingress that names no class gets the default one. Source: k8s.io/kubernetes, plugin/pkg/admission/network. */
import { forbidden } from '@luban/kube';
import type { Store } from '../../store/store.ts';
import type { AdmissionPlugin } from '../admission.ts';

const MARK = 'ingressclass.kubernetes.io/is-default-class';
const LEGACY = 'kubernetes.io/ingress.class';

export function defaultIngressClass(store: Store): AdmissionPlugin {
  return {
    name: 'DefaultIngressClass',
    mutate({ operation, type, subresource, object, name }) {
      if (operation !== 'CREATE' || type.storageKey !== 'ingresses.networking.k8s.io' || subresource !== '') return;
      const spec = object?.spec as { ingressClassName?: string } | undefined;
      if (typeof spec !== 'object' || spec === null || spec.ingressClassName !== undefined) return;
      if (object?.metadata.annotations?.[LEGACY] !== undefined) return;
      const marked = store
        .list('ingressclasses.networking.k8s.io')
        .items.filter((item) => item.object.metadata.annotations?.[MARK] === 'true');
      if (marked.length > 1) {
        throw forbidden(
          { group: type.group, resource: type.resource },
          name,
          `${marked.length} default IngressClasses were found, only 1 allowed`,
        );
      }
      if (marked[0] !== undefined) spec.ingressClassName = marked[0].name;
    },
  };
}
