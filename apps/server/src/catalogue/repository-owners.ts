import type { RepositoryObject } from './objects.ts';

/** Whether a repository listed an extension the last time. */
export type Offered = (repository: string, extension: string) => boolean;

/** The earlier one first; of the same second, by name. Whoever looks, and in whatever order they were read. */
export function inOrder(repositories: Iterable<RepositoryObject>): RepositoryObject[] {
  const key = ({ metadata }: RepositoryObject) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`;
  return [...repositories].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Repositories that offer an extension; the first one's is used. */
export function offering(extension: string, repositories: Iterable<RepositoryObject>, offered: Offered): string[] {
  const those = [...repositories].filter(({ metadata }) => offered(metadata.name!, extension));
  return inOrder(those).map(({ metadata }) => metadata.name!);
}

/** What is in one of the two alone. */
export function differing(a: ReadonlySet<string>, b: ReadonlySet<string>): Set<string> {
  return new Set([...a].filter((name) => !b.has(name)).concat([...b].filter((name) => !a.has(name))));
}
