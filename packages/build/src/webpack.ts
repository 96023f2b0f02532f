export {
  buildWebpackExtension,
  defineWebpackExtension,
  type WebpackExtensionOptions,
} from './webpack/webpack-extension.ts';
