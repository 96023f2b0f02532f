import { describeQuantity, formatQuantity, parseQuantity } from './quantity.ts';

/** What other extensions get under the token `quantities/Convert@1`. */
export interface Convert {
  /** Sum of quantities such as `['250m', '1']`; undefined when one of them is not a quantity. */
  sum(quantities: readonly string[], unit: 'cpu' | 'memory'): string | undefined;
  describe(quantity: string, locale: string): string | undefined;
}

export default function createConvert(): Convert {
  return {
    sum(quantities, unit) {
      let total = 0n;
      for (const text of quantities) {
        const result = parseQuantity(text);
        if (!result.ok) return undefined;
        total += result.milli;
      }
      return formatQuantity(total, unit);
    },
    describe(quantity, locale) {
      const result = parseQuantity(quantity);
      return result.ok ? describeQuantity(result.milli, locale) : undefined;
    },
  };
}
