import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, PatchType } from '@luban/kube/client';
import { type KubectlArguments, UsageError } from './arguments.ts';
import { formatted, nameOf } from './output.ts';
import type { KubectlSession } from './run-kubectl.ts';
import { namespaceOf, refOf, type Selected, select, textOf } from './select.ts';
import { type ServedKind, servedKindOf } from './served-kinds.ts';
import { waitFor } from './wait.ts';

/** @returns what it writes to standard output */
type Verb = (parsed: KubectlArguments, session: KubectlSession) => Promise<string>;

const MANAGER = { fieldManager: 'kubectl' };

export const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['get', async (parsed, session) => textOf(await select(parsed.words, parsed, session), parsed, session)],
  ['create', create],
  ['apply', apply],
  ['delete', remove],
  ['label', (parsed, session) => mark('labels', 'labeled', parsed, session)],
  ['annotate', (parsed, session) => mark('annotations', 'annotated', parsed, session)],
  ['patch', patch],
  ['scale', scale],
  ['wait', waitFor],
  ['version', async () => 'Client Version: v1.34.0 (simulated by LuBan)\n'],
]);

async function create(parsed: KubectlArguments, session: KubectlSession): Promise<string> {
  const { words, flags } = parsed;
  const objects = flags.has('filename') ? await readObjects(parsed, session) : [drafted(parsed, session)];
  if (flags.get('dry-run') === 'client') {
    const kind = await servedKindOf(session.client, objects[0]!.apiVersion, objects[0]!.kind);
    return formatted(flags.get('output') ?? 'name', kind, objects, objects.length > 1);
  }
  const lines: string[] = [];
  for (const object of objects) {
    const { kind, ref } = await placed(object, session, parsed);
    const { name: _, ...collection } = ref;
    lines.push(`${nameOf(kind, await session.client.create(collection, object, MANAGER))} created\n`);
  }
  return words.length > 0 && flags.get('output') === 'name'
    ? lines.map((line) => line.split(' ')[0]).join('\n')
    : lines.join('');
}

/** `create namespace x`, `create configmap x --from-literal=a=b`, `create secret generic x --from-literal=a=b` */
function drafted({ words, repeated }: KubectlArguments, _session: KubectlSession): KubeObject {
  const [type = '', ...names] = words;
  const name = names.at(-1);
  if (name === undefined) throw new UsageError('exactly one NAME is required, got 0');
  const literals = Object.fromEntries(
    (repeated.get('from-literal') ?? []).map((literal) => {
      const equals = literal.indexOf('=');
      if (equals < 1) throw new UsageError(`invalid literal source ${literal}, expected key=value`);
      return [literal.slice(0, equals), literal.slice(equals + 1)];
    }),
  );
  if (['namespace', 'namespaces', 'ns'].includes(type))
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  if (['configmap', 'configmaps', 'cm'].includes(type)) {
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: literals };
  }
  if (['secret', 'secrets'].includes(type) && names[0] === 'generic' && names.length === 2) {
    const data = Object.entries(literals).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
    return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: Object.fromEntries(data) };
  }
  throw new UsageError(`the simulated kubectl cannot create "${type}" by flags. Give it the object with -f`);
}

async function apply(parsed: KubectlArguments, session: KubectlSession): Promise<string> {
  const lines: string[] = [];
  for (const object of await readObjects(parsed, session)) {
    const { kind, ref } = await placed(object, session, parsed);
    const before = await session.client.get(ref).catch((error) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
    const after = await session.client.patch(ref, 'apply', object, { ...MANAGER, force: true });
    const same = before?.metadata.resourceVersion === after.metadata.resourceVersion;
    lines.push(`${nameOf(kind, after)} ${before === undefined ? 'created' : same ? 'unchanged' : 'configured'}\n`);
  }
  return lines.join('');
}

async function remove(parsed: KubectlArguments, session: KubectlSession): Promise<string> {
  const { flags } = parsed;
  const selected = flags.has('filename')
    ? await Promise.all((await readObjects(parsed, session)).map((object) => placed(object, session, parsed)))
    : (await select(parsed.words, parsed, session)).map(({ kind, object }) => ({
        kind,
        object,
        ref: refOf(kind, object),
      }));
  const lines: string[] = [];
  for (const { kind, object, ref } of selected) {
    try {
      await session.client.delete(ref, { propagationPolicy: 'Background' });
    } catch (error) {
      if (flags.get('ignore-not-found') === 'true' && isStatusError(error, 'NotFound')) continue;
      throw error;
    }
    lines.push(`${nameOf(kind, object).replace('/', ' "')}" deleted\n`);
    if (flags.get('wait') !== 'false') await untilGone(session, ref, object);
  }
  return lines.join('');
}

const LONGEST_DELETION = 60_000;

async function untilGone(session: KubectlSession, ref: ReturnType<typeof refOf>, object: KubeObject): Promise<void> {
  const deadline = session.now() + LONGEST_DELETION;
  while (session.now() < deadline) {
    try {
      const left = await session.client.get(ref);
      if (object.metadata.uid !== undefined && left.metadata.uid !== object.metadata.uid) return;
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return;
      throw error;
    }
    await session.sleep(200);
  }
}

async function mark(
  field: 'labels' | 'annotations',
  done: string,
  parsed: KubectlArguments,
  session: KubectlSession,
): Promise<string> {
  const isChange = (word: string) => /^[^=]+=/.test(word) || /^[^=]+-$/.test(word);
  const first = parsed.words.findIndex((word, index) => index > 0 && isChange(word));
  if (first < 0) throw new UsageError(`at least one ${field === 'labels' ? 'label' : 'annotation'} update is required`);
  const changes = parsed.words.slice(first).map((word): [string, string | null] => {
    const equals = word.indexOf('=');
    return equals < 0 ? [word.slice(0, -1), null] : [word.slice(0, equals), word.slice(equals + 1)];
  });
  return changed(await select(parsed.words.slice(0, first), parsed, session), done, (client, { kind, object }) => {
    const taken = changes.find(
      ([key, value]) => value !== null && ![undefined, value].includes(object.metadata[field]?.[key]),
    );
    if (taken !== undefined && parsed.flags.get('overwrite') !== 'true') {
      throw new UsageError(
        `'${taken[0]}' already has a value (${object.metadata[field]?.[taken[0]]}), and --overwrite is false`,
      );
    }
    return client.patch(refOf(kind, object), 'merge', { metadata: { [field]: Object.fromEntries(changes) } }, MANAGER);
  })(session);
}

async function patch(parsed: KubectlArguments, session: KubectlSession): Promise<string> {
  const type = parsed.flags.get('type') ?? 'strategic';
  if (!['strategic', 'merge', 'json'].includes(type)) {
    throw new UsageError(`--type must be one of [json merge strategic], not "${type}"`);
  }
  const body = parseJson(parsed.flags.get('patch') ?? '', 'the patch');
  const selected = await select(parsed.words, parsed, session);
  return changed(selected, 'patched', (client, { kind, object }) =>
    client.patch(refOf(kind, object), type as PatchType, body, MANAGER),
  )(session);
}

async function scale(parsed: KubectlArguments, session: KubectlSession): Promise<string> {
  const replicas = Number(parsed.flags.get('replicas') ?? Number.NaN);
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw new UsageError('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  }
  return changed(await select(parsed.words, parsed, session), 'scaled', async (client, { kind, object }) => {
    await client.patch({ ...refOf(kind, object), subresource: 'scale' }, 'merge', { spec: { replicas } }, MANAGER);
    return object;
  })(session);
}

/** Changes one after the other, and says so of each. */
function changed(
  selected: readonly Selected[],
  done: string,
  change: (client: KubeClient, one: Selected) => Promise<KubeObject>,
): (session: KubectlSession) => Promise<string> {
  return async ({ client }) => {
    const lines: string[] = [];
    for (const one of selected) {
      const after = await change(client, one);
      const same = done === 'patched' && after.metadata.resourceVersion === one.object.metadata.resourceVersion;
      lines.push(`${nameOf(one.kind, one.object)} ${done}${same ? ' (no change)' : ''}\n`);
    }
    return lines.join('');
  };
}

async function placed(object: KubeObject, session: KubectlSession, parsed: KubectlArguments) {
  const kind: ServedKind = await servedKindOf(session.client, object.apiVersion, object.kind);
  const namespace = object.metadata.namespace ?? namespaceOf(parsed, session);
  const inPlace = kind.namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  return { kind, object: inPlace, ref: refOf(kind, inPlace) };
}

async function readObjects({ flags }: KubectlArguments, session: KubectlSession): Promise<KubeObject[]> {
  const file = flags.get('filename');
  if (file === undefined) throw new UsageError('must specify one of -f and -k');
  const value = parseJson(file === '-' ? session.stdin : await session.readFile(file), file) as KubeObject & {
    items?: KubeObject[];
  };
  const objects = value.kind === 'List' && Array.isArray(value.items) ? value.items : [value];
  for (const { apiVersion, kind, metadata } of objects) {
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string') {
      throw new UsageError(`error validating "${file}": apiVersion, kind and metadata.name have to be set`);
    }
  }
  return objects;
}

function parseJson(text: string, what: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new UsageError(`unable to parse ${what}: the simulated kubectl reads JSON, not the rest of YAML`);
}
