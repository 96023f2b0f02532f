import { createHash } from 'node:crypto';
import type { Category } from '@luban/manifest/center-api';
import { type ContentEncoding, encode } from '../../assets/content-encoding.ts';
import type { CatalogueObjects } from '../../catalogue/catalogue-objects.ts';
import type { Platform } from '../../catalogue/platform.ts';
import type { Center } from '../center.ts';
import { localizedTexts } from '../texts.ts';
import { orName } from './card.ts';

export interface CatalogueTextOptions {
  center: Center;
  objects: CatalogueObjects;
  platform: Pick<Platform, 'versions'>;
}

/** The catalogue as it is sent. */
export interface Composed {
  json: string;
  etag: string;
  packed(encoding: ContentEncoding): Promise<Buffer>;
}

interface Counted {
  json: string;
  category: string | undefined;
}

/** The catalogue as JSON. Of many extensions, only the cards that changed are written anew. */
export class CatalogueText implements Disposable {
  readonly #options: CatalogueTextOptions;
  /** In the order of the catalogue. Undefined: to be written; null: has no card. */
  readonly #cards = new Map<string, Counted | null>();
  readonly #composed = new Map<boolean, Composed>();
  readonly #subscription: Disposable;
  #complete = false;

  constructor(options: CatalogueTextOptions) {
    this.#options = options;
    this.#subscription = options.center.changes.watch(({ extensions, catalogue, all }) => {
      if (extensions.length > 0 || catalogue || all) this.#composed.clear();
      if (catalogue || all) this.#cards.clear();
      for (const name of extensions) this.#cards.delete(name);
      if (extensions.length > 0 || catalogue || all) this.#complete = false;
    });
  }

  /** @param canManage whether the person may install, change and remove */
  compose(canManage: boolean): Composed {
    const known = this.#composed.get(canManage);
    if (known !== undefined) return known;
    if (!this.#complete) this.#write();
    const { kubeVersion, platformVersion, lubanVersion } = this.#options.platform.versions;
    const cards = [...this.#cards.values()].filter((card) => card !== null);
    const head = JSON.stringify({
      kubeVersion,
      platformVersion,
      lubanVersion,
      canManage,
      categories: this.#categories(cards),
    });
    const json = `${head.slice(0, -1)},"extensions":[${cards.map((card) => card.json).join(',')}]}`;
    const composed = packable(json);
    this.#composed.set(canManage, composed);
    return composed;
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  #write(): void {
    const { center } = this.#options;
    const former = new Map(this.#cards);
    this.#cards.clear();
    for (const name of center.names()) {
      let card = former.get(name);
      if (card === undefined) {
        const made = center.card(name);
        card = made === undefined ? null : { json: JSON.stringify(made), category: made.category };
      }
      this.#cards.set(name, card);
    }
    this.#complete = true;
  }

  /** Those that are described, then those that extensions name all the same. */
  #categories(cards: readonly Counted[]): Category[] {
    const { objects, center } = this.#options;
    const counts = new Map<string, number>();
    for (const { category } of cards) if (category) counts.set(category, (counts.get(category) ?? 0) + 1);
    const described = [...objects.categories.values()].map(({ metadata, spec }): Category => {
      const name = metadata.name!;
      const icon = center.icons.put(`category/${name}`, spec?.icon) ?? iconName(spec?.icon);
      return {
        name,
        displayName: orName(localizedTexts(spec?.displayName), name),
        ...(icon !== undefined && { icon }),
        count: counts.get(name) ?? 0,
      };
    });
    const known = new Set(described.map(({ name }) => name));
    const others = [...counts].filter(([name]) => !known.has(name));
    return [
      ...described.sort(byName),
      ...others.map(([name, count]): Category => ({ name, displayName: { en: name }, count })).sort(byName),
    ];
  }
}

function packable(json: string): Composed {
  const content = Buffer.from(json);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 32);
  const packed = new Map<ContentEncoding, Promise<Buffer>>();
  return {
    json,
    etag: `W/"${digest}"`,
    packed(encoding) {
      const known = packed.get(encoding) ?? encode(content, encoding, 'good');
      packed.set(encoding, known);
      return known;
    },
  };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function iconName(icon: unknown): string | undefined {
  return typeof icon === 'string' && /^[a-z][\w-]{0,62}$/i.test(icon) ? icon : undefined;
}
