import {
  type ExtensionPackage,
  type PermissionRule,
  permissionRules,
  permissionsDigest,
} from '@luban/extension-package';
import type { PermissionView, Rule } from '@luban/manifest/center-api';

/** What a package asks for: of the cluster, and in the browser. */
export function permissionView({ permissions, ui }: ExtensionPackage): PermissionView {
  const asked = ui?.manifest.permissions;
  return {
    rules: permissionRules(permissions).map(ruleOf),
    ...(asked !== undefined && {
      interface: {
        k8s: (asked.k8s ?? []).map(({ verbs, groups, resources }) => {
          const kinds = groups.flatMap((group) =>
            resources.map((resource) => (group ? `${group}/${resource}` : resource)),
          );
          return `${verbs.join(', ')}: ${kinds.join(', ')}`;
        }),
        network: [...(asked.network ?? [])],
        ...(asked.storage?.user !== undefined && { storage: asked.storage.user }),
      },
    }),
    digest: permissionsDigest(permissions),
  };
}

export function ruleOf({ scope, risk, ...rule }: PermissionRule): Rule {
  return {
    scope,
    verbs: [...rule.verbs],
    apiGroups: [...rule.apiGroups],
    resources: [...rule.resources],
    resourceNames: [...rule.resourceNames],
    nonResourceURLs: [...rule.nonResourceURLs],
    ...(risk !== undefined && { risk }),
  };
}
