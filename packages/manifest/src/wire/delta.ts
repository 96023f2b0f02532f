import type { ComposedIndex, RemoteTable } from '../composed-index.ts';

/** The lists of the index. */
export type ListName = Exclude<keyof ComposedIndex, 'revision' | 'locale' | 'host'>;
export type ListItem<K extends ListName> = ComposedIndex[K][number];

/** What became of one list, in this order of application. */
export interface ListDelta<T> {
  /** The whole list; the other fields are absent then. */
  reset?: T[];
  /** Keys of the items that are gone. */
  remove?: string[];
  /** Items with new content that stay where they are, by their key. */
  replace?: T[];
  /** New and moved items with their place in the final list, in ascending order. */
  insert?: [place: number, item: T][];
}

/** The way from one revision of the index to another. */
export type IndexDelta = {
  from: string;
  to: string;
  locale?: string;
  host?: string;
  lists: { [K in ListName]?: ListDelta<ListItem<K>> };
  /** Records of the versions that the first revision did not have; added by the server. */
  remotes?: RemoteTable;
  /** Names of extensions that were uninstalled, and not only disabled: what they kept is erased. Added by the server. */
  removed?: string[];
};

/** Names an item within its list, as long as the list is free of duplicates. */
export const LIST_KEYS: { [K in ListName]: (item: ListItem<K>) => string } = {
  extensions: (item) => item.name,
  routes: owned,
  menus: owned,
  slots: owned,
  columns: owned,
  tabs: owned,
  actions: owned,
  commands: owned,
  services: (item) => item.token,
  settings: (item) => item.extension,
  themes: owned,
  quickAccess: owned,
  slotDefinitions: owned,
  conflicts: (item) => `${item.kind} ${item.subject} ${item.loser.extension}/${item.loser.id}`,
  skipped: (item) => `${item.extension} ${item.version ?? ''} ${item.item ?? ''} ${item.problem.code}`,
};

function owned(item: { extension: string; id: string }): string {
  return `${item.extension}/${item.id}`;
}
