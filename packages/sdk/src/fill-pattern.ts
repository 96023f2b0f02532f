import type { RouteParams } from './route-target.ts';

/**
 * `fillPattern('/clusters/:cluster/pods/:pod?', { cluster: 'dev' })` is `/clusters/dev/pods`. Undefined when a value is
 * missing, or is `.` or `..`, which every URL parser takes for a step. A last `*` is filled with `params['*']`, slashes
 * kept, or left out.
 */
export function fillPattern(pattern: string, params: RouteParams): string | undefined {
  const filled: string[] = [];
  for (const segment of pattern.split('/').filter(Boolean)) {
    const values = valuesOf(segment, params);
    if (!values || values.some((value) => value === '.' || value === '..')) return undefined;
    filled.push(...values.map(encodeURIComponent));
  }
  return `/${filled.join('/')}`;
}

/** What stands in the place of one segment of the pattern. */
function valuesOf(segment: string, params: RouteParams): string[] | undefined {
  if (segment === '*')
    return String(params['*'] ?? '')
      .split('/')
      .filter(Boolean);
  if (!segment.startsWith(':')) return segment.endsWith('?') ? [] : [segment];
  const optional = segment.endsWith('?');
  const value = params[segment.slice(1, optional ? -1 : undefined)];
  if (value === undefined || value === '') return optional ? [] : undefined;
  return [String(value)];
}
