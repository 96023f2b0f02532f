import type { MatchExpression, Stage, StageSubject } from './stage.ts';

/** Whether every expression of the stage's selector holds. */
export function matchesStage<Subject extends StageSubject>(stage: Stage<Subject>, subject: Subject): boolean {
  return stage.selector.matchExpressions.every((expression) => holds(expression, subject));
}

/** Values that a path leads to, as text. Objects and arrays count as one value each. */
export function valuesAt(object: unknown, path: string): string[] {
  let values: unknown[] = [object];
  for (const step of stepsOf(path)) {
    values = values.flatMap((value): unknown[] => {
      if (step === '[]') return Array.isArray(value) ? value : [];
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
      return [(value as Record<string, unknown>)[step]];
    });
  }
  return values
    .filter((value) => value !== undefined && value !== null)
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
}

function holds<Subject extends StageSubject>(expression: MatchExpression<Subject>, subject: Subject): boolean {
  if (typeof expression === 'function') return expression(subject);
  const { key, operator, values = [] } = expression;
  const found = valuesAt(subject.object, key);
  switch (operator) {
    case 'In':
      return found.some((value) => values.includes(value));
    case 'NotIn':
      return !found.some((value) => values.includes(value));
    case 'Exists':
      return found.length > 0;
    case 'DoesNotExist':
      return found.length === 0;
  }
}

/** Paths are those of stages, so they are few. */
const known = new Map<string, readonly string[]>();

/** `.a["b.c"].[]` as `a`, `b.c`, `[]`. */
function stepsOf(path: string): readonly string[] {
  let steps = known.get(path);
  if (steps === undefined) {
    steps = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|(\[\])|([^.[\]]+)/g)].map(
      ([, quoted, every, plain]) => every ?? plain ?? (quoted ?? '').replace(/\\(.)/g, '$1'),
    );
    known.set(path, steps);
  }
  return steps;
}
