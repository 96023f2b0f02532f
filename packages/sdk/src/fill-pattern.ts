import type { RouteParams } from './route-target.ts';

/**
 * `fillPattern('/clusters/:cluster/pods/:pod?', { cluster: 'dev' })` is `/clusters/dev/pods`. Undefined when a value is
 * missing. A last `*` is filled with `params['*']`, slashes kept, or left out.
 */
export function fillPattern(pattern: string, params: RouteParams): string | undefined {
  const filled: string[] = [];
  for (const segment of pattern.split('/').filter(Boolean)) {
    if (segment === '*') {
      filled.push(
        ...String(params['*'] ?? '')
          .split('/')
          .filter(Boolean)
          .map(encodeURIComponent),
      );
      continue;
    }
    const [, name, optional] = /^:([^?]+)(\?)?$/.exec(segment) ?? [];
    if (name === undefined) {
      if (!segment.endsWith('?')) filled.push(segment);
      continue;
    }
    const value = params[name];
    if (value !== undefined && value !== '') filled.push(encodeURIComponent(value));
    else if (!optional) return undefined;
  }
  return `/${filled.join('/')}`;
}
