/**
 * Kubernetes quantities: a decimal number with a suffix, as specified by the API's `resource.Quantity`.
 * Values are kept in thousandths, so that `1m` is exact.
 */
export type QuantityResult = { ok: true; milli: bigint } | { ok: false; reason: 'empty' | 'number' | 'suffix' };

const DECIMAL: Record<string, bigint> = {
  m: 1n,
  '': 1000n,
  k: 10n ** 6n,
  M: 10n ** 9n,
  G: 10n ** 12n,
  T: 10n ** 15n,
  P: 10n ** 18n,
};
const BINARY: Record<string, bigint> = {
  Ki: 1000n * 2n ** 10n,
  Mi: 1000n * 2n ** 20n,
  Gi: 1000n * 2n ** 30n,
  Ti: 1000n * 2n ** 40n,
  Pi: 1000n * 2n ** 50n,
};
const UNITS: Record<string, bigint> = { ...DECIMAL, ...BINARY };

/** Reads `250m`, `1.5Gi`, `2`. Fractions finer than one thousandth are rounded up, as Kubernetes does. */
export function parseQuantity(text: string): QuantityResult {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, reason: 'empty' };
  const match = /^([+-]?)(\d{1,30})(?:\.(\d{1,9}))?([A-Za-z]{0,2})$/.exec(trimmed);
  if (!match) return { ok: false, reason: 'number' };
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  if (!Object.hasOwn(UNITS, suffix)) return { ok: false, reason: 'suffix' };
  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * (UNITS[suffix] as bigint);
  const milli = scaled / scale + (scaled % scale === 0n ? 0n : 1n);
  return { ok: true, milli: sign === '-' ? -milli : milli };
}

/** The shortest exact form: in cores for CPU, in binary units for memory. */
export function formatQuantity(milli: bigint, unit: 'cpu' | 'memory'): string {
  if (unit === 'cpu' || milli % 1000n !== 0n) return milli % 1000n === 0n ? `${milli / 1000n}` : `${milli}m`;
  const suffix = Object.keys(BINARY)
    .reverse()
    .find((name) => milli !== 0n && milli % (BINARY[name] as bigint) === 0n);
  return suffix ? `${milli / (BINARY[suffix] as bigint)}${suffix}` : `${milli / 1000n}`;
}

/** `1,610,612,736 bytes`, `1.5 cores`: for people, rounded to three digits after the point. */
export function describeQuantity(milli: bigint, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(Number(milli) / 1000);
}
