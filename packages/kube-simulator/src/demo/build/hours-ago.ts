import { timestamp } from '@luban/kube';

/** For what the demo says happened before it was made. */
export function hoursAgo(hours: number): string {
  return timestamp(Date.now() - hours * 3_600_000);
}
