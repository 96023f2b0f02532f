import { type Clock, timeout } from '@luban/kube';
import { LOOPBACK, type UserInfo } from '../../auth/user.ts';
import type { ApiRequest, ApiResponse } from '../../wire/api-request.ts';
import { overloaded, type ServerLimits } from './server-limits.ts';

type Work = (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

/**
 * Answers a request within the limits. The server's own loops are not held up by what others ask.
 *
 * @throws StatusError 429 when too much is going on, 504 when there is no answer in time
 */
export function limited(
  limits: ServerLimits,
  clock: Clock,
  { request, user }: { request: ApiRequest; user: UserInfo },
  work: Work,
): ApiResponse | Promise<ApiResponse> {
  if (request.user === LOOPBACK) return work(request);
  if (!limits.requests.hasRoom(user.username)) throw overloaded();
  const lent = limits.bodies.lend(request);
  const answering = work(lent.request);
  // What is answered at once was never at the same time as anything.
  if (!(answering instanceof Promise)) return answering;
  const seat = limits.requests.take(user.username);
  const { promise: expiry, reject } = Promise.withResolvers<never>();
  const timer = clock.after(limits.answerWithin, () =>
    reject(timeout('request did not complete within the allotted timeout')),
  );
  answering.then(release, release);
  function release() {
    timer[Symbol.dispose]();
    seat[Symbol.dispose]();
    lent[Symbol.dispose]();
  }
  return Promise.race([answering, expiry]);
}
