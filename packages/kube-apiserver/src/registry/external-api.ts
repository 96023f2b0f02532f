/** A group version that another server answers for, which this one passes requests on to. */
export interface ExternalApi {
  readonly group: string;
  readonly version: string;
  /** From the APIService: groups, and versions in them, are ordered by these, the highest first. */
  readonly groupPriority: number;
  readonly versionPriority: number;
  /** What the backend serves, in its own words. Absent: it does not answer, and may be asked again. */
  readonly resources?: readonly ExternalResource[];
}

/** A row of the backend's discovery. */
export interface ExternalResource {
  readonly resource: string;
  readonly singular: string;
  readonly kind: string;
  /** Of what it answers, where that is of another group version. */
  readonly responseGroup?: string;
  readonly responseVersion?: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Omit<ExternalResource, 'subresources' | 'singular' | 'shortNames' | 'categories'>[];
}

/** Reads an APIResourceList. Rows that are none are left out. Source: k8s.io/apimachinery/pkg/apis/meta/v1. */
export function externalResources(list: unknown): ExternalResource[] {
  const rows = isFields(list) && Array.isArray(list.resources) ? list.resources.filter(isFields) : [];
  const named = rows.flatMap((row) =>
    typeof row.name === 'string' && row.name !== '' ? [{ row, name: row.name }] : [],
  );
  return named
    .filter(({ name }) => !name.includes('/'))
    .map(({ row, name }) => ({
      ...common(row, name),
      singular: text(row.singularName),
      shortNames: texts(row.shortNames),
      categories: texts(row.categories),
      subresources: named
        .filter((other) => other.name.startsWith(`${name}/`))
        .map((other) => common(other.row, other.name.slice(name.length + 1))),
    }));
}

function common(row: Record<string, unknown>, resource: string) {
  return {
    resource,
    kind: text(row.kind),
    ...(text(row.group) !== '' && { responseGroup: text(row.group) }),
    ...(text(row.version) !== '' && { responseVersion: text(row.version) }),
    namespaced: row.namespaced === true,
    verbs: texts(row.verbs),
  };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
