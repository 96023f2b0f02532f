import type { Problem } from '@luban/manifest';
import postcss, { AtRule, type ChildNode, type Container, type Root, type Rule } from 'postcss';
import { isKeyframes, keyframeNames, renameAnimation, renameKeyframes } from './keyframes.ts';
import { isGlobal, scopeForRoot } from './selector.ts';

/** Rules that `@scope` may not hold; they stay in the layer, beside the scope. */
const OUTSIDE_SCOPE = /^(font-face|property|font-feature-values|font-palette-values|counter-style|position-try)$/i;
/** Rules that have an effect on the whole page. */
const REFUSED = /^(import|namespace|page|view-transition)$/i;

/**
 * Confines an extension's style sheets: everything in `@layer ext.<name>`, rules in
 * `@scope ([data-ext="<name>"]) to ([data-ext])`, animations under names of its own. All files are given at once, as one
 * may use an animation of another. What cannot be confined is a problem (LB6006), and its file is left out of the answer.
 */
export function wrapStylesheets(
  sheets: ReadonlyMap<string, string>,
  extension: string,
): { sheets: Map<string, string>; problems: Problem[] } {
  const problems: Problem[] = [];
  const roots = new Map([...sheets].map(([file, css]) => [file, postcss.parse(css, { from: file })] as const));
  const animations = new Map<string, string>();
  for (const root of roots.values()) {
    for (const name of keyframeNames(root)) animations.set(name, `ext-${extension}-${name}`);
  }
  const wrapped = new Map<string, string>();
  for (const [file, root] of roots) {
    const refuse = (rule: ChildNode, what: string, reason: string) =>
      problems.push({ code: 'LB6006', params: { file, line: rule.source?.start?.line ?? 0, selector: what, reason } });
    wrapped.set(file, wrap(root, extension, animations, refuse));
  }
  return { sheets: wrapped, problems };
}

type Refuse = (rule: ChildNode, what: string, reason: string) => void;

function wrap(root: Root, extension: string, animations: ReadonlyMap<string, string>, refuse: Refuse): string {
  const outside = postcss.root();
  root.walkComments((comment) => {
    comment.remove();
  });
  root.walkAtRules((rule) => {
    if (rule.name.toLowerCase() === 'charset') rule.remove();
    else if (REFUSED.test(rule.name))
      refuse(rule, `@${rule.name} ${rule.params}`, 'it has an effect on the whole page');
    else if (/^property$/i.test(rule.name) && rule.params.trim().startsWith('--lb-')) {
      refuse(rule, `@property ${rule.params}`, 'the design tokens belong to the console');
    } else if (isKeyframes(rule)) {
      renameKeyframes(rule, animations);
      moveOut(rule, outside);
    } else if (OUTSIDE_SCOPE.test(rule.name) || (rule.name === 'layer' && !rule.nodes)) moveOut(rule, outside);
  });
  root.walkRules((rule) => confine(rule, refuse));
  root.walkDecls((declaration) => renameAnimation(declaration, animations));

  const scope = new AtRule({ name: 'scope', params: `([data-ext="${extension}"]) to ([data-ext])`, nodes: [] });
  scope.append(root.nodes);
  const layer = new AtRule({ name: 'layer', params: `ext.${identifier(extension)}`, nodes: [] });
  layer.append(outside.nodes);
  if (scope.nodes?.length) layer.append(scope);
  for (const rule of [layer, scope]) Object.assign(rule.raws, { before: '', between: '', after: '', afterName: ' ' });
  return postcss.root({ nodes: [layer] }).toString();
}

/** Takes a rule out of its place and puts it into `target`, under copies of the conditions that it stood under. */
function moveOut(rule: AtRule, target: Container): void {
  let moved: AtRule = rule.clone();
  for (let parent = rule.parent; parent instanceof AtRule; parent = parent.parent) {
    moved = parent.clone({ nodes: [moved] });
  }
  target.append(moved);
  rule.remove();
}

/** Rewrites `:root` where it only sets custom properties, and refuses the other selectors of the whole page. */
function confine(rule: Rule, refuse: Refuse): void {
  for (let parent: Container | undefined = rule.parent as Container | undefined; parent; ) {
    if (parent.type === 'rule' || (parent instanceof AtRule && isKeyframes(parent))) return;
    parent = parent.parent as Container | undefined;
  }
  const customOnly = rule.nodes.every((node) => node.type === 'comment' || (node.type === 'decl' && node.variable));
  rule.selectors = rule.selectors.map((selector) => {
    if (!isGlobal(selector)) return selector;
    const scoped = customOnly ? scopeForRoot(selector) : undefined;
    if (!scoped) refuse(rule, selector, 'it styles the whole page and not a part of the extension');
    return scoped ?? selector;
  });
}

/** A DNS label as a CSS identifier: a first digit is escaped. */
function identifier(name: string): string {
  return name.replace(/^\d/, (digit) => `\\3${digit} `);
}
