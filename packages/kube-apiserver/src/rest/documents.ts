/** Everything that is no resource: discovery, OpenAPI, versions, health. */
import { StatusError } from '@luban/kube';
import type { ForwardTarget } from '../proxy/forward.ts';
import type { ApiRequest, ApiResponse } from '../wire/api-request.ts';

export interface Documents {
  /** @throws StatusError 404 for a path that nothing serves */
  answer(request: ApiRequest): Promise<ApiResponse> | ApiResponse;
  /** Who serves a group and version that this server does not. */
  aggregated(group: string, version: string): Omit<ForwardTarget, 'path'> | undefined;
}

export function pathNotFound(): StatusError {
  return new StatusError({
    message: 'the server could not find the requested resource',
    reason: 'NotFound',
    details: {},
    code: 404,
  });
}
