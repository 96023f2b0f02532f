import type { Plugin } from 'vite';
import { refuse } from '../core/build-error.ts';
import type { ExtensionSource } from '../core/extension-source.ts';
import { makeManifest } from '../core/make-manifest.ts';
import { wrapStylesheets } from '../css/wrap-stylesheets.ts';

interface DevServerOptions {
  entry: string;
  container: string;
  source: () => ExtensionSource;
  shared: Record<string, string>;
}

/**
 * `vite dev` serves the container as `/remoteEntry.js`, and the manifest, without hashes and sizes, as `/extension.json`.
 * Vite adds and removes style sheets itself here, as hot replacement needs it; they are confined as in a build.
 */
export function devServer({ entry, container, source, shared }: DevServerOptions): Plugin {
  return {
    name: 'luban:dev-server',
    apply: 'serve',
    // Between Vite's two steps for style sheets: what a build does to the finished files.
    transform(code, id) {
      if (!/\.(css|less|s[ac]ss|styl)($|\?)/.test(id) || /[?&](raw|url|inline)\b/.test(id)) return undefined;
      const { sheets, problems } = wrapStylesheets(new Map([[id, code]]), source().metadata.name);
      refuse(problems);
      return { code: sheets.get(id) ?? code, map: null };
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const [pathname, query] = (request.url ?? '').split('?');
        if (pathname === `/${entry}`) {
          request.url = `/@id/${container.replace('\0', '__x00__')}${query ? `?${query}` : ''}`;
        } else if (pathname === '/extension.json') {
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify(devManifest(source(), entry, shared)));
          return;
        }
        next();
      });
    },
  };
}

function devManifest(source: ExtensionSource, entry: string, shared: Record<string, string>) {
  const modules = Object.keys(source.exposes).map((name) => [name, { js: [entry], css: [] }]);
  return makeManifest(
    source,
    { format: 'module', entry, bundler: 'vite dev', files: new Map(), modules: Object.fromEntries(modules), shared },
    new Map(),
    undefined,
  );
}
