/** Names of properties as identifiers of CEL. Source: k8s.io/apiserver/pkg/cel, escaping.go. */

const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
/** Not reserved, but documented as escapable. */
const TYPE_NAMES: ReadonlySet<string> = new Set('int uint double bool string bytes list map type null_type'.split(' '));

/** Identifiers under which rules find the property; none when it can't be named. */
export function identifiersOf(property: string): string[] {
  if (property.length > 500 || !/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(property)) return [];
  if (RESERVED.has(property)) return [`__${property}__`];
  const identifier = property
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
  return TYPE_NAMES.has(property) ? [identifier, `__${property}__`] : [identifier];
}
