import { isStatusError, type StatusError } from '@luban/kube';
import { Refusal } from '../refusal.ts';

/** Why a cluster's data does not follow any more. `code` is of the message catalogue. */
export interface UpstreamFailure {
  code: string;
  reason: string;
  /** Milliseconds that the cluster asks to wait. */
  wait?: number;
  /** The cluster may still know where the watch was: it need not begin anew. */
  goesOn?: boolean;
}

/** What was sent is not what a Kubernetes API sends. */
export class BrokenAnswer extends Error {
  override name = 'BrokenAnswer';
}

/** Nothing came for too long. */
export class SlowAnswer extends Error {
  override name = 'SlowAnswer';
}

export function failureOf(error: unknown): UpstreamFailure {
  if (isStatusError(error)) return ofStatus(error);
  // The gateway knows already that the cluster does not answer.
  if (error instanceof Refusal) return { code: error.code, reason: String(error.params.reason ?? ''), goesOn: true };
  const reason = reasonOf(error);
  if (error instanceof SyntaxError || error instanceof BrokenAnswer) return { code: 'LB5506', reason };
  if (error instanceof SlowAnswer || codeOf(error) === 'UND_ERR_HEADERS_TIMEOUT')
    return { code: 'LB5507', reason, goesOn: true };
  return { code: 'LB5502', reason, goesOn: true };
}

function ofStatus(error: StatusError): UpstreamFailure {
  const reason = error.message.slice(0, 300);
  switch (error.code) {
    case 401:
    case 403:
      return { code: 'LB5504', reason };
    case 404:
      return { code: 'LB5503', reason };
    case 410:
      return { code: 'LB5512', reason };
    case 429: {
      const seconds = error.status.details?.retryAfterSeconds;
      return { code: 'LB5505', reason, goesOn: true, wait: seconds && Math.min(seconds, 120) * 1_000 };
    }
    default:
      return { code: 'LB5502', reason };
  }
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message || codeOf(error) || error.name : String(error)).slice(0, 300);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
