/**
 * What names, labels and the like may look like, in Kubernetes' sentences. Each function returns what is wrong, nothing
 * for a valid value. Source: k8s.io/apimachinery/pkg/util/validation and pkg/api/validation.
 */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`;
const WILDCARD_SUBDOMAIN = `\\*\\.${SUBDOMAIN}`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const QUALIFIED_MESSAGE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const labelPattern = new RegExp(`^${LABEL}$`);
const subdomainPattern = new RegExp(`^${SUBDOMAIN}$`);
const underscoreSubdomainPattern = new RegExp(`^${UNDERSCORE_SUBDOMAIN}$`);
const wildcardPattern = new RegExp(`^${WILDCARD_SUBDOMAIN}$`);
const dns1035Pattern = new RegExp(`^${DNS_1035}$`);
const qualifiedPattern = new RegExp(`^${QUALIFIED}$`);
/** No name may be longer; patterns are not tried on what is. */
const LONGEST = 4096;

/** Tells what is wrong with a name; a prefix may end with a dash, as more will follow. */
export type NameRule = (name: string, isPrefix: boolean) => string[];

/** The sentence for a text that is too long, in characters. */
export function maxLengthError(length: number): string {
  return `must be no more than ${length} characters`;
}

/** The sentence for a number outside of a range that includes both ends. */
export function rangeError(lowest: number, highest: number): string {
  return `must be between ${lowest} and ${highest}, inclusive`;
}

/** The sentence for a text that does not match. The doubled blanks before `or` are Kubernetes' own. */
export function patternError(message: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${pattern}')`;
  const listed = examples.map((example) => `'${example}', `).join(' or ');
  return `${message} (e.g. ${listed}regex used for validation is '${pattern}')`;
}

export function dnsLabel(value: string): string[] {
  const problems = value.length > 63 ? [maxLengthError(63)] : [];
  if (matches(labelPattern, value)) return problems;
  if (matches(subdomainPattern, value)) return [...problems, 'must not contain dots'];
  const message =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  return [...problems, patternError(message, LABEL, 'my-name', '123-abc')];
}

export function dnsSubdomain(value: string): string[] {
  const message =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  return sized(value, 253, subdomainPattern, patternError(message, SUBDOMAIN, 'example.com'));
}

export function dnsSubdomainWithUnderscore(value: string): string[] {
  const message =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
  return sized(value, 253, underscoreSubdomainPattern, patternError(message, UNDERSCORE_SUBDOMAIN, 'example.com'));
}

export function wildcardSubdomain(value: string): string[] {
  const message =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return sized(value, 253, wildcardPattern, patternError(message, WILDCARD_SUBDOMAIN, '*.example.com'));
}

export function dns1035Label(value: string): string[] {
  const message =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return sized(value, 63, dns1035Pattern, patternError(message, DNS_1035, 'my-name', 'abc-123'));
}

/** `name` or `example.com/name`. */
export function qualifiedName(value: string): string[] {
  const parts = value.split('/');
  const nameError = patternError(QUALIFIED_MESSAGE, QUALIFIED, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) {
    return [`a qualified name ${nameError} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const problems: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    const wrong = prefix === '' ? ['must be non-empty'] : dnsSubdomain(prefix);
    problems.push(...wrong.map((problem) => `prefix part ${problem}`));
  }
  if (name === '') problems.push('name part must be non-empty');
  else if (name.length > 63) problems.push(`name part ${maxLengthError(63)}`);
  if (!matches(qualifiedPattern, name)) problems.push(`name part ${nameError}`);
  return problems;
}

export function labelValue(value: string): string[] {
  const message =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const problems = value.length > 63 ? [maxLengthError(63)] : [];
  if (value === '' || matches(qualifiedPattern, value)) return problems;
  return [...problems, patternError(message, `(${QUALIFIED})?`, 'MyValue', 'my_value', '12345')];
}

/** A name of a port: letters, digits and dashes, at most 15. */
export function portName(value: string): string[] {
  const problems: string[] = [];
  if (value.length > 15) problems.push(maxLengthError(15));
  if (!/^[-a-z0-9]+$/.test(value)) {
    problems.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) problems.push('must contain at least one letter (a-z)');
  if (value.includes('--')) problems.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) problems.push('must not begin or end with a hyphen');
  return problems;
}

export function portNumber(value: number): string[] {
  return value >= 1 && value <= 65_535 ? [] : [rangeError(1, 65_535)];
}

/** A name of an environment variable: any printable ASCII but `=`. */
export function environmentName(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (/^[ -<>-~]+$/.test(value)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** A key of a ConfigMap or a Secret. */
export function configKey(value: string): string[] {
  const problems: string[] = [];
  if (value.length > 253) problems.push(maxLengthError(253));
  if (!/^[-._a-zA-Z0-9]+$/.test(value)) {
    const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    problems.push(patternError(message, '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (value === '.') problems.push("must not be '.'");
  else if (value === '..') problems.push("must not be '..'");
  else if (value.startsWith('..')) problems.push("must not start with '..'");
  return problems;
}

export function headerName(value: string): string[] {
  if (/^[-A-Za-z0-9]+$/.test(value)) return [];
  const message = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return [patternError(message, '[-A-Za-z0-9]+', 'X-Header-Name')];
}

/** A name that may stand as one element of a path: for RBAC and other kinds with free names. */
export function pathSegment(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((part) => value.includes(part)).map((part) => `may not contain '${part}'`);
}

/** The rule of most kinds. */
export const subdomainName: NameRule = (name, isPrefix) => dnsSubdomain(isPrefix ? maskTrailingDash(name) : name);
/** A rule without dots, as for namespaces. */
export const labelName: NameRule = (name, isPrefix) => dnsLabel(isPrefix ? maskTrailingDash(name) : name);
/** A rule for what becomes a name in DNS of old, such as a service. */
export const serviceName: NameRule = (name, isPrefix) => dns1035Label(isPrefix ? maskTrailingDash(name) : name);
/** Any name that fits into a path, as for roles. */
export const pathName: NameRule = (name, isPrefix) =>
  isPrefix ? pathSegment(name).filter((problem) => problem.startsWith('may not contain')) : pathSegment(name);

function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -1)}a` : name;
}

function sized(value: string, length: number, pattern: RegExp, message: string): string[] {
  const problems = value.length > length ? [maxLengthError(length)] : [];
  return matches(pattern, value) ? problems : [...problems, message];
}

function matches(pattern: RegExp, value: string): boolean {
  return value.length <= LONGEST && pattern.test(value);
}
