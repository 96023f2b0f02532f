import type { KubeObject } from '@luban/kube';
import { componentBindings, componentRoles } from './bootstrap/component-roles.ts';
import { controllerBindings, controllerRoles } from './bootstrap/controller-roles.ts';
import { namespaceBindings, namespaceRoles } from './bootstrap/namespace-roles.ts';
import { userRoles } from './bootstrap/user-roles.ts';

/**
 * The roles and bindings that every cluster has from the start, as of Kubernetes 1.34 with its default features, roles
 * first. Rules of aggregating roles are not filled in.
 */
export function bootstrapPolicy(): KubeObject[] {
  return [
    ...userRoles(),
    ...componentRoles(),
    ...controllerRoles(),
    ...namespaceRoles(),
    ...componentBindings(),
    ...controllerBindings(),
    ...namespaceBindings(),
  ];
}
