import path from 'node:path';
import { containerName } from '../core/container-name.ts';
import type { ExtensionSource } from '../core/extension-source.ts';

/** `output` of Rspack's and webpack's configuration: ES modules below a versioned base, found relative to each other. */
export function outputSettings(source: ExtensionSource, outDir: string) {
  return {
    path: path.resolve(source.root, outDir),
    publicPath: 'auto' as const,
    // Both bundlers keep loaded chunks under this name: two versions on one page must not meet.
    uniqueName: containerName(source.metadata),
    module: true,
    chunkFormat: 'module' as const,
    chunkLoading: 'import' as const,
    filename: 'assets/[name]-[contenthash:8].js',
    chunkFilename: 'assets/[name]-[contenthash:8].js',
    assetModuleFilename: 'assets/[name]-[contenthash:8][ext]',
    environment: { module: true, dynamicImport: true },
  };
}

/** `resolve` of both bundlers: as Vite has it. */
export const RESOLVE = { extensions: ['.tsx', '.ts', '.jsx', '.mjs', '.js', '.json'] };

/** Images and fonts. Small images are inlined; fonts are not, as the console's content security policy forbids it. */
export const ASSET_RULES = [
  { test: /\.(png|jpe?g|gif|webp|avif|svg|ico)$/, type: 'asset', parser: { dataUrlCondition: { maxSize: 4096 } } },
  { test: /\.(woff2?|ttf|otf|eot)$/, type: 'asset/resource' },
];

/** Options of css-loader: modules by file name, their classes as the default export. */
export const CSS_LOADER_OPTIONS = {
  importLoaders: 0,
  modules: { auto: true, namedExport: false, exportLocalsConvention: 'as-is' },
};

/** Options of the SWC loaders. A development build of JSX would need a development build of React. */
export function swcOptions(syntax: { tsx: boolean }) {
  return {
    jsc: {
      parser: { syntax: 'typescript' as const, tsx: syntax.tsx },
      transform: { react: { runtime: 'automatic' as const, development: false, refresh: false } },
      target: 'es2022' as const,
    },
  };
}

/** `module.rules` for scripts, given the loader. */
export function scriptRules(loader: string) {
  return [
    { test: /\.[cm]?ts$/, use: { loader, options: swcOptions({ tsx: false }) }, type: 'javascript/auto' },
    {
      test: /\.([cm]?js|jsx|tsx)$/,
      exclude: /node_modules/,
      use: { loader, options: swcOptions({ tsx: true }) },
      type: 'javascript/auto',
    },
  ];
}
