import { isStatusError } from '@luban/kube';
import { Refusal } from '../refusal.ts';

/** Seconds after which it is worth asking again. */
const AGAIN = '5';

/**
 * Reads from the cluster that knows who people are.
 *
 * @returns undefined when there is no such object
 * @throws Refusal 503 LB5222 when the cluster does not answer as it should: nobody is turned away for that
 */
export async function found<T>(object: Promise<T>): Promise<T | undefined> {
  try {
    return await object;
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return undefined;
    throw unavailable(error);
  }
}

/** Writes to it, or lists. Conflicts and the like stay what they are. */
export async function written<T>(object: Promise<T>): Promise<T> {
  try {
    return await object;
  } catch (error) {
    throw isStatusError(error) && error.code < 500 && error.code !== 429 ? error : unavailable(error);
  }
}

function unavailable(error: unknown): Refusal {
  return new Refusal(503, 'LB5222', {}, { cause: error, headers: { 'retry-after': AGAIN } });
}
