import { createRequire } from 'node:module';
import path from 'node:path';
import { ModuleFederationPlugin } from '@module-federation/enhanced/webpack';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';
import webpack, { type Configuration } from 'webpack';
import type { AdapterOptions } from '../core/adapter-options.ts';
import { readExtension } from '../core/read-extension.ts';
import { sharedRanges } from '../core/shared-packages.ts';
import { readSurface } from '../core/surface.ts';
import { federationSettings } from '../federated/federation-settings.ts';
import { ASSET_RULES, CSS_LOADER_OPTIONS, outputSettings, RESOLVE, scriptRules } from '../federated/output-settings.ts';
import { runCompiler } from '../federated/run-compiler.ts';
import { outputPlugin } from './output-plugin.ts';

export type WebpackExtensionOptions = AdapterOptions;

const require = createRequire(import.meta.url);

/** A complete webpack 5 configuration for an extension; add rules and plugins of your own to the answer. */
export async function defineWebpackExtension(options: WebpackExtensionOptions = {}): Promise<Configuration> {
  const root = path.resolve(options.root ?? process.cwd());
  const outDir = options.outDir ?? 'ui';
  const shared = sharedRanges(options.shared);
  const [source, surface] = await Promise.all([readExtension(root), readSurface(root)]);
  return {
    name: source.metadata.name,
    context: root,
    mode: 'production',
    target: ['web', 'es2022'],
    entry: {},
    devtool: false,
    experiments: { outputModule: true },
    output: outputSettings(source, outDir),
    resolve: RESOLVE,
    module: {
      rules: [
        ...scriptRules(require.resolve('swc-loader')),
        ...ASSET_RULES,
        {
          test: /\.css$/,
          use: [MiniCssExtractPlugin.loader, { loader: require.resolve('css-loader'), options: CSS_LOADER_OPTIONS }],
        },
      ],
    },
    // By order; the other kinds of ids depend on the folder that the extension is built in.
    optimization: { moduleIds: 'natural' },
    plugins: [
      new MiniCssExtractPlugin({
        filename: 'assets/[name]-[contenthash:8].css',
        chunkFilename: 'assets/[name]-[contenthash:8].css',
        // The console adds and removes style sheets.
        runtime: false,
      }),
      // A virtual entry: otherwise the plugin writes one into node_modules.
      new ModuleFederationPlugin({ ...federationSettings(source, shared), virtualRuntimeEntry: true }),
      outputPlugin({ source, surface, shared, bundler: `webpack ${webpack.version}`, options: { outDir } }),
    ],
    stats: 'errors-warnings',
  };
}

/** Builds an extension with webpack 5 and writes `ui/`. */
export async function buildWebpackExtension(options: WebpackExtensionOptions = {}): Promise<void> {
  await runCompiler(webpack(await defineWebpackExtension(options)));
}
