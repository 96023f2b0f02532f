/** Formats of strings that schemas may name. Source: k8s.io/kube-openapi/pkg/validation/strfmt. */
import { isIPv4, isIPv6 } from 'node:net';
import { compilePattern } from '../regex/pattern.ts';

const STRING_FORMATS = new Map<string, (text: string) => boolean>([
  ['bsonobjectid', matching('^[0-9a-fA-F]{24}$')],
  ['uri', isUri],
  ['email', isEmail],
  ['hostname', isHostname],
  ['ipv4', isIPv4],
  ['ipv6', isIPv6],
  ['cidr', isCidr],
  [
    'mac',
    matching(
      '^(?:[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}[:-]){4,6}[0-9a-fA-F]{2}|(?:[0-9a-fA-F]{4}\\.){2,3}[0-9a-fA-F]{4})$',
    ),
  ],
  ['uuid', matching('(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$')],
  ['uuid3', matching('(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$')],
  ['uuid4', matching('(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$')],
  ['uuid5', matching('(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$')],
  ['isbn', (text) => isIsbn10(text) || isIsbn13(text)],
  ['isbn10', isIsbn10],
  ['isbn13', isIsbn13],
  ['creditcard', isCreditCard],
  ['ssn', matching('^\\d{3}[- ]?\\d{2}[- ]?\\d{4}$')],
  ['hexcolor', matching('^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$')],
  [
    'rgbcolor',
    matching(
      '^rgb\\(\\s*(25[0-5]|2[0-4]\\d|1?\\d{1,2})\\s*,\\s*(25[0-5]|2[0-4]\\d|1?\\d{1,2})\\s*,\\s*(25[0-5]|2[0-4]\\d|1?\\d{1,2})\\s*\\)$',
    ),
  ],
  ['byte', (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(text)],
  ['password', () => true],
  ['date', isDate],
  ['duration', isDuration],
  ['datetime', isDateTime],
  ['k8sshortname', (text) => text.length <= 63 && compilePattern('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$').matches(text)],
  [
    'k8slongname',
    (text) =>
      text.length <= 253 &&
      compilePattern('^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$').matches(text),
  ],
]);

/** What checks strings of the format; undefined when the format is none that means something. Hyphens do not matter. */
export function stringFormat(format: string): ((text: string) => boolean) | undefined {
  return STRING_FORMATS.get(format.replaceAll('-', ''));
}

/** Whether the format is known for values of the type; others are ignored, with a warning on the definition. */
export function isKnownFormat(type: string, format: string): boolean {
  if (type === '' || type === 'string') return stringFormat(format) !== undefined;
  if (type === 'integer') return format === 'int32' || format === 'int64';
  return type === 'number' && (format === 'float' || format === 'double');
}

function matching(source: string): (text: string) => boolean {
  return (text) => compilePattern(source).matches(text);
}

function isUri(text: string): boolean {
  // An absolute URI or an absolute path, as for a request line.
  return text.startsWith('/')
    ? !/[\s%](?![0-9a-fA-F]{2})/.test(text)
    : /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(text) && URL.canParse(text);
}

/** An address, alone or behind a name: `Ann <ann@example.com>`. */
function isEmail(text: string): boolean {
  if (text.length > 1_000) return false;
  const address = /^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text;
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const quoted = /^"[^"\\\r\n]+"$/.test(local);
  return (
    at > 0 &&
    (quoted || (/^[^\s()<>[\]:;@\\,"]+$/.test(local) && !/^\.|\.\.|\.$/.test(local))) &&
    /^(?:[^\s()<>[\]:;@\\,".]+(?:\.[^\s()<>[\]:;@\\,".]+)*|\[[^[\]\\\s]+\])$/.test(address.slice(at + 1))
  );
}

function isHostname(text: string): boolean {
  const labels = text.split('.');
  if (text.length === 0 || text.length > 255 || labels.some((label) => label.length > 63)) return false;
  if (!labels.every((label) => /^[\p{L}\p{S}0-9](?:[\p{L}\p{S}0-9-]*[\p{L}\p{S}0-9])?$/u.test(label))) return false;
  return labels.length === 1 || /^[\p{L}]{2,63}$/u.test(labels.at(-1) ?? '');
}

export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(bits)) return false;
  return isIPv4(address) ? Number(bits) <= 32 : isIPv6(address) && !address.includes('%') && Number(bits) <= 128;
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  if (!/^\d{9}[\dXx]$/.test(digits)) return false;
  const sum = [...digits].reduce((total, char, i) => total + (i + 1) * (/x/i.test(char) ? 10 : Number(char)), 0);
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\s-]/g, '');
  return (
    /^\d{13}$/.test(digits) && [...digits].reduce((sum, char, i) => sum + Number(char) * (i % 2 ? 3 : 1), 0) % 10 === 0
  );
}

function isCreditCard(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  if (
    !matching(
      '^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\\d{3})\\d{11})$',
    )(digits)
  )
    return false;
  const sum = [...digits].reverse().reduce((total, char, i) => {
    const value = Number(char) * (i % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isDateTime(text: string): boolean {
  const match = /^(\d{4}-\d{2}-\d{2})t(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:z|[+-](\d{2}):(\d{2}))$/i.exec(text);
  if (match === null || !isDate(match[1]!)) return false;
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  return hours <= 23 && minutes <= 59 && seconds <= 59 && Number(match[5] ?? 0) <= 23 && Number(match[6] ?? 0) <= 59;
}

/** `1h30m` as Go has it, or `2 days` as Scala has it. */
export function isDuration(text: string): boolean {
  if (text.length > 200) return false;
  if (text === '0' || /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return true;
  const words =
    '(?:ns|nanos?|nanoseconds?|us|µs|micros?|microseconds?|ms|millis?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)';
  return compilePattern(`^(?:\\s*\\d+\\s*${words}\\s*)+$`).matches(text);
}
