import { isStatusError } from '@luban/kube';
import { sentenceOf } from '../clusters/connection-failure.ts';
import { Refusal } from '../refusal.ts';

/** What was asked of a cluster, or why it gave no answer. @throws Refusal 503 */
export async function ofCluster<T>(cluster: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const reason = isStatusError(error) ? error.message.slice(0, 200) : sentenceOf(error);
    throw new Refusal(503, 'LB5103', { cluster, reason }, { cause: error, headers: { 'retry-after': '1' } });
  }
}
