import { EvaluationError } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { CelObject } from '../values.ts';

/** `"%s is %d".format(['x', 1])`. Source: cel-go's ext/formatting.go. */
export function formatText(template: string, values: readonly unknown[]): string {
  let next = 0;
  const text = template.replace(
    /%(?:%|(\.\d+)?([a-zA-Z]))/g,
    (whole, precision: string | undefined, clause: string) => {
      if (whole === '%%') return '%';
      if (next >= values.length) throw new EvaluationError(`index ${next} out of range`);
      return clauseOf(clause, values[next++], precision === undefined ? undefined : Number(precision.slice(1)));
    },
  );
  return text;
}

function clauseOf(clause: string, value: unknown, precision: number | undefined): string {
  switch (clause) {
    case 's':
      return display(value);
    case 'd':
      if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return String(value);
      break;
    case 'f':
      if (typeof value === 'number' || typeof value === 'bigint')
        return Number(value).toFixed(Math.min(precision ?? 6, 100));
      break;
    case 'e':
      if (typeof value === 'number' || typeof value === 'bigint') {
        return Number(value)
          .toExponential(Math.min(precision ?? 6, 100))
          .replace(/e([+-])(\d)$/, 'e$10$2');
      }
      break;
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      if (typeof value === 'bigint') return value.toString(2);
      break;
    case 'x':
    case 'X': {
      const text = hexadecimal(value);
      if (text !== undefined) return clause === 'X' ? text.toUpperCase() : text;
      break;
    }
    case 'o':
      if (typeof value === 'bigint') return value.toString(8);
      break;
    default:
      throw new EvaluationError(`could not parse formatting clause: unrecognized formatting clause "${clause}"`);
  }
  throw new EvaluationError(`error during formatting: clause "${clause}" does not take the given value`);
}

function hexadecimal(value: unknown): string | undefined {
  if (typeof value === 'bigint') return value.toString(16);
  if (typeof value === 'string' || value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return undefined;
}

function display(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString().replace('.000Z', 'Z');
  if (value instanceof Duration) return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`;
  if (value instanceof CelObject) return JSON.stringify(value.raw);
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${display(key)}: ${display(item)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return display(new Map(Object.entries(value)));
  }
  return String(value);
}
