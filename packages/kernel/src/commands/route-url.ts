import { type IndexRoute, routePattern } from '@luban/manifest';

/** URL path of a route with its parameters filled in, or undefined when one is not known. */
export function routeUrl(
  route: Pick<IndexRoute, 'mount' | 'path'>,
  values: Record<string, unknown>,
): string | undefined {
  const segments: string[] = [];
  for (const segment of routePattern(route).split('/')) {
    if (segment === '*') break;
    if (!segment.startsWith(':')) {
      segments.push(segment);
      continue;
    }
    const value = values[segment.slice(1)];
    if (typeof value !== 'string' || value === '') return undefined;
    segments.push(encodeURIComponent(value));
  }
  return segments.join('/') || '/';
}
