import type { Releases, ReleaseTarget, Remainder } from '../releases/releases.ts';

/**
 * Takes away what remains of an extension and is nobody's data, such as the rights of its installer.
 *
 * @param isOurs whether something goes without being asked for
 * @returns what is still there
 */
export async function sweep(
  releases: Releases,
  target: ReleaseTarget,
  isOurs: (remainder: Remainder) => boolean,
): Promise<Remainder[]> {
  const found = await releases.remains(target);
  const ours = found.filter(isOurs);
  const failed = ours.length === 0 ? [] : await releases.purge(target, ours);
  const isLeft = (item: Remainder) => failed.some((one) => same(one.item, item));
  return found.filter((item) => !ours.includes(item) || isLeft(item));
}

/** Rights that were given for an installation serve nothing after it, and are worth much to whoever gets hold of them. */
export const isOfInstaller = ({ why }: Remainder) => why === 'rights';

/** What hooks have made. A namespace may hold more than that by now. */
export const isOfHooks = ({ why, kind }: Remainder) => why === 'hook' && kind !== 'Namespace';

function same(a: Pick<Remainder, 'kind' | 'name' | 'namespace'>, b: Pick<Remainder, 'kind' | 'name' | 'namespace'>) {
  return a.kind === b.kind && a.name === b.name && a.namespace === b.namespace;
}
