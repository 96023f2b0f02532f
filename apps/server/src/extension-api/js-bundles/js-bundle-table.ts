import { type ApiConflict, byClaim, conflictOf } from '../conflicts.ts';
import type { ObjectProblem } from '../extension-object.ts';
import type { BundleFile, JsBundle } from './js-bundle.ts';
import { ownerOfLink } from './link-owner.ts';

export interface FoundFile {
  bundle: JsBundle;
  file: BundleFile;
}

/** Which file is at a link below `/dist/`. */
export interface JsBundleTable {
  /** Of bundles that are available alone. @param link canonical */
  find(link: string): FoundFile | undefined;
  readonly conflicts: readonly ApiConflict[];
  /** By UID: links that belong to another extension. They are not served. */
  readonly problems: ReadonlyMap<string, readonly ObjectProblem[]>;
}

/** @param extensions names of all that have objects here */
export function jsBundleTable(bundles: Iterable<JsBundle>, extensions: ReadonlySet<string>): JsBundleTable {
  const byLink = new Map<string, FoundFile>();
  const conflicts: ApiConflict[] = [];
  const problems = new Map<string, ObjectProblem[]>();
  for (const bundle of [...bundles].sort(byClaim)) {
    const wrong: ObjectProblem[] = [];
    for (const file of bundle.files) {
      const { link } = file;
      const winner = byLink.get(link)?.bundle;
      if (bundle.owner !== undefined && ownerOfLink(link, extensions) !== bundle.owner) {
        wrong.push({ code: 'LB5413', params: { object: `JSBundle ${bundle.name}`, link, owner: bundle.owner } });
      } else if (!bundle.available) continue;
      else if (winner === undefined) byLink.set(link, { bundle, file });
      else if (winner !== bundle) conflicts.push(conflictOf('LB5411', link, winner, bundle));
    }
    if (wrong.length > 0) problems.set(bundle.uid, wrong);
  }
  return { find: (link) => byLink.get(link), conflicts, problems };
}
