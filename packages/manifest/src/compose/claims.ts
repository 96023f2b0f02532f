import type { Conflict } from '../composed-index.ts';
import { compareText } from '../order/anchors.ts';
import { problem } from '../problem.ts';
import { type Composition, rank } from './composition.ts';

export interface ClaimOptions<T> {
  kind: Conflict['kind'];
  code: string;
  /** What an item claims; undefined: nothing. */
  subjectOf(item: T): string | undefined;
  idOf(item: T): string;
  /** Subjects that the shell keeps for itself, to the name of what has them. */
  reserved?: ReadonlyMap<string, string>;
}

/** Name under which the shell appears as the winner of a conflict. */
const SHELL = 'luban';

/**
 * Decides who gets what several items claim. Returns each loser with the row about it; all others keep what they claim.
 */
export function settleClaims<T extends { extension: string }>(
  composition: Composition,
  items: readonly T[],
  options: ClaimOptions<T>,
): Map<T, Conflict> {
  const claimants = new Map<string, T[]>();
  for (const item of items) {
    const subject = options.subjectOf(item);
    if (subject === undefined) continue;
    const list = claimants.get(subject);
    if (list) list.push(item);
    else claimants.set(subject, [item]);
  }

  const losers = new Map<T, Conflict>();
  for (const [subject, list] of claimants) {
    const reservedFor = options.reserved?.get(subject);
    if (list.length < 2 && reservedFor === undefined) continue;
    const byRank = rank(composition, options.kind, subject);
    const entryOf = (item: T) => composition.entries.get(item.extension)!;
    list.sort(
      (left, right) => byRank(entryOf(left), entryOf(right)) || compareText(options.idOf(left), options.idOf(right)),
    );
    const winner =
      reservedFor === undefined
        ? { extension: list[0]!.extension, id: options.idOf(list[0]!) }
        : { extension: SHELL, id: reservedFor };
    for (const item of reservedFor === undefined ? list.slice(1) : list) {
      losers.set(item, lose(composition, options, subject, winner, item));
    }
  }
  return losers;
}

function lose<T extends { extension: string }>(
  composition: Composition,
  options: ClaimOptions<T>,
  subject: string,
  winner: Conflict['winner'],
  item: T,
): Conflict {
  const loser = { extension: item.extension, id: options.idOf(item) };
  const { version } = composition.entries.get(item.extension)!;
  const params = { kind: options.kind, subject, winner: winner.extension, loser: loser.extension };
  const conflict: Conflict = {
    kind: options.kind,
    subject,
    winner,
    loser,
    problem: problem(options.code, params, { extension: loser.extension, version }),
  };
  composition.conflicts.push(conflict);
  return conflict;
}
