/** For `extension.ts`, at build time: plain data, no React, nothing of the browser. */

export {
  action,
  column,
  command,
  i18n,
  menu,
  quickAccess,
  route,
  service,
  settings,
  slot,
  slotDefinition,
  tab,
  theme,
} from './manifest/contributions.ts';
export { defineExtension, type ExtensionDefinition } from './manifest/define-extension.ts';
export { exported, type Lazy, type Load } from './manifest/lazy.ts';
