/** Finds, and drops, what the schema of a kind does not know. */
import { builtInSchemas, OBJECT_META, referenceTo } from './built-in-schemas.ts';
import type { Schema, SchemaSource, TypedSchema } from './schema.ts';

/** Paths such as `spec.containers[0].foo`, in the order of the object. */
export function unknownFields(object: unknown, typed: TypedSchema): string[] {
  const paths: string[] = [];
  visitRoot(object, typed, (_parent, _name, path) => paths.push(path));
  return paths;
}

/** Takes unknown fields out of the object itself. */
export function pruneUnknown(object: unknown, typed: TypedSchema): void {
  visitRoot(object, typed, (parent, name) => {
    delete parent[name];
  });
}

type Found = (parent: Record<string, unknown>, name: string, path: string) => void;

function visitRoot(object: unknown, { schema, source }: TypedSchema, found: Found): void {
  // Custom resources need not say that they have what every object has.
  visit(object, { ...source.resolve(schema), 'x-kubernetes-embedded-resource': true }, source, '', found);
}

function visit(value: unknown, reference: Schema, source: SchemaSource, path: string, found: Found): void {
  if (typeof value !== 'object' || value === null) return;
  const schema = source.resolve(reference);
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return;
    for (const [index, item] of value.entries()) visit(item, items, source, `${path}[${index}]`, found);
    return;
  }
  const object = value as Record<string, unknown>;
  const properties = schema.properties ?? {};
  for (const name of Object.keys(object)) {
    const place = path === '' ? name : `${path}.${name}`;
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema['x-kubernetes-embedded-resource'] && EVERY_OBJECT.has(name)) {
      if (name === 'metadata') {
        visit(object[name], referenceTo(OBJECT_META), builtInSchemas().source, place, found);
      }
    } else if (property !== undefined) {
      visit(object[name], property, source, place, found);
    } else if (typeof schema.additionalProperties === 'object') {
      visit(object[name], schema.additionalProperties, source, place, found);
    } else if (!isOpen(schema)) {
      found(object, name, place);
    }
  }
}

const EVERY_OBJECT: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** Whether anything may stand in objects of the schema. */
function isOpen(schema: Schema): boolean {
  return (
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    schema.additionalProperties === true ||
    // Wrong types are somebody else's business.
    schema.type !== 'object'
  );
}
