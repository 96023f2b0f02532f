export { createServer, type LubanServer, type ServerOptions } from './create-server.ts';
export type { ErrorBody } from './errors.ts';
export type { ExtensionSummary } from './extensions/extension-summary.ts';
export { readSettings, type Settings, SettingsError } from './settings.ts';
