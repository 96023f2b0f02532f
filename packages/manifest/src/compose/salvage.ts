import type { Problem } from '../composed-index.ts';
import { API_VERSION, type Contributions, type ExtensionManifest } from '../extension-manifest.ts';
import { LIMITS } from '../limits.ts';
import { checkBounds } from '../rules/bounds.ts';

/**
 * What can be shown of a manifest that is not valid: the name, and those routes and menus in which nothing was found, so
 * that a person who opens one of them reads what is wrong and not "not found". No code of such an extension is loaded.
 */
export function salvage(value: unknown, errors: Problem[], name: string, version: string): ExtensionManifest {
  const fields = errors.map((error) => String(error.params.field));
  // Beyond the limit problems are no longer told, and of a manifest out of bounds no field was looked at: what has no
  // problem can't be trusted then.
  const complete = errors.length < LIMITS.problems && checkBounds(value, undefined, () => {});
  const isSound = (field: string) => complete && !fields.some((found) => covers(found, field) || covers(field, found));
  const found = value as { displayName?: unknown; contributes?: Contributions };

  const contributes: Contributions = {};
  if (complete && isObject(found) && isObject(found.contributes) && !fields.includes('contributes')) {
    const { routes, menus, i18n } = found.contributes;
    if (Array.isArray(routes))
      contributes.routes = routes.filter((_, index) => isSound(`contributes.routes[${index}]`));
    if (Array.isArray(menus)) contributes.menus = menus.filter((_, index) => isSound(`contributes.menus[${index}]`));
    if (isObject(i18n) && isSound('contributes.i18n')) contributes.i18n = i18n;
  }
  const manifest: ExtensionManifest = { apiVersion: API_VERSION, name, version, contributes };
  if (isObject(found) && isObject(found.displayName) && isSound('displayName')) {
    manifest.displayName = found.displayName as Record<string, string>;
  }
  return manifest;
}

/** Whether `field` is `outer` or lies in it. */
function covers(outer: string, field: string): boolean {
  return field === outer || field.startsWith(`${outer}.`) || field.startsWith(`${outer}[`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
