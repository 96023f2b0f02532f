import type {
  ComposedIndex,
  IndexCommand,
  IndexExtension,
  IndexRoute,
  IndexService,
  IndexSettings,
} from '@luban/manifest';
import type { RouteMatch } from '../contract.ts';
import { createRouteTable } from './route-table.ts';

/** Finds things in one revision of the index by name. Each table is made when it is first asked for. */
export interface Lookup {
  extension(name: string): IndexExtension | undefined;
  /** By `<extension>/<id>`. */
  command(id: string): IndexCommand | undefined;
  route(id: string): IndexRoute | undefined;
  service(token: string): IndexService | undefined;
  settings(extension: string): IndexSettings | undefined;
  match(pathname: string): RouteMatch | undefined;
}

export function createLookup(index: ComposedIndex): Lookup {
  const owned = (item: { extension: string; id: string }) => `${item.extension}/${item.id}`;
  return {
    extension: table(
      () => index.extensions,
      (item) => item.name,
    ),
    command: table(() => index.commands, owned),
    route: table(() => index.routes, owned),
    service: table(
      () => index.services,
      (item) => item.token,
    ),
    settings: table(
      () => index.settings,
      (item) => item.extension,
    ),
    match: lazily(() => createRouteTable(index.routes)),
  };
}

function table<T>(list: () => readonly T[], key: (item: T) => string): (name: string) => T | undefined {
  return lazily(() => {
    const map = new Map(list().map((item) => [key(item), item]));
    return (name) => map.get(name);
  });
}

function lazily<R>(make: () => (name: string) => R): (name: string) => R {
  let find: ((name: string) => R) | undefined;
  return (name) => {
    find ??= make();
    return find(name);
  };
}
