import type { Problem } from '../composed-index.ts';
import { qualify } from '../reference.ts';
import { type Composition, type Entry, isUsable, skip } from './composition.ts';
import { bothConditions } from './conditions.ts';

/** What became of a route or command: shown, left out for this user, or lost to another claimant. */
export type Target =
  | { state: 'shown'; when: string | undefined }
  | { state: 'hidden' }
  | { state: 'lost'; problem: Problem };

/** Routes or commands by qualified id. */
export class Targets extends Map<string, Target> {}

/** What an item leads to. */
export interface Destination {
  route?: string;
  command?: string;
  when: string | undefined;
}

/**
 * Qualifies the targets of an item. Undefined when the item leads to nothing that is shown; unless that is a matter of
 * rights, the reason is told.
 */
export function destinationOf(
  composition: Composition,
  targets: { routes: Targets; commands: Targets },
  entry: Entry,
  item: string,
  source: { route?: string; command?: string; when: string | undefined },
): Destination | undefined {
  const destination: Destination = { when: source.when };
  for (const kind of ['route', 'command'] as const) {
    const id = source[kind];
    if (id === undefined) continue;
    const name = qualify(entry.name, id);
    destination[kind] = name;
    // Commands of an unusable extension are not in the index; its menus stay and open the panel that says why.
    if (!isUsable(entry) && name.startsWith(`${entry.name}/`)) continue;
    const target = targets[`${kind}s`].get(name);
    if (target?.state === 'shown') {
      destination.when = bothConditions(destination.when, target.when);
      continue;
    }
    if (!target) skip(composition, entry, item, 'LB1015', { field: item, target: name });
    if (target?.state === 'lost') {
      const { code, params } = target.problem;
      skip(composition, entry, item, code, params);
    }
    return undefined;
  }
  return destination;
}
