/** A part of the values that has a field of its own in a form, as `values.schema.json` describes it. */
export interface SchemaField {
  readonly path: readonly string[];
  readonly kind: 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'choices' | 'list';
  readonly title: string;
  readonly description: string;
  readonly required: boolean;
  /** Of a choice. */
  readonly options: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** What holds where nothing is written. */
  readonly fallback?: unknown;
  readonly secret: boolean;
}

/** Fields that belong together. */
export interface SchemaGroup {
  readonly path: readonly string[];
  readonly title: string;
  readonly description: string;
  readonly fields: readonly SchemaField[];
}

export interface SchemaForm {
  readonly groups: readonly SchemaGroup[];
  /** Paths that a form cannot show; they are edited as YAML. */
  readonly others: readonly string[];
}

const DEEPEST = 6;
const MOST_FIELDS = 200;
const MOST_OPTIONS = 50;

/** Undefined: there is nothing that a form could show. Schemas come with packages: nothing of them is trusted. */
export function formOf(schema: unknown): SchemaForm | undefined {
  const groups: SchemaGroup[] = [];
  const others: string[] = [];
  let count = 0;
  const walk = (node: Record<string, unknown>, path: readonly string[], depth: number) => {
    const fields: SchemaField[] = [];
    const deeper: [Record<string, unknown>, string[]][] = [];
    const required = Array.isArray(node.required) ? node.required : [];
    for (const [name, value] of Object.entries(recordOf(node.properties))) {
      const child = recordOf(value);
      const below = [...path, name];
      const field = fieldOf(child, below, required.includes(name));
      if (field !== undefined && count < MOST_FIELDS) {
        count += 1;
        fields.push(field);
      } else if (field === undefined && depth < DEEPEST && Object.keys(recordOf(child.properties)).length > 0) {
        deeper.push([child, below]);
      } else others.push(below.join('.'));
    }
    if (fields.length > 0) {
      groups.push({
        path,
        title: textOf(node.title) || (path.at(-1) ?? ''),
        description: textOf(node.description),
        fields,
      });
    }
    for (const [child, below] of deeper) walk(child, below, depth + 1);
  };
  walk(recordOf(schema), [], 0);
  return groups.length === 0 ? undefined : { groups, others };
}

function fieldOf(node: Record<string, unknown>, path: readonly string[], required: boolean): SchemaField | undefined {
  const kind = kindOf(node);
  if (kind === undefined) return undefined;
  const items = recordOf(node.items);
  return {
    path,
    kind,
    title: textOf(node.title) || (path.at(-1) ?? ''),
    description: textOf(node.description),
    required,
    options: optionsOf(kind === 'choices' ? items : node),
    fallback: node.default,
    secret: node.format === 'password',
    ...numberAt(node, 'minimum'),
    ...numberAt(node, 'maximum'),
    ...numberAt(node, 'minLength'),
    ...numberAt(node, 'maxLength'),
  };
}

function kindOf(node: Record<string, unknown>): SchemaField['kind'] | undefined {
  if (optionsOf(node).length > 0) return 'choice';
  switch (node.type) {
    case 'string':
      return 'text';
    case 'number':
    case 'integer':
    case 'boolean':
      return node.type;
    case 'array': {
      const items = recordOf(node.items);
      if (items.type !== undefined && items.type !== 'string') return undefined;
      if (optionsOf(items).length > 0) return 'choices';
      return items.type === 'string' ? 'list' : undefined;
    }
    default:
      return undefined;
  }
}

/** Only choices of texts have a field. */
function optionsOf(node: Record<string, unknown>): string[] {
  const list = node.enum;
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_OPTIONS) return [];
  return list.every((value) => typeof value === 'string' && value !== '') ? (list as string[]) : [];
}

function numberAt<Key extends string>(node: Record<string, unknown>, key: Key): { [key in Key]?: number } {
  const value = node[key];
  return typeof value === 'number' && Number.isFinite(value) ? ({ [key]: value } as { [key in Key]: number }) : {};
}

export type FieldProblem =
  | { kind: 'required' | 'number' | 'integer' }
  | { kind: 'minimum' | 'maximum' | 'minLength' | 'maxLength'; limit: number };

/** What is wrong with the value of a field; the server looks at all of it again. */
export function problemOf(field: SchemaField, value: unknown): FieldProblem | undefined {
  const { kind, required, minimum, maximum, minLength, maxLength } = field;
  if (value === undefined || value === '') {
    return required && field.fallback === undefined ? { kind: 'required' } : undefined;
  }
  if (kind === 'number' || kind === 'integer') {
    if (typeof value !== 'number') return { kind: 'number' };
    if (kind === 'integer' && !Number.isInteger(value)) return { kind: 'integer' };
    if (minimum !== undefined && value < minimum) return { kind: 'minimum', limit: minimum };
    if (maximum !== undefined && value > maximum) return { kind: 'maximum', limit: maximum };
  }
  if (kind === 'text' && typeof value === 'string') {
    if (minLength !== undefined && value.length < minLength) return { kind: 'minLength', limit: minLength };
    if (maxLength !== undefined && value.length > maxLength) return { kind: 'maxLength', limit: maxLength };
  }
  return undefined;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 500) : '';
}
