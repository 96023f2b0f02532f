import type { WhenScope } from '../when/evaluate.ts';
import { parseWhen } from '../when/parse.ts';
import { printWhen } from '../when/print.ts';
import { reduceWhen } from '../when/reduce.ts';
import { WHEN_MAX_LENGTH } from '../when/syntax.ts';
import { type Composition, isUsable } from './composition.ts';

/** What the server knows of a condition: false leaves the item out, a text is for the browser, undefined means shown. */
export type Condition = string | false | undefined;

/**
 * Returns a function that evaluates conditions as far as the server can, for one user and locale.
 *
 * @param options.deniedLater leaves rights that the user has nowhere to the browser, which then says what is missing
 */
export function conditionReader(
  composition: Composition,
  { deniedLater = false }: { deniedLater?: boolean } = {},
): (when: string | undefined) => Condition {
  const { user, locale, entries } = composition;
  const scope: WhenScope = {
    user: user.name,
    locale,
    can: (verb, resource) => {
      const answer = user.can(verb, resource);
      return answer === false && deniedLater ? undefined : answer;
    },
    hasResource: (type) => user.hasResource(type),
    feature: (id) => user.feature(id),
    installed: (name) => isUsable(entries.get(name)),
  };
  const known = new Map<string, Condition>();
  return (when) => {
    if (when === undefined) return undefined;
    if (known.has(when)) return known.get(when);
    const condition = read(when, scope);
    known.set(when, condition);
    return condition;
  };
}

function read(when: string, scope: WhenScope): Condition {
  const parsed = parseWhen(when);
  if (!parsed.ok) return false;
  const reduced = reduceWhen(parsed.expression, scope);
  if (typeof reduced === 'boolean') return reduced ? undefined : false;
  const text = printWhen(reduced);
  // Names that were put in may have made it longer than may be read back; the original says the same.
  return text.length <= WHEN_MAX_LENGTH ? text : when;
}

/** Both must hold: an item is of no use when what it leads to is not shown. */
export function bothConditions(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined || left === right) return left ?? right;
  const [first, second] = [parseWhen(left), parseWhen(right)];
  if (!first.ok || !second.ok) return left;
  const operands = [first.expression, second.expression].flatMap((node) =>
    node.kind === 'and' ? node.operands : [node],
  );
  const text = printWhen({ kind: 'and', operands });
  return text.length <= WHEN_MAX_LENGTH ? text : left;
}
