/** What Kubernetes answers to patches that it cannot apply. Source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
import { badRequest, StatusError } from '@luban/kube';

/**
 * The patch is well formed but does not fit the object. Kubernetes does not say why; the reason goes along as `cause`
 * for logs.
 */
export function patchDoesNotFit(reason: string): StatusError {
  const error = new StatusError({
    message: 'the server rejected our request due to an error in our request',
    reason: 'Invalid',
    details: {},
    code: 422,
  });
  error.cause = reason;
  return error;
}

/** The patch is none. */
export const malformedPatch = (reason: string): StatusError => badRequest(reason);
