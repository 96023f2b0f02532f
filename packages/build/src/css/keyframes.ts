import type { AtRule, Declaration, Root } from 'postcss';

const ANIMATION_PROPERTY = /^(-webkit-)?animation(-name)?$|^--.*animat/i;

export function isKeyframes(rule: AtRule): boolean {
  return /^(-webkit-)?keyframes$/i.test(rule.name);
}

/** Names of the animations that a style sheet defines. */
export function keyframeNames(root: Root): string[] {
  const names: string[] = [];
  root.walkAtRules((rule) => {
    if (isKeyframes(rule)) names.push(unquoted(rule.params));
  });
  return names;
}

/** Renames a definition by the given map. */
export function renameKeyframes(rule: AtRule, names: ReadonlyMap<string, string>): void {
  rule.params = names.get(unquoted(rule.params)) ?? rule.params;
}

/** Renames the uses in an `animation`, `animation-name`, or a custom property that is named after an animation. */
export function renameAnimation(declaration: Declaration, names: ReadonlyMap<string, string>): void {
  if (names.size === 0 || !ANIMATION_PROPERTY.test(declaration.prop)) return;
  declaration.value = declaration.value.replace(
    /"([^"]*)"|'([^']*)'|[\w-]+\(|[-\w]+/g,
    (token, double: string | undefined, single: string | undefined) => names.get(double ?? single ?? token) ?? token,
  );
}

function unquoted(name: string): string {
  return name.trim().replace(/^(['"])(.*)\1$/, '$2');
}
