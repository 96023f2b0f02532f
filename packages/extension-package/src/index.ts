/** Extension packages: a Helm chart with `extension.yaml`, `permissions.yaml` and, for a user interface, `ui/`. */

// What a package is
export type { ExtensionPackage, Localized, PackageChart, PartChart } from './extension-package.ts';
// Reading
export { PACKAGE_LIMITS, type PackageLimits } from './limits.ts';
export type { ExtensionMetadata, ExternalDependency, Provider } from './metadata/extension-metadata.ts';
// Writing
export { type PackedFolder, packFolder } from './pack/pack-folder.ts';
export { PackageError } from './package-error.ts';
// Rights
export { diffPermissions, type PermissionsDifference } from './permissions/diff-permissions.ts';
export type { PackagePermissions, PolicyRule } from './permissions/package-permissions.ts';
export { type PermissionRule, permissionRules, permissionsDigest } from './permissions/permission-rules.ts';
export { type Risk, riskOf } from './permissions/risk.ts';
export { type ReadOptions, readPackage } from './read-package.ts';
// Versions
export { inRange } from './versions/in-range.ts';
export {
  PLATFORM_VERSION,
  type Platform,
  reasonsUnfit,
  recommendedVersion,
  type VersionCandidate,
  whyUnfit,
} from './versions/recommended-version.ts';
