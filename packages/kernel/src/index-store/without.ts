import type { ComposedIndex } from '@luban/manifest';

/** The index as if the named extensions were disabled. */
export function without(index: ComposedIndex, off: ReadonlySet<string>): ComposedIndex {
  if (off.size === 0) return index;
  const kept = <T extends { extension: string }>(list: T[]) => list.filter((item) => !off.has(item.extension));
  return {
    ...index,
    revision: `${index.revision}-${[...off].sort().join('+')}`,
    extensions: index.extensions.filter((extension) => !off.has(extension.name)),
    routes: kept(index.routes),
    menus: kept(index.menus),
    slots: kept(index.slots),
    columns: kept(index.columns),
    tabs: kept(index.tabs),
    actions: kept(index.actions),
    commands: kept(index.commands),
    services: kept(index.services),
    settings: kept(index.settings),
    themes: kept(index.themes),
    quickAccess: kept(index.quickAccess),
    slotDefinitions: kept(index.slotDefinitions),
  };
}
