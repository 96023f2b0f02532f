import type { Problem } from '@luban/manifest';

/** Faults of the extension's own code or files. The line, the server and other extensions are not held against it. */
const OWN_FAULTS = new Set([
  'LB3003',
  'LB3004',
  'LB3005',
  'LB3008',
  'LB3009',
  'LB3011',
  'LB3013',
  'LB4001',
  'LB4002',
  'LB4004',
  'LB4005',
  'LB4007',
  'LB4009',
]);

/** Trying again cannot help before somebody has changed something elsewhere. */
const STANDING = new Set(['LB3012', 'LB4008', 'LB4018', 'LB4024']);

export function countsAsFailure({ code }: Problem): boolean {
  return OWN_FAULTS.has(code);
}

export function mayRetry({ code }: Problem): boolean {
  return !STANDING.has(code) && !code.startsWith('LB1') && !code.startsWith('LB2');
}
