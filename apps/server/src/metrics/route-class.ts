/** Few, and not to be chosen from outside: each is a series of its own. */
export const ROUTE_CLASSES = ['health', 'asset', 'login', 'api', 'cluster', 'extension-api', 'proxy', 'page'] as const;
export type RouteClass = (typeof ROUTE_CLASSES)[number];

const CLASSES: readonly (readonly [RegExp, RouteClass])[] = [
  [/^\/(?:healthz|livez|readyz|metrics)$/, 'health'],
  [/^\/(?:assets|ext|dist|schema)\/|^\/favicon\.svg$/, 'asset'],
  [/^\/(?:api\/session|oauth|login)(?:\/|$)/, 'login'],
  [/^(?:\/clusters\/[^/]+)?\/kapis(?:\/|$)/, 'extension-api'],
  [/^(?:\/clusters\/[^/]+)?\/(?:api\/v1|apis|openapi|version|api$)(?:\/|$)/, 'cluster'],
  [/^\/proxy(?:\/|$)/, 'proxy'],
  [/^\/api\//, 'api'],
];

/** @param url path and query */
export function routeClass(url: string): RouteClass {
  const path = url.split('?', 1)[0]!;
  return CLASSES.find(([pattern]) => pattern.test(path))?.[1] ?? 'page';
}
