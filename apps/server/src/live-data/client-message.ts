import { JsonPathError, parseFieldSelector, parseJsonPath, parseLabelSelector, SelectorError } from '@luban/kube';
import { LIVE_LIMITS, type LiveClientMessage } from '@luban/kube/live';

type Fields = Readonly<Record<string, unknown>>;

/** What a tab said is nothing that the protocol has. The text is for whoever writes the tab. */
export class MessageError extends Error {
  override name = 'MessageError';
  /** Of the subscription that it was about, when that much could be read. */
  readonly id: number | undefined;

  constructor(message: string, id?: number) {
    super(message);
    this.id = id;
  }
}

/** @throws MessageError */
export function parseClientMessage(text: string): LiveClientMessage {
  const message = record(parseJson(text), 'the message');
  const { op } = message;
  if (op === 'pause' || op === 'resume') return { op };
  const id = integer(message, 'id', 0, Number.MAX_SAFE_INTEGER);
  try {
    switch (op) {
      case 'subscribe':
        return { op, id, source: source(message.source), view: view(message.view), window: window(message.window) };
      case 'view':
        return { op, id, turn: integer(message, 'turn', 0, Number.MAX_SAFE_INTEGER), view: view(message.view) };
      case 'window':
        return { op, id, window: window(message.window) };
      case 'follow':
        return { op, id, object: objectRef(message.object) };
      case 'resync':
      case 'unsubscribe':
        return { op, id };
      default:
        throw new MessageError(`there is no op ${JSON.stringify(op)?.slice(0, 50)}`);
    }
  } catch (error) {
    if (error instanceof MessageError) throw new MessageError(error.message, id);
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MessageError('the message is no JSON');
  }
}

function source(value: unknown): Extract<LiveClientMessage, { op: 'subscribe' }>['source'] {
  const fields = record(value, 'source');
  return { ...kindOf(fields), columns: columns(fields.columns) };
}

function kindOf(fields: Fields) {
  return {
    cluster: name(fields, 'cluster'),
    group: fields.group === '' ? '' : name(fields, 'group'),
    version: name(fields, 'version'),
    resource: name(fields, 'resource'),
  };
}

function objectRef(value: unknown): Extract<LiveClientMessage, { op: 'follow' }>['object'] {
  const fields = record(value, 'object');
  return {
    ...kindOf(fields),
    namespace: fields.namespace === undefined ? undefined : name(fields, 'namespace'),
    // Names of roles have colons and the like; the path that is made of it is encoded.
    name: text(fields, 'name', 253),
    managedFields: fields.managedFields === true || undefined,
  };
}

function columns(value: unknown) {
  if (value === undefined) return undefined;
  return list(value, 'columns', LIVE_LIMITS.columns).map((entry) => {
    const fields = record(entry, 'a column');
    const jsonPath = text(fields, 'jsonPath', LIVE_LIMITS.text);
    const path = parsed(() => parseJsonPath(jsonPath));
    // It is followed in every object of the list, so it may not wander through all of them.
    if (path.steps.some(({ kind }) => kind === 'recursive')) throw new MessageError('jsonPath may not have ".."');
    const type = fields.type === undefined ? undefined : text(fields, 'type', 20);
    return { name: text(fields, 'name', 100), jsonPath, type };
  });
}

function view(value: unknown): Extract<LiveClientMessage, { op: 'view' }>['view'] {
  const fields = record(value, 'view');
  const labelSelector = optional(fields, 'labelSelector', LIVE_LIMITS.text);
  const fieldSelector = optional(fields, 'fieldSelector', LIVE_LIMITS.text);
  parsed(() => parseLabelSelector(labelSelector ?? ''));
  parsed(() => parseFieldSelector(fieldSelector ?? ''));
  return {
    namespaces: namespaces(fields.namespaces),
    workspace: fields.workspace === undefined ? undefined : name(fields, 'workspace'),
    labelSelector,
    fieldSelector,
    search: optional(fields, 'search', LIVE_LIMITS.text),
    sort: sort(fields.sort),
  };
}

function namespaces(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  const all = list(value, 'namespaces', LIVE_LIMITS.namespaces).map((namespace) => name({ namespace }, 'namespace'));
  return [...new Set(all)].sort();
}

function sort(value: unknown) {
  if (value === undefined) return undefined;
  const fields = record(value, 'sort');
  return { column: text(fields, 'column', 100), descending: fields.descending === true };
}

function window(value: unknown): { offset: number; limit: number } {
  const fields = record(value, 'window');
  return {
    offset: integer(fields, 'offset', 0, Number.MAX_SAFE_INTEGER),
    limit: integer(fields, 'limit', 0, LIVE_LIMITS.window),
  };
}

/** Names of kinds, clusters and namespaces: nothing that could lead a path elsewhere. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

function name(fields: Fields, field: string): string {
  const value = text(fields, field, 253);
  if (!NAME.test(value)) throw new MessageError(`${field} is no name`);
  return value;
}

function optional(fields: Fields, field: string, longest: number): string | undefined {
  return fields[field] === undefined ? undefined : text(fields, field, longest);
}

function text(fields: Fields, field: string, longest: number): string {
  const value = fields[field];
  if (typeof value !== 'string' || value === '') throw new MessageError(`${field} has to be a text`);
  if (value.length > longest) throw new MessageError(`${field} has more than ${longest} characters`);
  return value;
}

function integer(fields: Fields, field: string, least: number, most: number): number {
  const value = fields[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > most) {
    throw new MessageError(`${field} has to be a whole number from ${least} to ${most}`);
  }
  return value;
}

function list(value: unknown, what: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw new MessageError(`${what} has to be a list`);
  if (value.length > most) throw new MessageError(`${what} has more than ${most} entries`);
  return value;
}

function record(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MessageError(`${what} has to be an object`);
  }
  return value as Fields;
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SelectorError || error instanceof JsonPathError) throw new MessageError(error.message);
    throw error;
  }
}
