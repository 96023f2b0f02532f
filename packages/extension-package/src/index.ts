/** Extension packages: a Helm chart with `extension.yaml`, `permissions.yaml` and, for a user interface, `ui/`. */
export type { ExtensionPackage, Localized, PackageChart, PartChart } from './extension-package.ts';
export type { ExtensionMetadata, ExternalDependency, Provider } from './metadata/extension-metadata.ts';
export type { PackagePermissions, PolicyRule } from './permissions/package-permissions.ts';
