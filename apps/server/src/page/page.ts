import type { RightsDocument } from '@luban/manifest';
import type { HostBuild } from '../console/console-build.ts';
import type { SignInFacts } from '../identity/sign-in-facts.ts';
import { scriptJson } from '../live/index-service.ts';
import type { Locale, Theme } from '../preferences.ts';
import type { Hints } from './hints.ts';
import { attributes } from './html.ts';

/** The data block `luban-boot`. */
export interface Boot {
  /** Null: nobody is signed in. */
  user: { name: string; displayName: string } | null;
  locale: Locale;
  theme: Theme;
  /** Version of LuBan. */
  version: string;
  /** Digest of the console's build. */
  build: string;
  /** Those that the person may enter. */
  clusters: { name: string; displayName: string; state?: string; reason?: string }[];
  /** The one project of somebody who has nothing else. */
  home?: { cluster: string; project: string };
  /** Extensions that are not built in stay off. */
  safe: boolean;
  /** For import maps that are added later. */
  nonce: string;
  /** Of the sign-in page alone. */
  signIn?: SignInFacts;
}

export interface PageRights {
  /** How the rights stood when they were looked up. */
  stamp: string;
  /** The cluster that is meant where a URL names none. */
  host: string;
  documents: readonly RightsDocument[];
}

export interface PageContent {
  boot: Boot;
  /** JSON, safe inside a `<script>`. */
  index: string;
  remotes: string;
  /** The data block `luban-rights`: what the person may do in the places of the URL. */
  rights: PageRights | null;
  hints: Hints;
  host: HostBuild;
  icon: string | undefined;
}

const NO_SCRIPT: Record<Locale, string> = {
  en: 'LuBan needs JavaScript. Allow it for this address and load the page again.',
  zh: 'LuBan 需要 JavaScript。请为此地址启用 JavaScript，然后重新加载页面。',
};

/**
 * The one document of the console. The import map comes before everything that loads a module; the entry script has no
 * nonce, since a nonce there would let its `import()` reach any origin.
 */
export function renderPage({ boot, index, remotes, rights, hints, host, icon }: PageContent): string {
  return `<!doctype html>
<html${attributes({ lang: boot.locale, 'data-theme': boot.theme })}>
<head>
<meta charset="utf-8">
<title>LuBan</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${boot.theme === 'system' ? 'light dark' : boot.theme}">
<script type="importmap" nonce="${boot.nonce}">${scriptJson({ integrity: hints.integrity })}</script>
${[
  icon === undefined ? '' : `<link${attributes({ rel: 'icon', href: icon })}>`,
  ...host.entry.css.map((path) => `<link${attributes({ rel: 'stylesheet', href: `/${path}` })}>`),
  ...host.entry.imports.map((path) => `<link${attributes({ rel: 'modulepreload', href: `/${path}` })}>`),
  hints.links,
]
  .filter((line) => line !== '')
  .join('\n')}
<script${attributes({ type: 'module', src: `/${host.entry.js}` })}></script>
</head>
<body>
<div id="root"></div>
<noscript>${NO_SCRIPT[boot.locale]}</noscript>
<script type="application/json" id="luban-boot">${scriptJson(boot)}</script>
<script type="application/json" id="luban-index">${index}</script>
<script type="application/json" id="luban-remotes">${remotes}</script>
<script type="application/json" id="luban-rights">${scriptJson(rights)}</script>
</body>
</html>
`;
}
