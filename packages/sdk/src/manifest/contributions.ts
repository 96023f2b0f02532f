/** One function for each kind of contribution. They return what they are given; their types refuse mistakes. */
import type { CommandHandler, ServiceProvider } from '@luban/kernel';
import type {
  ActionContribution,
  ColumnContribution,
  CommandContribution,
  I18nContribution,
  MenuContribution,
  MenuSlot,
  QuickAccessContribution,
  ResourceType,
  RouteContribution,
  RouteMount,
  SettingProperty,
  SettingsContribution,
  SlotContribution,
  SlotDefinition,
  TabContribution,
  ThemeContribution,
} from '@luban/manifest';
import type { Lazy } from './lazy.ts';
import type { Showable } from './showable.ts';

// Pages ---------------------------------------------------------------------------------------------------------------

export interface AuthoredRoute<Id extends string = string, M extends RouteMount = RouteMount, P extends string = string>
  extends Omit<RouteContribution, 'id' | 'mount' | 'path' | 'component'> {
  id: Id;
  mount: M;
  path: P;
  /** A page gets no props: it reads the URL and `useShell`. */
  component: Lazy<Showable<object>>;
}

/** A page. `path` is relative to the mount, without a slash at its start. */
export function route<const Id extends string, const M extends RouteMount, const P extends string>(
  id: Id,
  spec: Omit<AuthoredRoute<Id, M, P>, 'id' | 'path'> & { path: P & RelativePath<P> },
): AuthoredRoute<Id, M, P> {
  return { id, ...spec };
}

type RelativePath<P extends string> = P extends `/${string}` ? 'A path starts without a slash' : P;

// Menus and other ways to a page ----------------------------------------------------------------------------------------

/** Where an entry leads: to a page, or to a command. Bare ids are those of the same extension. */
type LeadsTo<R extends string, C extends string> =
  | { route?: R; command?: undefined }
  | { route?: undefined; command: C };

export interface AuthoredMenu<R extends string = string, C extends string = string>
  extends Omit<MenuContribution, 'route' | 'command'> {
  route?: R;
  command?: C;
}

type MenuTarget<R extends string, C extends string> =
  | (LeadsTo<R, C> & { href?: undefined })
  | { route?: undefined; command?: undefined; href: `https://${string}` };

/** A menu entry; one that leads nowhere is a group for others. `slot` is `cluster`, or `cluster.<item>` below it. */
export function menu<const R extends string = never, const C extends string = never>(
  spec: Omit<MenuContribution, 'slot' | 'route' | 'command' | 'href'> &
    MenuTarget<R, C> & { slot: MenuSlot | `${string}.${string}` },
): AuthoredMenu<R, C> {
  return spec;
}

export interface AuthoredQuickAccess<R extends string = string, C extends string = string>
  extends Omit<QuickAccessContribution, 'route' | 'command'> {
  route?: R;
  command?: C;
}

/** An entry of the quick access panel. */
export function quickAccess<const R extends string = never, const C extends string = never>(
  id: string,
  spec: Omit<QuickAccessContribution, 'id' | 'route' | 'command'> & LeadsTo<R, C>,
): AuthoredQuickAccess<R, C> {
  return { id, ...spec };
}

// Parts of other pages ----------------------------------------------------------------------------------------------------

export interface AuthoredSlot extends Omit<SlotContribution, 'component'> {
  component: Lazy<Showable<never>>;
}

/** Something for a slot that the shell or an extension provides; it gets the props that the slot's host passes. */
export function slot(name: string, spec: Omit<AuthoredSlot, 'slot'>): AuthoredSlot {
  return { slot: name, ...spec };
}

export interface AuthoredColumn extends Omit<ColumnContribution, 'component'> {
  component: Lazy<Showable<never>>;
}

/** A column in lists of a resource type. Each cell gets `{ resource }`. */
export function column(id: string, spec: Omit<AuthoredColumn, 'id' | 'for'> & ForResource): AuthoredColumn {
  return { id, ...spec };
}

export interface AuthoredTab extends Omit<TabContribution, 'component'> {
  component: Lazy<Showable<never>>;
}

/** A tab on pages of one resource. It gets `{ resource }`. */
export function tab(id: string, spec: Omit<AuthoredTab, 'id' | 'for'> & ForResource): AuthoredTab {
  return { id, ...spec };
}

export interface AuthoredAction<C extends string = string> extends Omit<ActionContribution, 'command'> {
  command: C;
}

/** An action on one resource. Its command gets `{ resource }` as its argument. */
export function action<const C extends string>(
  id: string,
  spec: Omit<AuthoredAction<C>, 'id' | 'for'> & ForResource,
): AuthoredAction<C> {
  return { id, ...spec };
}

interface ForResource {
  /** `core/v1/Pod`, `apps/v1/Deployment` */
  for: ResourceType & `${string}/${string}/${string}`;
}

// Commands and services -----------------------------------------------------------------------------------------------------

export interface AuthoredCommand<Id extends string = string, R extends string = string>
  extends Omit<CommandContribution, 'id' | 'route' | 'handler'> {
  id: Id;
  route?: R;
  handler?: Lazy<CommandHandler<never>>;
}

/** Something to do: `handler` runs code, `route` opens a page. The palette lists it unless `palette` is false. */
export function command<const Id extends string, const R extends string = never>(
  id: Id,
  spec: Omit<CommandContribution, 'id' | 'route' | 'handler'> &
    ({ handler: Lazy<CommandHandler<never>>; route?: undefined } | { handler?: undefined; route: R }),
): AuthoredCommand<Id, R> {
  return { id, ...spec };
}

export interface AuthoredService {
  token: string;
  provider: Lazy<ServiceProvider>;
}

/** Something that other extensions use, by token: `<extension>/<Name>@<major>`. */
export function service(token: `${string}/${string}@${number}`, spec: Omit<AuthoredService, 'token'>): AuthoredService {
  return { token, ...spec };
}

// Data ----------------------------------------------------------------------------------------------------------------------

interface SettingText
  extends Omit<SettingProperty, 'type' | 'default' | 'enum' | 'minimum' | 'maximum' | 'maxLength'> {}

/** A setting whose default and limits fit its type. */
export type AuthoredSetting =
  | (SettingText & { type: 'boolean'; default: boolean })
  | (SettingText & {
      type: 'number';
      default: number;
      enum?: { value: number; title: string }[];
      minimum?: number;
      maximum?: number;
    })
  | (SettingText & {
      type: 'string';
      default: string;
      enum?: { value: string; title: string }[];
      maxLength?: number;
    });

/** What a person may choose; the console makes the form. Read with `useSetting`. */
export function settings(spec: { title?: string; properties: Record<string, AuthoredSetting> }): SettingsContribution {
  return spec;
}

/** Other values for design tokens, chosen like light and dark. */
export function theme(id: string, spec: Omit<ThemeContribution, 'id'>): ThemeContribution {
  return { id, ...spec };
}

/** Only to differ from what the build finds in `locales/`. */
export function i18n(spec: Omit<I18nContribution, 'manifest'>): Omit<I18nContribution, 'manifest'> {
  return spec;
}

/** A slot that this extension provides for others, for `provides.slots`. It is shown with `<Slot>`. */
export function slotDefinition(id: string, spec: Omit<SlotDefinition, 'id'> = {}): SlotDefinition {
  return { id, ...spec };
}
