import type { ObjectProblem } from '../extension-object.ts';
import { type Endpoint, endpointName } from './endpoint.ts';

/** What is served, and should not be left so. */
export function endpointWarnings(object: string, endpoint: Endpoint | undefined): ObjectProblem[] {
  if (endpoint === undefined || !endpoint.insecure) return [];
  return [{ code: 'LB5414', params: { object, upstream: endpointName(endpoint) } }];
}
