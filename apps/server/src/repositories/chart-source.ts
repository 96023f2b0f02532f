import { ChartRepository, type Patience } from '@luban/extension-package/registry';
import type { AddressGuard } from '../addresses/address-guard.ts';
import { optionsOf, type RepositorySettings } from './repository-options.ts';
import { type ConfigMapText, policyOf } from './repository-policy.ts';

export interface SourceOptions {
  guard: AddressGuard;
  /** For trust roots that are kept in ConfigMaps. Default: there are none. */
  configMap?: ConfigMapText;
  /** How failures that may pass are tried again. Default: twice, with pauses. */
  patience?: Patience;
}

/** @throws RegistryError LB7210, LB7214, LB7222 */
export function openSource(repository: RepositorySettings | undefined, options: SourceOptions): ChartRepository {
  const { guard, configMap, patience } = options;
  return new ChartRepository({
    ...(repository !== undefined && { ...optionsOf(repository), policy: policyOf(repository, configMap) }),
    addresses: guard,
    ...(patience !== undefined && { patience }),
  });
}
