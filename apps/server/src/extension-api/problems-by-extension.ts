import { type ApiConflict, problemOf } from './conflicts.ts';
import type { ExtensionObject, ObjectProblem } from './extension-object.ts';
import type { ExtensionObjects } from './extension-objects.ts';

/** What is wrong with the objects of each extension, and against whom they lost or won. For the Extensions Center. */
export function problemsByExtension(objects: ExtensionObjects): Map<string, ObjectProblem[]> {
  const found = new Map<string, ObjectProblem[]>();
  const add = (owner: string | undefined, problems: readonly ObjectProblem[]) => {
    if (owner === undefined || problems.length === 0) return;
    found.set(owner, [...(found.get(owner) ?? []), ...problems]);
  };
  for (const object of objects.values()) {
    add(object.owner, [...object.problems, ...object.warnings, ...(objects.jsBundles.problems.get(object.uid) ?? [])]);
  }
  for (const conflict of objects.conflicts) {
    for (const owner of ownersOf(conflict, objects)) add(owner, [problemOf(conflict)]);
  }
  return found;
}

function ownersOf({ winner, loser }: ApiConflict, objects: ExtensionObjects): Set<string | undefined> {
  const sides = new Set([`${winner.kind} ${winner.name}`, `${loser.kind} ${loser.name}`]);
  const concerned = [...objects.values()].filter(({ kind, name }: ExtensionObject) => sides.has(`${kind} ${name}`));
  return new Set(concerned.map(({ owner }) => owner));
}
