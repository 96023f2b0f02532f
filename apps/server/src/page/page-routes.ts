import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendPacked } from '../assets/send-packed.ts';
import type { ConsoleBuild } from '../console/console-build.ts';
import { pathOf } from '../errors.ts';
import { safeNext } from '../identity/safe-next.ts';
import type { IndexService } from '../live/index-service.ts';
import { localeOf, themeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import { pageSecurityPolicy } from '../security-headers.ts';
import { type Hints, NO_HINTS, routeHints } from './hints.ts';
import { matchRoute } from './match-route.ts';
import { type Boot, renderPage } from './page.ts';

export interface PageRoutesOptions {
  build: ConsoleBuild;
  index: IndexService;
  clusters: () => Boot['clusters'];
}

/** Parts of the URL space that are no pages. */
const NO_PAGE = /^\/(?:api|ext|assets|schema)(?:\/|$)/;

/** The sign-in page, and the console's page for every other URL that a browser wants a document of. */
export function registerPageRoutes(app: FastifyInstance, options: PageRoutesOptions): void {
  app.get<{ Querystring: { next?: string } }>('/login', async (request, reply) => {
    if (request.session !== null) return reply.redirect(safeNext(request.query.next), 302);
    return sendPage(request, reply, options);
  });

  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request);
    if (!isDocument(request) || NO_PAGE.test(path)) throw new Refusal(404, 'LB5005', { path });
    reply.header('cache-control', 'no-store');
    if (request.session === null) {
      const next = safeNext(request.url);
      return reply.redirect(next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`, 302);
    }
    // A page at `//host` would leave for that host as soon as anything on it leads to its own path.
    if (/^\/[/\\]/.test(path)) return reply.redirect('/', 302);
    return sendPage(request, reply, options);
  });
}

function isDocument(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
}

async function sendPage(request: FastifyRequest, reply: FastifyReply, { build, index, clusters }: PageRoutesOptions) {
  const nonce = randomBytes(16).toString('base64url');
  const { host } = build;
  const locale = localeOf(request);
  const user = request.session?.user ?? null;
  const safe = new URLSearchParams(request.url.split('?', 2)[1] ?? '').has('safe');
  const boot: Boot = {
    user,
    locale,
    theme: themeOf(request),
    version: host.version,
    build: host.build,
    clusters: clusters(),
    safe,
    nonce,
  };
  const { hints, owner } = user === null ? NOTHING : hintsFor(pathOf(request), locale, safe, index);
  const html = renderPage({
    boot,
    index: user === null ? 'null' : index.view(locale).json,
    remotes: user === null ? '{}' : index.remotesJson(owner),
    hints,
    host,
    icon: build.top.includes('favicon.svg') ? '/favicon.svg' : undefined,
  });
  reply
    .header('content-security-policy', pageSecurityPolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8');
  return sendPacked(request, reply, html);
}

const NOTHING: { hints: Hints; owner?: string } = { hints: NO_HINTS };

function hintsFor(path: string, locale: string, safe: boolean, index: IndexService): { hints: Hints; owner?: string } {
  const composed = index.view(locale).index;
  const route = matchRoute(composed.routes, path);
  const extension = composed.extensions.find(({ name }) => name === route?.extension);
  const bundle = extension && index.bundle(extension.name);
  if (route === undefined || extension?.state !== 'indexed' || bundle === undefined) return NOTHING;
  if (safe && extension.origin === 'installed') return NOTHING;
  return { hints: routeHints(route, bundle, index.host), owner: extension.name };
}
