export { buildStaticExtension, type StaticExtensionOptions } from './static/static-extension.ts';
