import { callerOf } from '../caller.ts';
import { replace } from '../patch.ts';
import type { Surroundings, Undo } from './surroundings.ts';

/** The digest that a file of an extension must have; `refused`: it is not among the files that were announced. */
export type IntegrityOf = (url: string) => { integrity: string } | 'refused' | undefined;

type Inserting = 'appendChild' | 'insertBefore' | 'append' | 'prepend' | 'replaceChild';

/**
 * Nodes that extensions put into `<head>` and `<body>` with their own hands, and constructed style sheets. Scripts and
 * style sheets from an extension's folder get the digest they must have, because a bundler's own loader gives them none.
 */
export function patchNodes({ window, document, holdings }: Surroundings, integrityOf: IntegrityOf): Undo[] {
  const note = (node: Node, patched: unknown) => {
    const owner = callerOf(patched);
    if (!owner) return;
    holdings.add(owner, {
      kind: 'node',
      what: `<${(node as Partial<Element>).localName ?? node.nodeName}> in <${node.parentElement?.localName ?? 'page'}>`,
      release: () => (node as ChildNode).remove(),
      held: () => node.isConnected,
    });
  };
  const methods: Inserting[] = ['appendChild', 'insertBefore', 'append', 'prepend', 'replaceChild'];
  const undo = [document.head, document.body].flatMap((parent) =>
    methods.map((method) =>
      replace(parent, method, (original) => {
        const patched = (...values: unknown[]): unknown => {
          const nodes = (method === 'append' || method === 'prepend' ? values : values.slice(0, 1)).filter(
            (value): value is Node => value instanceof window.Node,
          );
          if (nodes.some((node) => refuses(node))) return values[0];
          const result = (original as (...given: unknown[]) => unknown).apply(parent, values);
          for (const node of nodes) note(node, patched);
          return result;
        };
        return patched as never;
      }),
    ),
  );
  return [...undo, patchSheets()];

  /** Sets the digest, or lets an unannounced file fail the way a missing one does. */
  function refuses(node: Node): boolean {
    const isScript = node instanceof window.HTMLScriptElement;
    const isSheet = node instanceof window.HTMLLinkElement && node.rel === 'stylesheet';
    if (!isScript && !isSheet) return false;
    const expected = integrityOf(isScript ? node.src : node.href);
    if (expected === 'refused') {
      queueMicrotask(() => node.dispatchEvent(new Event('error')));
      return true;
    }
    if (expected) {
      node.integrity = expected.integrity;
      node.crossOrigin ??= 'anonymous';
    }
    return false;
  }

  function patchSheets(): Undo {
    return replace(window, 'CSSStyleSheet', (original) => {
      const construct = (target: typeof CSSStyleSheet, values: [], newTarget: typeof CSSStyleSheet) => {
        const sheet = Reflect.construct(target, values, newTarget) as CSSStyleSheet;
        const owner = callerOf(construct);
        if (owner) {
          holdings.add(owner, {
            kind: 'style sheet',
            what: 'adopted by the document',
            held: () => document.adoptedStyleSheets.includes(sheet),
            release: () => {
              document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
            },
          });
        }
        return sheet;
      };
      return new Proxy(original, { construct });
    });
  }
}
