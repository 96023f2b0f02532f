import { parseWhen, questionKey, type RightsQuestion, readQuestion, type WhenNode } from '@luban/manifest';

/** What conditions of extensions ask of rights and of kinds. */
export interface IndexQuestions {
  rights: readonly RightsQuestion[];
  /** `group/version/Kind` */
  kinds: readonly string[];
}

/** Finds the questions in all `when` expressions of manifests, however deep they stand. */
export function questionsIn(manifests: Iterable<unknown>): IndexQuestions {
  const rights = new Map<string, RightsQuestion>();
  const kinds = new Set<string>();
  for (const text of new Set([...manifests].flatMap((manifest) => conditionsOf(manifest)))) {
    const parsed = parseWhen(text);
    if (!parsed.ok) continue;
    for (const { name, args } of callsIn(parsed.expression)) {
      if (name === 'can') {
        const question = readQuestion(args[0] ?? '', args[1] ?? '');
        rights.set(questionKey(question), question);
      } else if (name === 'hasResource') kinds.add(args[0] ?? '');
    }
  }
  return { rights: [...rights.values()], kinds: [...kinds] };
}

const known = new WeakMap<object, string[]>();

/** Manifests do not change: each is read once. */
function conditionsOf(manifest: unknown): string[] {
  if (typeof manifest !== 'object' || manifest === null) return [];
  const before = known.get(manifest);
  if (before !== undefined) return before;
  const found: string[] = [];
  const contributes = (manifest as { contributes?: unknown }).contributes;
  for (const list of Object.values(typeof contributes === 'object' && contributes !== null ? contributes : {})) {
    for (const item of Array.isArray(list) ? list : []) {
      const when = (item as { when?: unknown } | null)?.when;
      if (typeof when === 'string') found.push(when);
    }
  }
  known.set(manifest, found);
  return found;
}

/** Calls whose arguments are all written out. */
function* callsIn(node: WhenNode): Generator<{ name: string; args: string[] }> {
  switch (node.kind) {
    case 'not':
      yield* callsIn(node.operand);
      return;
    case 'and':
    case 'or':
      for (const operand of node.operands) yield* callsIn(operand);
      return;
    case 'compare':
      yield* callsIn(node.left);
      yield* callsIn(node.right);
      return;
    case 'call': {
      const args = node.arguments.flatMap((argument) => (argument.kind === 'literal' ? [String(argument.value)] : []));
      if (args.length === node.arguments.length) yield { name: node.name, args };
    }
  }
}
