/** Source: rbac.authorization.k8s.io/v1 PolicyRule. */
export interface PolicyRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  resources: readonly string[];
  resourceNames: readonly string[];
  nonResourceURLs: readonly string[];
}

/** `permissions.yaml`: what the installer of the package may do. Source: KubeSphere 4, extension packages. */
export interface PackagePermissions {
  /** In the target namespace. */
  role: readonly PolicyRule[];
  /** In the whole cluster. */
  clusterRole: readonly PolicyRule[];
}
