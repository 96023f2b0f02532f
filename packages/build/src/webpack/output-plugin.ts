import type { Compiler, WebpackPluginInstance } from 'webpack';
import { writeExtension } from '../core/build-extension.ts';
import type { BundleOutput } from '../core/extension-source.ts';
import { STATS_OPTIONS } from '../federated/bundler-stats.ts';
import { checkModules, type ExtensionBuild, takeOutput } from '../federated/extension-build.ts';

const NAME = 'LubanExtension';
/** After every plugin that adds or changes files. */
const LAST = 10_000;

/** Takes webpack's files away before they are written, and writes `ui/` from them. */
export function outputPlugin(build: ExtensionBuild): WebpackPluginInstance {
  return {
    apply(compiler: Compiler) {
      let output: BundleOutput | undefined;
      compiler.hooks.thisCompilation.tap(NAME, (compilation) => {
        output = undefined;
        compilation.hooks.finishModules.tap(NAME, (modules) => checkModules(build, modules));
        compilation.hooks.processAssets.tap({ name: NAME, stage: LAST }, () => {
          output = takeOutput(build, compilation, compilation.getStats().toJson(STATS_OPTIONS));
        });
      });
      compiler.hooks.done.tapPromise(NAME, async ({ compilation }) => {
        if (output && compilation.errors.length === 0) await writeExtension(build.source, output, build.options);
      });
    },
  };
}
