import type { Problem, Skipped } from '@luban/manifest';
import { rcompare } from 'semver';
import type { Bundle, ListedExtension, Listing } from './bundle.ts';
import type { FolderResult } from './folder-reader.ts';

/**
 * Makes the listing of what was found. Of two folders with one version the first counts, so that nothing that is
 * installed takes the place of a built-in version.
 *
 * @param results in order of precedence
 */
export function assembleListing(results: readonly FolderResult[], fileProblems: readonly Problem[]): Listing {
  const byName = new Map<string, Bundle[]>();
  const skipped: Skipped[] = [];
  for (const { bundle, problem } of results) {
    if (problem !== undefined) skipped.push(skip(problem));
    if (bundle === undefined) continue;
    const versions = byName.get(bundle.name) ?? [];
    byName.set(bundle.name, versions);
    const twin = versions.find((other) => other.version === bundle.version);
    if (twin === undefined) versions.push(bundle);
    else if (twin.digest !== bundle.digest) skipped.push(skip(twice(twin, bundle)));
  }
  const extensions = [...byName.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, versions]) => list(name, versions, [...skipped.map((s) => s.problem), ...fileProblems]));
  return { extensions, skipped };
}

function list(name: string, bundles: Bundle[], problems: Problem[]): ListedExtension {
  const versions = bundles.toSorted((a, b) => rcompare(a.version, b.version));
  return {
    name,
    state: 'Available',
    active: versions[0]!,
    versions,
    problems: problems.filter((problem) => problem.extension === name),
  };
}

function skip(problem: Problem): Skipped {
  return { extension: problem.extension ?? '', ...(problem.version && { version: problem.version }), problem };
}

function twice(winner: Bundle, bundle: Bundle): Problem {
  return {
    code: 'LB2014',
    params: { winner: winner.version, loser: bundle.version },
    extension: bundle.name,
    version: bundle.version,
  };
}
