import type { VersionHealth } from '@luban/manifest/center-api';

/** Sessions without which nothing is concluded. */
const ENOUGH = 3;
/** Of them, those that have to have failed. */
const FAILED_ENOUGH = 2;
/** By how much a version has to fail more often than the one before it. */
const MARGIN = 0.2;
/** Standard deviations, for a certainty of nine in ten. */
const CERTAINTY = 1.2816;

/**
 * Whether a version fails so much more often than the one before it that it is to be taken back: over enough sessions,
 * even the least rate that its sessions speak for has to lie above the other's by a margin.
 */
export function isWorse(current: VersionHealth, previous: VersionHealth | undefined): boolean {
  const { sessions, failed } = current;
  if (sessions < ENOUGH || failed < FAILED_ENOUGH) return false;
  const before = previous === undefined || previous.sessions === 0 ? 0 : previous.failed / previous.sessions;
  return leastRate(failed, sessions) > before + MARGIN;
}

/** Lower end of Wilson's interval for a rate. */
function leastRate(failed: number, sessions: number): number {
  const rate = failed / sessions;
  const z2 = CERTAINTY ** 2;
  const centre = rate + z2 / (2 * sessions);
  const spread = CERTAINTY * Math.sqrt((rate * (1 - rate) + z2 / (4 * sessions)) / sessions);
  return (centre - spread) / (1 + z2 / sessions);
}
