import type { ExtensionSource } from './extension-source.ts';
import { rangeData } from './range-data.ts';

/**
 * Source text of the module that keeps the host's share scope, in the form of Module Federation: name → version →
 * `{ lib, loaded }`. `take` finds a version that fits, or throws an error naming extension, package and range.
 */
export function scopeModule({ metadata }: ExtensionSource): string {
  return `
let scope = {};
export const open = (shareScope) => { scope = shareScope };
const holds = ([operator, ...wanted], version) => {
  const [a, b, c] = version.split(/[-+]/)[0].split('.').map((part, at) => part - wanted[at]);
  const difference = a || b || c;
  return operator === '>=' ? difference >= 0 : operator === '<' ? difference < 0
    : operator === '>' ? difference > 0 : operator === '<=' ? difference <= 0 : difference === 0;
};
export const take = (name, range, alternatives) => {
  const versions = Object.hasOwn(scope, name) ? scope[name] : {};
  for (const [version, share] of Object.entries(versions)) {
    const fits = alternatives.some((all) => all.every((comparison) => holds(comparison, version)));
    if (fits && share.lib) return share.lib();
  }
  const found = Object.keys(versions).join(', ');
  throw new Error(${JSON.stringify(`${metadata.name} ${metadata.version}`)} + ' needs ' + name + ' ' + range
    + ', and the console offers ' + (found ? 'version ' + found : 'no such package'));
};
`;
}

/**
 * Source text of a container in the form of Module Federation: `init(shareScope)` and `get('./Expose')`, which answers
 * with a factory. The exposed modules are imported on need, so that `init` runs before any of them asks for a share.
 */
export function containerModule({ metadata, exposes }: ExtensionSource, scope: string): string {
  const loaders = Object.entries(exposes).map(
    ([name, { file }]) => `  [${JSON.stringify(name)}, () => import(${JSON.stringify(file)})],`,
  );
  return `
import { open } from ${JSON.stringify(scope)};
const loaders = new Map([
${loaders.join('\n')}
]);
export const init = (shareScope) => { open(shareScope) };
export const get = async (name) => {
  const load = loaders.get(name);
  if (!load) throw new Error(${JSON.stringify(`${metadata.name} ${metadata.version}`)} + ' has no module ' + name);
  const module = await load();
  return () => module;
};
`;
}

/**
 * Source text of a module that stands for a shared package. Each export is a pure call, or an import of one name would
 * keep all of them. The helpers' names are unusual ones, since React itself exports \`use\`.
 */
export function sharedModule(name: string, range: string, names: readonly string[], scope: string): string {
  const exported = names
    .filter((key) => key !== 'default')
    .map((key) => `export const ${key} = /* @__PURE__ */ (() => $$shared.${key})();`);
  return `
import { take as $$take } from ${JSON.stringify(scope)};
const $$shared = /* @__PURE__ */ $$take(${JSON.stringify(name)}, ${JSON.stringify(range)}, ${JSON.stringify(rangeData(name, range))});
export default /* @__PURE__ */ (() => $$shared.default ?? $$shared)();
${exported.join('\n')}
`;
}
