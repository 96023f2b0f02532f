import { routeKey, routePattern } from '../route-pattern.ts';
import type { ManifestRule } from './rule.ts';

export const uniqueRoutes: ManifestRule = {
  description: 'Within one manifest no two routes match the same URLs.',
  check(manifest, report) {
    const seen = new Map<string, string>();
    for (const [index, route] of (manifest.contributes.routes ?? []).entries()) {
      const field = `contributes.routes[${index}].path`;
      const first = seen.get(routeKey(route));
      if (first === undefined) seen.set(routeKey(route), field);
      else report('LB1012', field, { id: routePattern(route), first });
    }
  },
};
