import { certificateAdmission } from '../auth/certificate-admission.ts';
import type { RbacAuthorizer } from '../auth/rbac-authorizer.ts';
import { rbacEscalationCheck } from '../auth/rbac-escalation.ts';
import { resourceQuota } from '../quota/resource-quota.ts';
import type { ResourceRegistry } from '../registry/resource-registry.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionPlugin } from './admission.ts';
import { defaultIngressClass } from './plugins/default-ingress-class.ts';
import { defaultTolerations } from './plugins/default-tolerations.ts';
import { limitRanger } from './plugins/limit-ranger.ts';
import { namespaceLifecycle } from './plugins/namespace-lifecycle.ts';
import { priorityAdmission } from './plugins/priority.ts';
import { serviceAccountAdmission } from './plugins/service-account.ts';
import { claimResize, defaultStorageClass, storageProtection } from './plugins/storage.ts';

export interface BuiltInPluginOptions {
  store: Store;
  registry: ResourceRegistry;
  authorizer: RbacAuthorizer;
  /** What stands between the plugins that change objects and the quota, such as webhooks. */
  webhooks: readonly AdmissionPlugin[];
}

/** In the order of Kubernetes: the quota is asked last, when nothing else can refuse. */
export function builtInPlugins({ store, registry, authorizer, webhooks }: BuiltInPluginOptions): AdmissionPlugin[] {
  return [
    namespaceLifecycle(store),
    limitRanger(store),
    serviceAccountAdmission(store),
    priorityAdmission(store),
    defaultTolerations,
    defaultStorageClass(store),
    storageProtection,
    claimResize(store),
    defaultIngressClass(store),
    rbacEscalationCheck(authorizer),
    certificateAdmission(authorizer),
    ...webhooks,
    resourceQuota(store, registry),
  ];
}
