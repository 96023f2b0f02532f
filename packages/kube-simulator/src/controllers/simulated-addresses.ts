/** Addresses that clouds would give. The range is kept for documentation (RFC 5737), so they reach nothing by accident. */

export const SIMULATED_RANGE = '203.0.113.0/24';

/** The lowest address of the range that is free; undefined when all are taken. */
export function freeAddress(taken: ReadonlySet<string>): string | undefined {
  for (let last = 1; last <= 254; last++) {
    const address = `203.0.113.${last}`;
    if (!taken.has(address)) return address;
  }
  return undefined;
}
