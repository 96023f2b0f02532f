/**
 * The shape of `ui/extension.json`: what an extension's build writes, what the server validates and composes,
 * and what the browser loads by. Authors write `extension.ts`; nobody writes this by hand but authors without a bundler.
 */

/** Plain text, or `%key%` to be looked up in the extension's own catalogue. */
export type Text = string;

/** A small boolean expression, see `parseWhen`. */
export type WhenExpression = string;

/** Names an export of a module that the remote exposes: `./pages/Overview#default`. */
export interface Reference {
  $ref: string;
}

export const API_VERSION = 'luban.dev/v1';

/** Places with a URL prefix of their own, under which an extension's routes are mounted. */
export const ROUTE_MOUNTS = ['root', 'access', 'cluster', 'workspace', 'project', 'platformSettings'] as const;
export type RouteMount = (typeof ROUTE_MOUNTS)[number];

/** URL prefix of each mount, in react-router's pattern syntax, without a trailing slash. */
export const MOUNT_PATHS: Readonly<Record<RouteMount, string>> = {
  root: '',
  access: '/access',
  cluster: '/clusters/:cluster',
  workspace: '/workspaces/:workspace',
  project: '/clusters/:cluster/projects/:project',
  platformSettings: '/settings',
};

/** Menu slots of the shell. `cluster.workloads` addresses the second level below the item `workloads`. */
export const MENU_SLOTS = [
  'topbar',
  'global',
  'toolbox',
  'access',
  'cluster',
  'workspace',
  'project',
  'platformSettings',
] as const;
export type MenuSlot = (typeof MENU_SLOTS)[number];

export const SKELETONS = ['table', 'detail', 'form', 'cards', 'page', 'blank'] as const;
/** Name of a placeholder that the shell paints while the page's code is on its way. */
export type Skeleton = (typeof SKELETONS)[number];

/**
 * Relative order. `before` and `after` name another item as `<extension>.<id>`, or as a bare `<id>` of the same
 * extension; an anchor that is absent is ignored. Items of one `group` stay together. Ties are broken by name.
 */
export interface Order {
  group?: string;
  before?: string;
  after?: string;
}

interface Conditional {
  when?: WhenExpression;
}

export interface RouteContribution extends Conditional {
  id: string;
  mount: RouteMount;
  /** Relative to the mount, no leading slash; `''` is the mount's own page. `:name` and a last `*` are patterns. */
  path: string;
  title: Text;
  description?: Text;
  icon?: string;
  /** Default: `page`. */
  skeleton?: Skeleton;
  /** When the page's files may be fetched ahead. Default: `intent` (pointer or focus rests on a link to it). */
  prefetch?: 'intent' | 'none';
  component: Reference;
}

export interface MenuContribution extends Conditional {
  /** A slot of the shell (`cluster`), a second level (`cluster.workloads`), or a slot some extension provides. */
  slot: string;
  id: string;
  title: Text;
  icon?: string;
  /** Id of a route of this extension, or `<extension>/<id>`. Exactly one of route, command, href; none makes a group. */
  route?: string;
  /** Id of a command as in `commands`. */
  command?: string;
  /** An https URL outside the console. */
  href?: string;
  order?: Order;
}

export interface SlotContribution extends Conditional {
  /** Id of a slot that the shell or an extension provides, such as `dashboard.cards`. */
  slot: string;
  id: string;
  title?: Text;
  component: Reference;
  order?: Order;
  /** Hint for grids, in columns of twelve and rows of 40 px. */
  size?: { w: number; h: number };
}

/** `core/v1/Pod`, `apps/v1/Deployment`: group/version/Kind, `core` for the empty group. */
export type ResourceType = string;

export interface ColumnContribution extends Conditional {
  for: ResourceType;
  id: string;
  title: Text;
  component: Reference;
  order?: Order;
  /** Pixels. Default: 120. */
  width?: number;
}

export interface TabContribution extends Conditional {
  for: ResourceType;
  id: string;
  title: Text;
  icon?: string;
  component: Reference;
  order?: Order;
}

export interface ActionContribution extends Conditional {
  for: ResourceType;
  id: string;
  title: Text;
  icon?: string;
  /** Id of a command; it is run with `{ resource }`. */
  command: string;
  danger?: boolean;
  order?: Order;
}

export interface CommandContribution extends Conditional {
  id: string;
  title: Text;
  icon?: string;
  /** More words the palette finds it by. */
  keywords?: string[];
  /** Exactly one of handler and route. */
  handler?: Reference;
  route?: string;
  /** `mod+shift+r`; `mod` is ⌘ on Apple keyboards and Ctrl elsewhere. */
  key?: string;
  /** Whether the palette lists it. Default: true. */
  palette?: boolean;
}

export interface ServiceContribution {
  /** `<extension>/<Name>@<major>`. */
  token: string;
  provider: Reference;
}

export interface SettingProperty {
  type: 'string' | 'number' | 'boolean';
  title: Text;
  description?: Text;
  default: string | number | boolean;
  enum?: { value: string | number; title: Text }[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

export interface SettingsContribution {
  title?: Text;
  properties: Record<string, SettingProperty>;
}

export interface ThemeContribution {
  id: string;
  title: Text;
  extends: 'light' | 'dark';
  /** Design token name without the leading `--lb-`, to its value: a colour, length or number, never a url(). */
  tokens: Record<string, string>;
}

export interface I18nContribution {
  /** The locale used for keys that another one lacks. */
  default: string;
  locales: string[];
  /** Run-time catalogues inside `ui/`, `{locale}` replaced. */
  path?: string;
  /** The keys that this manifest itself uses, per locale; written by the build so that the server can translate. */
  manifest: Record<string, Record<string, string>>;
}

export interface QuickAccessContribution extends Conditional {
  id: string;
  title: Text;
  description?: Text;
  icon?: string;
  route?: string;
  command?: string;
  order?: Order;
}

export interface Contributions {
  routes?: RouteContribution[];
  menus?: MenuContribution[];
  slots?: SlotContribution[];
  columns?: ColumnContribution[];
  tabs?: TabContribution[];
  actions?: ActionContribution[];
  commands?: CommandContribution[];
  services?: ServiceContribution[];
  settings?: SettingsContribution;
  themes?: ThemeContribution[];
  i18n?: I18nContribution;
  quickAccess?: QuickAccessContribution[];
}

/** A package that the extension takes from the shell instead of bundling it. */
export interface SharedRequirement {
  /** npm semver range. */
  range: string;
  /** One copy for the page. Default: true. */
  singleton?: boolean;
}

/** Everything that must be fetched before the reference's module can be evaluated, the entry included, in load order. */
export interface RemoteModule {
  js: string[];
  css: string[];
  /** Sum of the files' sizes, in bytes, uncompressed. */
  bytes: number;
}

export interface Remote {
  /** `module`: an ES module exporting `init` and `get`. `script`: a classic script that sets the global `container`. */
  format: 'module' | 'script';
  /** Path inside `ui/`. */
  entry: string;
  /** Global variable of a `script` container; carries the version. */
  container?: string;
  /** Name and version of the bundler, for people. */
  bundler?: string;
  shared: Record<string, SharedRequirement>;
  /** Key: the module part of a `$ref`, such as `./pages/Overview`. */
  modules: Record<string, RemoteModule>;
  /** Every file below `ui/` but `extension.json`: path to `sha384-…`. */
  integrity: Record<string, string>;
  /** Every file below `ui/` but `extension.json`: path to size in bytes. */
  bytes: Record<string, number>;
}

export interface SlotDefinition {
  id: string;
  title?: Text;
  /** JSON Schema of the props that its host passes. */
  props?: Record<string, unknown>;
  /** Whether more than one contribution is shown. Default: true. */
  multiple?: boolean;
}

export interface KubernetesPermission {
  groups: string[];
  resources: string[];
  verbs: string[];
  reason?: Text;
}

export interface Permissions {
  k8s?: KubernetesPermission[];
  /** Origins that the scoped `fetch` may reach. */
  network?: string[];
  storage?: { user?: string };
}

export interface ExtensionManifest {
  $schema?: string;
  apiVersion: typeof API_VERSION;
  /** DNS label, at most 63 characters. */
  name: string;
  /** Semantic version. */
  version: string;
  /** Copied by the build from `extension.yaml`: locale to text. */
  displayName?: Record<string, string>;
  description?: Record<string, string>;
  /** Path inside `ui/`, or a data: URI of an image. */
  icon?: string;
  /** Who made it, per locale. */
  provider?: Record<string, { name: string; url?: string; email?: string }>;
  engines?: { luban?: string; api?: Record<string, string> };
  requires?: {
    extensions?: Record<string, string>;
    optional?: Record<string, string>;
    capabilities?: { group: string; version?: string; kind?: string }[];
  };
  conflicts?: string[];
  replaces?: { name: string; migrate?: Reference };
  /** Absent in an extension that brings data alone, such as a theme. */
  remote?: Remote;
  /** Default: `react`. */
  framework?: 'react' | 'single-spa';
  contributes: Contributions;
  provides?: { slots?: SlotDefinition[] };
  /** Contributions whose need loads the code, such as `onRoute:overview`; the build derives it. `onStart` loads at once. */
  activation?: string[];
  permissions?: Permissions;
  lifecycle?: { module: Reference; update?: 'swap' | 'ask-when-dirty' };
  budgets?: { entryKb?: number; firstActivationMs?: number };
}
