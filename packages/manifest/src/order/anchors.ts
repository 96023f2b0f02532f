/** An item that can be placed relative to others. */
export interface Placeable {
  extension: string;
  id: string;
  order?: { group?: string; before?: string; after?: string };
}

/** Finds the item that an anchor names, as seen from `from`: an own id first, then `<extension>.<id>`. */
export type AnchorLookup<T extends Placeable> = (anchor: string | undefined, from: T) => T | undefined;

export function anchorLookup<T extends Placeable>(items: readonly T[]): AnchorLookup<T> {
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  return (anchor, from) => {
    if (anchor === undefined) return undefined;
    const found = byName.get(`${from.extension}.${anchor}`) ?? byName.get(anchor);
    return found === from ? undefined : found;
  };
}

/** `<extension>.<id>`. Names of extensions have no dot, so this is unique. */
export function nameOf(item: Placeable): string {
  return `${item.extension}.${item.id}`;
}

/** The order of last resort: by extension, then by id, by code unit so that it is the same everywhere. */
export function byOwnerAndId(left: Placeable, right: Placeable): number {
  return compareText(left.extension, right.extension) || compareText(left.id, right.id);
}

export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
