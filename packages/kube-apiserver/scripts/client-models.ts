/**
 * Reads the models of `@kubernetes/client-node`, which OpenAPI Generator wrote from Kubernetes' own OpenAPI document: the
 * JavaScript tells the JSON names, types and formats, the declarations tell what is required and the descriptions.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ModelProperty {
  /** As in JSON. */
  name: string;
  /** In TypeScript's words, such as `Array<V1Container>` or `{ [key: string]: string; }`. */
  type: string;
  /** Such as `int32`. May be empty. */
  format: string;
  required: boolean;
  description: string;
}

export interface Model {
  description: string;
  properties: ModelProperty[];
}

interface Attribute {
  name: string;
  baseName: string;
  type: string;
  format: string;
}

/** The models by name, such as `V1Pod`. */
export class ClientModels {
  readonly #folder: string;

  constructor() {
    const entry = fileURLToPath(import.meta.resolve('@kubernetes/client-node'));
    this.#folder = join(dirname(entry), 'gen', 'models');
  }

  has(name: string): boolean {
    return existsSync(join(this.#folder, `${name}.js`));
  }

  read(name: string): Model {
    const code = readFileSync(join(this.#folder, `${name}.js`), 'utf8');
    const declarations = readFileSync(join(this.#folder, `${name}.d.ts`), 'utf8');
    const attributes = JSON.parse(/attributeTypeMap = (\[[\s\S]*?\n\]|\[\]);/.exec(code)?.[1] ?? '[]') as Attribute[];
    const body = declarations.indexOf('export declare class');
    return {
      description: descriptionBefore(declarations, body),
      properties: attributes.map((attribute) => {
        const at = declarations.search(new RegExp(`^ {4}'${escapeRegExp(attribute.name)}'(?=\\??:)`, 'm'));
        if (at < 0) throw new Error(`The declaration of ${name} lacks the property ${attribute.name}.`);
        return {
          name: attribute.baseName,
          type: attribute.type,
          format: attribute.format,
          required: declarations[at + attribute.name.length + 6] !== '?',
          description: descriptionBefore(declarations, at),
        };
      }),
    };
  }
}

/** The doc comment that ends directly before the offset. */
function descriptionBefore(text: string, offset: number): string {
  const before = text.slice(0, offset).trimEnd();
  if (!before.endsWith('*/')) return '';
  const comment = before.slice(before.lastIndexOf('/**') + 3, -2);
  return (
    comment
      .split('\n')
      .map((line) => line.replace(/^\s*\* ?/, ''))
      .join('\n')
      .trim()
      .replace(/\\(.)/g, '$1')
      // Written so as not to end the comment.
      .replace(/\/_\*/g, '/*')
      .replace(/\*_\//g, '*/')
  );
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
