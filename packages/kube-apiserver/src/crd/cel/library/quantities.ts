import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  QuantityError,
  quantityToNumber,
  subtractQuantities,
} from '@luban/kube';
import { type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { register } from './register.ts';

const NANO = 1_000_000_000n;

/** `quantity('1Gi')`. */
class CelQuantity {
  readonly amount: Quantity;

  constructor(amount: Quantity) {
    this.amount = amount;
  }

  equals(other: unknown): boolean {
    return other instanceof CelQuantity && compareQuantities(this.amount, other.amount) === 0;
  }

  toString(): string {
    return formatQuantity(this.amount);
  }
}

/** Source: k8s.io/apiserver/pkg/cel/library/quantity.go. */
export function registerQuantities(environment: Environment): void {
  const Q = 'kubernetes.Quantity';
  environment.registerType(Q, CelQuantity);
  environment.registerOperator(`${Q} == ${Q}`, (a: CelQuantity, b: CelQuantity) => a.equals(b));
  register(environment, {
    [`quantity(string): ${Q}`]: (text: string) => new CelQuantity(parse(text)),
    'isQuantity(string): bool': isQuantity,
    [`${Q}.sign(): int`]: ({ amount }: CelQuantity) => (amount.nano > 0n ? 1n : amount.nano < 0n ? -1n : 0n),
    [`${Q}.isGreaterThan(${Q}): bool`]: (a: CelQuantity, b: CelQuantity) => compareQuantities(a.amount, b.amount) > 0,
    [`${Q}.isLessThan(${Q}): bool`]: (a: CelQuantity, b: CelQuantity) => compareQuantities(a.amount, b.amount) < 0,
    [`${Q}.compareTo(${Q}): int`]: (a: CelQuantity, b: CelQuantity) =>
      BigInt(Math.sign(compareQuantities(a.amount, b.amount))),
    [`${Q}.isInteger(): bool`]: ({ amount }: CelQuantity) => isInteger(amount),
    [`${Q}.asInteger(): int`]: ({ amount }: CelQuantity) => {
      if (!isInteger(amount)) throw new EvaluationError('cannot convert value to integer');
      return amount.nano / NANO;
    },
    [`${Q}.asApproximateFloat(): double`]: ({ amount }: CelQuantity) => quantityToNumber(amount),
    [`${Q}.add(${Q}): ${Q}`]: (a: CelQuantity, b: CelQuantity) => new CelQuantity(addQuantities(a.amount, b.amount)),
    [`${Q}.add(int): ${Q}`]: (a: CelQuantity, b: bigint) => new CelQuantity(addQuantities(a.amount, whole(b))),
    [`${Q}.sub(${Q}): ${Q}`]: (a: CelQuantity, b: CelQuantity) =>
      new CelQuantity(subtractQuantities(a.amount, b.amount)),
    [`${Q}.sub(int): ${Q}`]: (a: CelQuantity, b: bigint) => new CelQuantity(subtractQuantities(a.amount, whole(b))),
    [`string(${Q}): string`]: (quantity: CelQuantity) => quantity.toString(),
  });
}

function parse(text: string): Quantity {
  try {
    return parseQuantity(text);
  } catch (error) {
    if (error instanceof QuantityError) throw new EvaluationError(error.message);
    throw error;
  }
}

function isQuantity(text: string): boolean {
  try {
    parseQuantity(text);
    return true;
  } catch (error) {
    if (error instanceof QuantityError) return false;
    throw error;
  }
}

function isInteger({ nano }: Quantity): boolean {
  return nano % NANO === 0n && BigInt.asIntN(64, nano / NANO) === nano / NANO;
}

const whole = (value: bigint): Quantity => ({ nano: value * NANO, format: 'DecimalSI' });
