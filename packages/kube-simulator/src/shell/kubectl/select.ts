import { isStatusError, type KubeObject } from '@luban/kube';
import { type ResourceRef, resourcePath } from '@luban/kube/client';
import { type KubectlArguments, UsageError } from './arguments.ts';
import { formatted, type Table, tableText } from './output.ts';
import type { KubectlSession } from './run-kubectl.ts';
import { type ServedKind, servedKind } from './served-kinds.ts';

export interface Selected {
  kind: ServedKind;
  object: KubeObject;
}

export function namespaceOf({ flags }: KubectlArguments, { namespace }: KubectlSession): string {
  return flags.get('namespace') ?? namespace;
}

export function refOf({ group, version, resource, namespaced }: ServedKind, { metadata }: KubeObject): ResourceRef {
  return { group, version, resource, name: metadata.name, ...(namespaced && { namespace: metadata.namespace }) };
}

/** Which objects words name: `pods`, `pods a b`, `pods,services`, `pod/a service/b`; with selectors where flags say so. */
export async function select(
  words: readonly string[],
  parsed: KubectlArguments,
  session: KubectlSession,
): Promise<Selected[]> {
  const [types, ...names] = words;
  if (types === undefined) throw new UsageError('You must specify the type of resource, such as "pods".');
  const pairs = types.includes('/')
    ? words.map((word) => word.split('/') as [string, string?])
    : types
        .split(',')
        .flatMap((type): [string, string?][] => (names.length === 0 ? [[type]] : names.map((name) => [type, name])));
  const selected: Selected[] = [];
  for (const [type, name] of pairs) {
    const kind = await servedKind(session.client, type);
    if (name === undefined) selected.push(...(await listed(kind, parsed, session)));
    else {
      const object = await one(kind, name, parsed, session);
      if (object !== undefined) selected.push({ kind, object });
    }
  }
  return selected;
}

async function listed(
  kind: ServedKind,
  parsed: KubectlArguments,
  { client, ...session }: KubectlSession,
): Promise<Selected[]> {
  const { flags } = parsed;
  if (['delete', 'label', 'annotate'].includes(parsed.verb) && !flags.has('selector') && !flags.has('all')) {
    throw new UsageError('resource(s) were provided, but no name was specified');
  }
  const everywhere = !kind.namespaced || flags.get('all-namespaces') === 'true';
  const { items } = await client.list(kind, {
    ...(!everywhere && { namespace: flags.get('namespace') ?? session.namespace }),
    labelSelector: flags.get('selector'),
    fieldSelector: flags.get('field-selector'),
  });
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  return items.map((object) => ({ kind, object: { ...object, apiVersion, kind: kind.kind } }));
}

async function one(kind: ServedKind, name: string, parsed: KubectlArguments, session: KubectlSession) {
  const metadata = { name, namespace: namespaceOf(parsed, session) };
  try {
    return await session.client.get(refOf(kind, { apiVersion: '', kind: kind.kind, metadata }));
  } catch (error) {
    if (parsed.flags.get('ignore-not-found') === 'true' && isStatusError(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** What `get` writes of objects. */
export async function textOf(
  selected: readonly Selected[],
  parsed: KubectlArguments,
  session: KubectlSession,
): Promise<string> {
  const [first] = selected;
  const output = parsed.flags.get('output') ?? '';
  const isList = !parsed.words[0]?.includes('/') && parsed.words.length === 1;
  if (first === undefined) {
    if (output === 'json' || output === 'yaml' || output.startsWith('jsonpath')) {
      return isList
        ? formatted(output, { group: '', version: 'v1', resource: '', kind: '', namespaced: true }, [], true)
        : '';
    }
    return '';
  }
  if (output === 'name') return selected.map(({ kind, object }) => formatted('name', kind, [object], false)).join('');
  if (output !== '' && output !== 'wide') {
    return formatted(
      output,
      first.kind,
      selected.map(({ object }) => object),
      isList || selected.length > 1,
    );
  }
  const client = session.client.withHeaders({ accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' });
  const tables = await Promise.all(
    selected.map(({ kind, object }) => client.json<Table>('GET', resourcePath(refOf(kind, object)))),
  );
  const namespaces = parsed.flags.get('all-namespaces') === 'true';
  const header = parsed.flags.get('no-headers') !== 'true';
  return tableText(
    { columnDefinitions: tables[0]!.columnDefinitions, rows: tables.flatMap(({ rows }) => rows) },
    { namespaces, header },
  );
}
