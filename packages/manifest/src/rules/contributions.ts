import type { Contributions, ExtensionManifest } from '../extension-manifest.ts';

/** Kinds that are lists, in the order in which problems are told. */
export const LIST_KINDS = [
  'routes',
  'menus',
  'slots',
  'columns',
  'tabs',
  'actions',
  'commands',
  'services',
  'themes',
  'quickAccess',
] as const satisfies readonly (keyof Contributions)[];
export type ListKind = (typeof LIST_KINDS)[number];

/** A contribution with the fields that some kinds have and others lack. */
export interface AnyContribution {
  id?: string;
  token?: string;
  title?: string;
  description?: string;
  keywords?: string[];
  slot?: string;
  for?: string;
  route?: string;
  command?: string;
  component?: { $ref: string };
  handler?: { $ref: string };
  provider?: { $ref: string };
  order?: { group?: string; before?: string; after?: string };
}

export interface Placed {
  kind: ListKind;
  contribution: AnyContribution;
  /** `contributes.routes[2]` */
  field: string;
}

/** All contributions of a manifest that are items of lists. */
export function* contributionsOf(manifest: ExtensionManifest): Generator<Placed> {
  for (const kind of LIST_KINDS) {
    const items: AnyContribution[] = manifest.contributes[kind] ?? [];
    for (const [index, contribution] of items.entries()) {
      yield { kind, contribution, field: `contributes.${kind}[${index}]` };
    }
  }
}
