export {
  buildRspackExtension,
  defineRspackExtension,
  type RspackExtensionOptions,
} from './rspack/rspack-extension.ts';
