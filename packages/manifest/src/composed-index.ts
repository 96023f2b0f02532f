/**
 * What the browser gets: one index of everything that is installed, decided, filtered, ordered and translated for one
 * user and locale. `encodeIndex` gives its wire form (tables of rows), `decodeIndex` reads it back.
 */
import type { I18nContribution, Remote, RouteMount, SettingsContribution, Skeleton } from './extension-manifest.ts';

/** Something a person should know, by number. The sentence is made from the catalogue, see `messages.ts`. */
export interface Problem {
  /** `LB2006` */
  code: string;
  /** Values for the sentence's `{placeholders}`. Untrusted text: to be shown as text only. */
  params: Record<string, string | number>;
  extension?: string;
  version?: string;
}

/**
 * `indexed`: may be loaded. `incompatible`: a requirement is not met. `untrusted`: refused before anything was read from
 * it. For the last two, `problem` says why, its routes and menus stay visible and open a panel with that problem.
 */
export type IndexedState = 'indexed' | 'incompatible' | 'untrusted';

export interface IndexExtension {
  name: string;
  version: string;
  displayName: string;
  /** URL path of its files, ending in a slash: `/ext/<name>/<version>/`. */
  base: string;
  framework: 'react' | 'single-spa';
  state: IndexedState;
  problem?: Problem;
  /** Names of the extensions that must be active first, in order. */
  requires: string[];
  /** Whether code runs at start and not on need. */
  eager: boolean;
  /** First-party and preinstalled ones survive `?safe`. */
  origin: 'builtin' | 'installed';
}

interface IndexItem {
  /** Name of the owner. */
  extension: string;
  id: string;
  /** What the server could not decide, such as `can()` in the current context; absent: shown. */
  when?: string;
}

/** `./pages/Overview#default` */
export type IndexReference = string;

export interface IndexRoute extends IndexItem {
  mount: RouteMount;
  path: string;
  title: string;
  description?: string;
  icon?: string;
  skeleton: Skeleton;
  prefetch: 'intent' | 'none';
  component: IndexReference;
}

export interface IndexMenu extends IndexItem {
  /** A first-level slot, or `<slot>.<extension>.<id>` of its parent item. */
  slot: string;
  title: string;
  icon?: string;
  /** Qualified: `<extension>/<route id>`. */
  route?: string;
  /** Qualified: `<extension>/<command id>`. */
  command?: string;
  href?: string;
  group?: string;
}

export interface IndexSlot extends IndexItem {
  slot: string;
  title?: string;
  component: IndexReference;
  size?: { w: number; h: number };
}

export interface IndexColumn extends IndexItem {
  for: string;
  title: string;
  component: IndexReference;
  width: number;
}

export interface IndexTab extends IndexItem {
  for: string;
  title: string;
  icon?: string;
  component: IndexReference;
}

export interface IndexAction extends IndexItem {
  for: string;
  title: string;
  icon?: string;
  /** Qualified: `<extension>/<command id>`. */
  command: string;
  danger: boolean;
}

export interface IndexCommand extends IndexItem {
  title: string;
  icon?: string;
  keywords: string[];
  handler?: IndexReference;
  /** Qualified: `<extension>/<route id>`. */
  route?: string;
  key?: string;
  palette: boolean;
}

export interface IndexService {
  extension: string;
  token: string;
  provider: IndexReference;
}

export interface IndexSettings extends SettingsContribution {
  extension: string;
}

export interface IndexTheme {
  extension: string;
  id: string;
  title: string;
  extends: 'light' | 'dark';
  tokens: Record<string, string>;
}

export interface IndexQuickAccess extends IndexItem {
  title: string;
  description?: string;
  icon?: string;
  route?: string;
  command?: string;
}

/** A slot that an extension provides for others. */
export interface IndexSlotDefinition {
  extension: string;
  id: string;
  multiple: boolean;
}

/** Two owners claimed one thing. The winner is shown, the loser left out, both are named. */
export interface Conflict {
  kind:
    | 'route'
    | 'menu'
    | 'slot'
    | 'column'
    | 'tab'
    | 'action'
    | 'command'
    | 'key'
    | 'service'
    | 'theme'
    | 'quickAccess'
    | 'slotDefinition'
    | 'extension';
  /** What was claimed: a URL pattern, an id, a key. */
  subject: string;
  winner: { extension: string; id: string };
  loser: { extension: string; id: string };
  problem: Problem;
}

/**
 * An extension or contribution that is left out of the index, or taken in another way than it asked for, with the reason.
 */
export interface Skipped {
  extension: string;
  version?: string;
  /** `routes/overview`; absent for a whole extension. */
  item?: string;
  problem: Problem;
  /** What else was found with it, when more than one thing was. */
  others?: Problem[];
}

/** All lists are in final display order. */
export interface ComposedIndex {
  /** Digest of the content: equal content, equal revision. */
  revision: string;
  locale: string;
  /** Build id of the console whose shares the index was resolved against. */
  host: string;
  extensions: IndexExtension[];
  routes: IndexRoute[];
  menus: IndexMenu[];
  slots: IndexSlot[];
  columns: IndexColumn[];
  tabs: IndexTab[];
  actions: IndexAction[];
  commands: IndexCommand[];
  services: IndexService[];
  settings: IndexSettings[];
  themes: IndexTheme[];
  quickAccess: IndexQuickAccess[];
  slotDefinitions: IndexSlotDefinition[];
  conflicts: Conflict[];
  skipped: Skipped[];
}

/** What the loader needs of an extension, apart from the index so that the index stays small. */
export interface RemoteRecord {
  remote: Remote;
  i18n?: Omit<I18nContribution, 'manifest'>;
  /** Reference of the life cycle module, if there is one. */
  lifecycle?: IndexReference;
  update: 'swap' | 'ask-when-dirty';
  permissions?: { network?: string[]; storage?: { user?: string } };
}

/**
 * Key: `<name>@<version>`. Either the record itself, or the `sha384-…` of `extension.json` at the extension's base, from
 * which the browser then makes the record (`remoteRecord`). The page holds records for the extensions that it can
 * afford, the URL's owner first.
 */
export type RemoteTable = Record<string, RemoteRecord | string>;

/** What `GET /api/index` and the page's inline scripts carry. */
export interface IndexDocument {
  index: unknown;
  remotes: RemoteTable;
}
