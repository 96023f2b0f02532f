/** What extensions import at run time: the only door into the shell. */

// The extension itself ----------------------------------------------------------------------------------------------------
// Live upgrades -----------------------------------------------------------------------------------------------------------
// The shell ---------------------------------------------------------------------------------------------------------------
// Commands, settings, services --------------------------------------------------------------------------------------------
// Other frameworks --------------------------------------------------------------------------------------------------------
export type {
  CommandHandler,
  DeactivationReason,
  DirtyOptions,
  ExtensionContext,
  Json,
  KeyValueStore,
  Lifecycle,
  Logger,
  Notice,
  ParcelLifecycles,
  ParcelProps,
  Readable,
  ServiceProvider,
  ServiceToken,
  ShellState,
} from '@luban/kernel';
export { KernelError } from '@luban/kernel';
export type { Problem } from '@luban/manifest';
export { defineCommand, defineLifecycle, defineService } from './define.ts';
export { defineMount, type MountDefinition, type MountPlace } from './define-mount.ts';
// Pages and links ---------------------------------------------------------------------------------------------------------
export { Link, type LinkProps } from './link.tsx';
export { notify } from './notify.ts';
export { type RouteParams, type RouteTarget, type RouteTargetOptions, routeTo } from './route-target.ts';
export { routesOf, type TypedRouteTo } from './routes-of.ts';
export { shellStore } from './shell-store.ts';
// What others contribute --------------------------------------------------------------------------------------------------
export { Slot, type SlotContributionView, type SlotProps, type SlotTypes } from './slot.tsx';
export { token } from './token.ts';
export { type OwnCommand, useCommand } from './use-command.ts';
export {
  type Contributed,
  type Rendered,
  type Runnable,
  useActions,
  useColumns,
  useCommands,
  useIndexRevision,
  useQuickAccess,
  useSlot,
  useTabs,
} from './use-contributions.tsx';
export { useDirty } from './use-dirty.ts';
export { useExtension } from './use-extension.ts';
export { useHandover } from './use-handover.ts';
export { useRouteUrl, useRouteUrls } from './use-route-url.ts';
export { type ServiceResult, useService } from './use-service.ts';
export { type SettingValue, useSetting, useSettings } from './use-settings.ts';
export { useLocale, useShell } from './use-shell.ts';
export { type Translate, useT } from './use-t.ts';

export { SDK_VERSION } from './version.ts';
