/**
 * Amounts of resources, such as `500m`, `1Gi` or `1e3`. Source of the grammar and of the canonical form:
 * k8s.io/apimachinery/pkg/api/resource.
 */

/** How an amount was written, which its canonical form keeps. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact amount. */
export interface Quantity {
  /** Billionths; finer amounts are rounded away from zero. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

/** A text that is no quantity; the message is the one of Kubernetes. */
export class QuantityError extends Error {
  override name = 'QuantityError';
}

export const QUANTITY_FORMAT_ERROR =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

const NANO = 1_000_000_000n;
const LARGEST_BINARY = (2n ** 63n - 1n) * NANO;
/** Beyond it numbers would only serve to exhaust the machine. */
const LARGEST_EXPONENT = 60;
const LONGEST_TEXT = 200;

const DECIMAL: readonly (readonly [suffix: string, exponent: number])[] = [
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
];
const BINARY: readonly string[] = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * @param value a text, or a number as JSON may carry it
 * @throws QuantityError
 */
export function parseQuantity(value: string | number): Quantity {
  const text = typeof value === 'number' ? numberText(value) : value;
  const match =
    text.length > LONGEST_TEXT ? null : /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*(?:[-+]?\d*))$/.exec(text);
  if (match === null || text === '') throw new QuantityError(QUANTITY_FORMAT_ERROR);
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const unit = readSuffix(suffix);
  if (unit === undefined) throw new QuantityError("unable to parse quantity's suffix");
  // A lone sign counts as zero, a lone suffix too.
  const digits = BigInt(`0${whole}${fraction}`);
  const places = fraction.length;
  const amount = unit.binary
    ? divideUp(digits * NANO * 2n ** BigInt(unit.exponent), 10n ** BigInt(places))
    : scaleUp(digits, unit.exponent + 9 - places);
  const capped = unit.format === 'BinarySI' && amount > LARGEST_BINARY ? LARGEST_BINARY : amount;
  const format = unit.format === 'BinarySI' && capped > 0n && capped < NANO ? 'DecimalSI' : unit.format;
  return { nano: sign === '-' ? -capped : capped, format };
}

/** The quantity, or undefined when the value is none of any type. */
export function quantityOf(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  try {
    return parseQuantity(value);
  } catch {
    return undefined;
  }
}

/** Negative, zero or positive, as for sorting. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The sum is written like the first, unless that is zero. */
export function addQuantities(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** The difference is written like the first, unless that is zero. */
export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { nano: -b.nano, format: b.format });
}

/** As a floating point number, for ratios and charts. Large amounts lose digits. */
export function quantityToNumber(quantity: Quantity): number {
  return Number(quantity.nano / NANO) + Number(quantity.nano % NANO) / 1e9;
}

/** Thousandths, rounded away from zero: the unit of CPU time. */
export function milliValue(quantity: Quantity): bigint {
  return quantity.nano < 0n ? -divideUp(-quantity.nano, 1_000_000n) : divideUp(quantity.nano, 1_000_000n);
}

/** Canonical: no superfluous digits, the largest suffix that needs no fraction, in the quantity's own format. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (nano === 0n) return '0';
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  if (format === 'BinarySI' && !small && nano % NANO === 0n) return formatBinary(nano / NANO);
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 1000n === 0n && (format === 'DecimalExponent' || exponent < 18)) {
    mantissa /= 1000n;
    exponent += 3;
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  const suffix = DECIMAL.find(([, power]) => power === exponent)?.[0] ?? '';
  return `${mantissa}${suffix}`;
}

/** `parseQuantity` and `formatQuantity`; what is no quantity is returned as it is. */
export function canonicalQuantity(value: unknown): unknown {
  const quantity = quantityOf(typeof value === 'string' ? value.trim() : value);
  return quantity === undefined ? value : formatQuantity(quantity);
}

function formatBinary(value: bigint): string {
  let mantissa = value;
  let power = 0;
  while (power < BINARY.length - 1 && mantissa % 1024n === 0n) {
    mantissa /= 1024n;
    power++;
  }
  return `${mantissa}${BINARY[power]}`;
}

function readSuffix(suffix: string): { exponent: number; binary: boolean; format: QuantityFormat } | undefined {
  const decimal = DECIMAL.find(([name]) => name === suffix);
  if (decimal !== undefined) return { exponent: decimal[1], binary: false, format: 'DecimalSI' };
  const power = BINARY.indexOf(suffix);
  if (power > 0) return { exponent: power * 10, binary: true, format: 'BinarySI' };
  const exponent = /^[eE]([-+]?\d+)$/.exec(suffix)?.[1];
  if (exponent === undefined) return undefined;
  const bounded = Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, Number(exponent)));
  return { exponent: bounded, binary: false, format: 'DecimalExponent' };
}

function scaleUp(digits: bigint, exponent: number): bigint {
  return exponent >= 0 ? digits * 10n ** BigInt(exponent) : divideUp(digits, 10n ** BigInt(-exponent));
}

function divideUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

/** JSON numbers as Go reads their text; JavaScript's own form differs for large and small ones only in the exponent. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}
