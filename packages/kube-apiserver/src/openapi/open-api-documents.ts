import { type PublishedDocument, published } from '../discovery/published-document.ts';
import type { ApiVersion, ResourceRegistry } from '../registry/resource-registry.ts';
import type { ResourceType } from '../registry/resource-type.ts';
import type { BuiltInSchemas } from '../schema/built-in-schemas.ts';
import { openApiDocument } from './open-api-document.ts';

interface KeptDocument {
  document: PublishedDocument;
  /** Of which the document was made. */
  types: readonly ResourceType[];
}

/**
 * OpenAPI v3, one document for each group version. Documents are made when they are asked for, and made again only when
 * the types of their own group version change.
 */
export class OpenApiDocuments {
  readonly #registry: ResourceRegistry;
  readonly #schemas: BuiltInSchemas;
  readonly #documents = new Map<string, KeptDocument>();
  #index: { revision: number; document: PublishedDocument } | undefined;

  constructor(registry: ResourceRegistry, schemas: BuiltInSchemas) {
    this.#registry = registry;
    this.#schemas = schemas;
  }

  /** `/openapi/v3`: where the documents are. Their addresses carry their hashes, so that clients may keep them forever. */
  index(): PublishedDocument {
    const { revision } = this.#registry;
    if (this.#index?.revision !== revision) {
      const paths = Object.fromEntries(
        [...this.#versions()].map(([path, version]) => [
          path,
          { serverRelativeURL: `/openapi/v3/${path}?hash=${this.#kept(path, version).hash}` },
        ]),
      );
      this.#index = { revision, document: published({ paths }) };
    }
    return this.#index.document;
  }

  /** @param path such as `api/v1` or `apis/apps/v1` */
  document(path: string): PublishedDocument | undefined {
    const version = this.#versions().get(path);
    return version && this.#kept(path, version);
  }

  /** What this server answers for, by path. */
  #versions(): Map<string, ApiVersion> {
    const versions = this.#registry.groups.flatMap((group) => group.versions);
    return new Map(
      versions
        .filter(({ external }) => external === undefined)
        .map((version) => [
          version.group === '' ? `api/${version.version}` : `apis/${version.group}/${version.version}`,
          version,
        ]),
    );
  }

  #kept(path: string, version: ApiVersion): PublishedDocument {
    const known = this.#documents.get(path);
    if (known !== undefined && sameItems(known.types, version.types)) return known.document;
    const document = published(openApiDocument(version, this.#schemas));
    this.#documents.set(path, { document, types: version.types });
    return document;
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
