/** What extensions import at run time: the only door into the shell. */

// The extension itself

export type {
  DeactivationReason,
  ExtensionContext,
  Json,
  KeyValueStore,
  Lifecycle,
  Logger,
  Readable,
} from '@luban/kernel';
export { KernelError } from '@luban/kernel';
export type { Problem } from '@luban/manifest';
export { defineLifecycle } from './define.ts';
export { useExtension } from './use-extension.ts';
export { type Translate, useT } from './use-t.ts';
export { SDK_VERSION } from './version.ts';

// Problems by number

export { type Explanation, useExplanation } from '@luban/kernel/react';
export { type Quarantine, type Quarantined, useQuarantine } from './use-quarantine.ts';

// Live upgrades

export type { DirtyOptions } from '@luban/kernel';
export { useDirty } from './use-dirty.ts';
export { useHandover } from './use-handover.ts';

// The shell

export type { Notice, ShellState } from '@luban/kernel';
export { notify } from './notify.ts';
export { shellStore } from './shell-store.ts';
export { type CanQuestion, useCan } from './use-can.ts';
export { useLocale, useShell } from './use-shell.ts';

// Live data

export type { KubeObject } from '@luban/kube';
export {
  cellText,
  type LiveCell,
  type LiveColumn,
  type LiveColumnPath,
  type LiveMoment,
  type LiveProblem,
  type LiveRow,
  type LiveSort,
} from '@luban/kube/live';
export type { LiveStatus, ResourceList, ResourceListQuery } from './live/resource-list.ts';
export { useNow } from './live/use-now.ts';
export { type LiveResource, type ResourceReference, useResource } from './live/use-resource.ts';
export { type ResourceListOptions, useResourceList } from './live/use-resource-list.ts';
export { type LiveTable, type TableKey, type TableOptions, useTable } from './live/use-table.ts';

// Pages and links

export { Link, type LinkProps } from './link.tsx';
export { type RouteParams, type RouteTarget, type RouteTargetOptions, routeTo } from './route-target.ts';
export { routesOf, type TypedRouteTo } from './routes-of.ts';
export { useRouteUrl, useRouteUrls } from './use-route-url.ts';
export { type TypedSearchOptions, useTypedSearch } from './use-typed-search.ts';

// What others contribute

export { Slot, type SlotContributionView, type SlotProps, type SlotTypes } from './slot.tsx';
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

// Commands, settings, services

export type { CommandHandler, ServiceProvider, ServiceToken } from '@luban/kernel';
export { defineCommand, defineService } from './define.ts';
export { token } from './token.ts';
export { type OwnCommand, useCommand } from './use-command.ts';
export { type ServiceResult, useService } from './use-service.ts';
export { type SettingValue, useSetting, useSettings } from './use-settings.ts';

// Other frameworks

export type { ParcelLifecycles, ParcelProps } from '@luban/kernel';
export { defineMount, type MountDefinition, type MountPlace } from './define-mount.ts';
