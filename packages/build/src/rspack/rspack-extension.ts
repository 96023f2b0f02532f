import { createRequire } from 'node:module';
import path from 'node:path';
import { ModuleFederationPlugin } from '@module-federation/enhanced/rspack';
import { type Configuration, CssExtractRspackPlugin, rspack, rspackVersion } from '@rspack/core';
import type { AdapterOptions } from '../core/adapter-options.ts';
import { readExtension } from '../core/read-extension.ts';
import { sharedRanges } from '../core/shared-packages.ts';
import { readSurface } from '../core/surface.ts';
import { federationSettings } from '../federated/federation-settings.ts';
import { ASSET_RULES, CSS_LOADER_OPTIONS, outputSettings, RESOLVE, scriptRules } from '../federated/output-settings.ts';
import { runCompiler } from '../federated/run-compiler.ts';
import { outputPlugin } from './output-plugin.ts';

export type RspackExtensionOptions = AdapterOptions;

const require = createRequire(import.meta.url);

/** A complete Rspack configuration for an extension; add rules and plugins of your own to the answer. */
export async function defineRspackExtension(options: RspackExtensionOptions = {}): Promise<Configuration> {
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
    output: outputSettings(source, outDir),
    resolve: RESOLVE,
    module: {
      rules: [
        ...scriptRules('builtin:swc-loader'),
        ...ASSET_RULES,
        {
          test: /\.css$/,
          use: [CssExtractRspackPlugin.loader, { loader: require.resolve('css-loader'), options: CSS_LOADER_OPTIONS }],
          type: 'javascript/auto',
        },
      ],
    },
    plugins: [
      new CssExtractRspackPlugin({
        filename: 'assets/[name]-[contenthash:8].css',
        chunkFilename: 'assets/[name]-[contenthash:8].css',
        // The console adds and removes style sheets.
        runtime: false,
      }),
      new ModuleFederationPlugin(federationSettings(source, shared)),
      outputPlugin({ source, surface, shared, bundler: `rspack ${rspackVersion}`, options: { outDir } }),
    ],
    stats: 'errors-warnings',
  };
}

/** Builds an extension with Rspack and writes `ui/`. */
export async function buildRspackExtension(options: RspackExtensionOptions = {}): Promise<void> {
  await runCompiler(rspack(await defineRspackExtension(options)));
}
