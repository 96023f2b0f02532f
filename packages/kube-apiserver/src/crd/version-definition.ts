import { duplicate, type FieldError, invalidValue, required, tooMany } from '../validation/field-error.ts';
import { dns1035Label } from '../validation/names.ts';
import { compileRules } from './cel/compile-rules.ts';
import {
  type Definition,
  type DefinitionVersion,
  type PrinterColumn,
  versionPath,
} from './custom-resource-definition.ts';
import { defaultErrors } from './default-definition.ts';
import { followFieldPath } from './field-path.ts';
import { readSchema } from './read-schema.ts';
import { schemaDefinitionErrors } from './schema-definition.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { structuralErrors } from './structurality.ts';

/** What is wrong with one version of a definition. */
export function versionErrors(definition: Definition, index: number): FieldError[] {
  const version = definition.versions[index]!;
  const path = `spec.versions[${index}]`;
  const errors: FieldError[] = [];
  const wrong = dns1035Label(version.name);
  if (wrong.length > 0) errors.push(invalidValue(`${path}.name`, version.name, wrong.join(',')));
  errors.push(...deprecationErrors(version, path));
  const at = versionPath(definition, index, 'schema');
  // What all versions share is told once.
  if (index > 0 && !at.startsWith('spec.versions')) return errors;
  if (version.schema === undefined) {
    errors.push(required(`${path}.schema.openAPIV3Schema`, 'schemas are required'));
  } else {
    const { schema, errors: unreadable } = readSchema(version.schema, at);
    errors.push(...unreadable);
    if (schema !== undefined) {
      errors.push(...schemaErrors(schema, at, version.hasStatus));
      errors.push(...selectableErrors(version, schema, versionPath(definition, index, 'selectable')));
    }
  }
  errors.push(...scaleErrors(version, versionPath(definition, index, 'subresources')));
  for (const [i, column] of version.columns.entries()) {
    errors.push(...columnErrors(column, `${versionPath(definition, index, 'columns')}[${i}]`));
  }
  return errors;
}

/** Everything about a schema, in the order in which one step rests on the one before. */
export function schemaErrors(schema: StructuralSchema, path: string, hasStatus: boolean): FieldError[] {
  const errors: FieldError[] = [];
  if (hasStatus) errors.push(...rootErrors(schema, path));
  let structural = structuralErrors(schema, path);
  if (structural.length === 0) structural = defaultErrors({ ...schema, embeddedResource: true }, path);
  const definition = schemaDefinitionErrors(schema, path);
  errors.push(...structural, ...definition);
  // Rules of schemas that are wrong could not be told apart from wrong rules.
  if (errors.length === 0) errors.push(...compileRules(schema, path).errors);
  return errors;
}

const ALLOWED_AT_ROOT =
  '[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations]';

/** The schema of the status is its property, so that nothing else at the root may concern it. */
function rootErrors(schema: StructuralSchema, path: string): FieldError[] {
  if (schema.type !== 'object') {
    const detail =
      'only "object" is allowed as the type at the root of the schema if the status subresource is enabled';
    return [invalidValue(`${path}.type`, schema.type, detail)];
  }
  const isPlain =
    schema.allOf.length + schema.anyOf.length + schema.oneOf.length === 0 &&
    schema.not === undefined &&
    schema.enum === undefined &&
    schema.default === undefined &&
    !schema.nullable &&
    schema.minProperties === undefined &&
    schema.maxProperties === undefined &&
    schema.additionalProperties === undefined &&
    schema.mapType === undefined &&
    !schema.embeddedResource &&
    !schema.intOrString;
  const detail = `only ${ALLOWED_AT_ROOT} fields are allowed at the root of the schema if the status subresource is enabled`;
  return isPlain ? [] : [invalidValue(path, '', detail)];
}

function deprecationErrors({ deprecated, deprecationWarning }: DefinitionVersion, path: string): FieldError[] {
  if (deprecationWarning === undefined) return [];
  const problems: string[] = [];
  if (!deprecated) problems.push('can only be set for deprecated versions');
  else if (deprecationWarning.length > 256) problems.push('must be <= 256 characters long');
  else if (deprecationWarning === '') problems.push('must not be an empty string');
  else {
    const at = deprecationWarning.search(/[\p{C}\p{Zl}\p{Zp}]/u);
    const detail = `must only contain printable UTF-8 characters; non-printable character found at index ${at}`;
    if (at >= 0) problems.push(detail);
  }
  return problems.map((detail) => invalidValue(`${path}.deprecationWarning`, deprecationWarning, detail));
}

function scaleErrors({ scale }: DefinitionVersion, path: string): FieldError[] {
  if (scale === undefined) return [];
  return [
    ...pathErrors(`${path}.scale.specReplicasPath`, scale.specReplicasPath, ['.spec.'], '.spec'),
    ...pathErrors(`${path}.scale.statusReplicasPath`, scale.statusReplicasPath, ['.status.'], '.status'),
    ...(scale.labelSelectorPath === ''
      ? []
      : pathErrors(
          `${path}.scale.labelSelectorPath`,
          scale.labelSelectorPath,
          ['.spec.', '.status.'],
          'either .spec or .status',
        )),
  ];
}

function pathErrors(field: string, path: string, prefixes: readonly string[], where: string): FieldError[] {
  if (path === '') return [required(field)];
  if (!path.startsWith('.')) return [invalidValue(field, path, 'must be a simple json path starting with .')];
  if (prefixes.some((prefix) => path.startsWith(prefix))) return [];
  return [invalidValue(field, path, `should be a json path under ${where}`)];
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function columnErrors({ name, type, format, jsonPath }: PrinterColumn, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (name === '') errors.push(required(`${path}.name`));
  const types = `must be one of ${COLUMN_TYPES.join(',')}`;
  if (type === '') errors.push(required(`${path}.type`, types));
  else if (!COLUMN_TYPES.includes(type)) errors.push(invalidValue(`${path}.type`, type, types));
  if (format !== '' && !COLUMN_FORMATS.includes(format)) {
    errors.push(invalidValue(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`));
  }
  if (jsonPath === '') errors.push(required(`${path}.JSONPath`));
  else if (!jsonPath.startsWith('.')) {
    errors.push(invalidValue(`${path}.JSONPath`, jsonPath, 'must be a simple json path starting with .'));
  }
  return errors;
}

const MOST_SELECTABLE = 8;

function selectableErrors(
  { selectableFields }: DefinitionVersion,
  schema: StructuralSchema,
  path: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [i, jsonPath] of selectableFields.entries()) {
    const field = `${path}[${i}].jsonPath`;
    if (jsonPath === '') {
      errors.push(required(field));
      continue;
    }
    const found = followFieldPath(jsonPath, schema, false);
    if (!found.ok) {
      errors.push(invalidValue(field, jsonPath, `is an invalid path: ${found.reason}`));
      continue;
    }
    if (found.names[0] === 'metadata') {
      errors.push(invalidValue(field, jsonPath, 'must not point to fields in metadata'));
    }
    if (!['string', 'boolean', 'integer'].includes(found.schema.type)) {
      const detail =
        'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
      errors.push(invalidValue(field, jsonPath, detail));
    }
    if (seen.has(found.text)) errors.push(duplicate(field, jsonPath));
    seen.add(found.text);
  }
  if (seen.size > MOST_SELECTABLE) errors.push(tooMany(path, seen.size, MOST_SELECTABLE));
  return errors;
}
