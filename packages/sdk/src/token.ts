import type { ServiceToken } from '@luban/kernel';

/** Names a service with its type: `export const Query = token<Query>('acme-metrics/Query@1')`. */
export function token<T>(name: `${string}/${string}@${number}`): ServiceToken<T> {
  return { token: name };
}
