import { ChartRepository, type FetchOptions, type ListedChart, type Patience } from '@luban/extension-package/registry';
import type { AddressGuard } from '../addresses/address-guard.ts';
import type { RepositoryObject } from '../catalogue/objects.ts';
import { optionsOf } from './repository-options.ts';
import type { FetchedChart } from './repository-reader.ts';

export interface SourceOptions {
  guard: AddressGuard;
  /** How failures that may pass are tried again. Default: twice, with pauses. */
  patience?: Patience;
}

/** What is wanted, as far as it is known before. */
export type Wanted = Pick<ListedChart, 'urls'> & Partial<Pick<ListedChart, 'name' | 'version' | 'digest'>>;

/** @throws RegistryError LB7210, LB7214, LB7222 */
export function openSource(
  repository: Pick<RepositoryObject, 'metadata' | 'spec'> | undefined,
  { guard, patience }: SourceOptions,
): ChartRepository {
  return new ChartRepository({
    ...(repository !== undefined && optionsOf(repository)),
    addresses: guard,
    ...(patience !== undefined && { patience }),
  });
}

/** @throws RegistryError */
export async function fetchFrom(source: ChartRepository, wanted: Wanted, options: FetchOptions): Promise<FetchedChart> {
  const { archive, digest } = await source.archive(wanted, options);
  return { archive, digest, signature: { state: 'unsigned' } };
}
