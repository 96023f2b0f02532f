import type { Lifecycle } from '@luban/kernel';
import type {
  ExtensionManifest,
  I18nContribution,
  SettingsContribution,
  SlotDefinition,
  ThemeContribution,
} from '@luban/manifest';
import type {
  AuthoredAction,
  AuthoredColumn,
  AuthoredCommand,
  AuthoredMenu,
  AuthoredQuickAccess,
  AuthoredRoute,
  AuthoredService,
  AuthoredSlot,
  AuthoredTab,
} from './contributions.ts';
import type { Lazy } from './lazy.ts';

export interface AuthoredContributions {
  routes?: readonly AuthoredRoute[];
  menus?: readonly AuthoredMenu[];
  slots?: readonly AuthoredSlot[];
  columns?: readonly AuthoredColumn[];
  tabs?: readonly AuthoredTab[];
  actions?: readonly AuthoredAction[];
  commands?: readonly AuthoredCommand[];
  services?: readonly AuthoredService[];
  settings?: SettingsContribution;
  themes?: readonly ThemeContribution[];
  i18n?: Omit<I18nContribution, 'manifest'>;
  quickAccess?: readonly AuthoredQuickAccess[];
}

/** What `extension.ts` exports. Name, version and texts for people come from `extension.yaml`. */
export interface ExtensionDefinition<C extends AuthoredContributions = AuthoredContributions>
  extends Pick<
    ExtensionManifest,
    'engines' | 'requires' | 'conflicts' | 'framework' | 'permissions' | 'budgets' | 'activation'
  > {
  contributes: C;
  provides?: { slots?: readonly SlotDefinition[] };
  /** A renamed extension takes the place of the one that it was. */
  replaces?: { name: string; migrate?: Lazy<unknown> };
  lifecycle?: { module: Lazy<Lifecycle>; update?: 'swap' | 'ask-when-dirty' };
}

/**
 * Describes an extension; the default export of `extension.ts`. Routes and commands that menus and others name must be
 * among those that it contributes, or be qualified: `<extension>/<id>`.
 */
export function defineExtension<const C extends AuthoredContributions>(
  definition: ExtensionDefinition<C & Linked<C>>,
): ExtensionDefinition<C> {
  return definition;
}

type Items<C, K extends keyof AuthoredContributions> = C extends { [P in K]: readonly (infer T)[] } ? T : never;
type IdOf<T> = T extends { id: infer Id extends string } ? Id : never;

/** What is contributed, with the names that lead nowhere replaced by what they may be. */
interface Linked<C> {
  menus?: readonly Leading<C>[];
  quickAccess?: readonly Leading<C>[];
  commands?: readonly { route?: Known<C, 'routes'> }[];
  actions?: readonly { command: Known<C, 'commands'> }[];
}

interface Leading<C> {
  route?: Known<C, 'routes'>;
  command?: Known<C, 'commands'>;
}

type Known<C, K extends 'routes' | 'commands'> = IdOf<Items<C, K>> | `${string}/${string}`;
