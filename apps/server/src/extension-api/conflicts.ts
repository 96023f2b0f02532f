import { byAge, type ExtensionKind, type ExtensionObject, type ObjectProblem, ownerOf } from './extension-object.ts';

/** One of the two sides of a conflict. */
export interface ConflictSide {
  kind: ExtensionKind;
  name: string;
  /** The extension, or the object itself when it belongs to none. */
  owner: string;
}

/** Two objects claim one thing. */
export interface ApiConflict {
  /** LB5409, LB5410, LB5411: the loser is not served there. LB5412: it is, and takes something out of the winner's path. */
  code: string;
  /** `tide.example/v1`, `GET /proxy/tide/*`, `/dist/tide/index.js` */
  subject: string;
  winner: ConflictSide;
  loser: ConflictSide;
}

export function conflictOf(
  code: string,
  subject: string,
  winner: ExtensionObject,
  loser: ExtensionObject,
): ApiConflict {
  return { code, subject, winner: sideOf(winner), loser: sideOf(loser) };
}

/** As the catalogue has it. */
export function problemOf({ code, subject, winner, loser }: ApiConflict): ObjectProblem {
  return {
    code,
    params: { subject, winner: nameOf(winner), loser: nameOf(loser) },
  };
}

function nameOf({ kind, name, owner }: ConflictSide): string {
  const object = `${kind} ${name}`;
  return owner === object ? object : `${owner} (${object})`;
}

function sideOf(object: ExtensionObject): ConflictSide {
  return { kind: object.kind, name: object.name, owner: ownerOf(object) };
}

/** Those of a claim in the order in which they have it: who can serve before who cannot, then the older. */
export function byClaim(a: ExtensionObject, b: ExtensionObject): number {
  return Number(canServe(b)) - Number(canServe(a)) || byAge(a, b);
}

export function canServe({ available, problems }: ExtensionObject): boolean {
  return available && problems.length === 0;
}
