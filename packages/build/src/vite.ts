export { type LubanExtensionOptions, lubanExtension } from './vite/luban-extension.ts';
