import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendPacked } from '../assets/send-packed.ts';
import type { ConsoleBuild } from '../console/console-build.ts';
import { pathOf } from '../errors.ts';
import { type Identity, identityOf } from '../identity/identity.ts';
import { safeNext } from '../identity/safe-next.ts';
import type { IndexService, IndexView } from '../live/index-service.ts';
import { localeOf, themeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import type { PlaceFinder } from '../rights/places.ts';
import type { RightsService } from '../rights/rights-service.ts';
import { pageSecurityPolicy } from '../security-headers.ts';
import { type Hints, NO_HINTS, routeHints } from './hints.ts';
import { matchRoute } from './match-route.ts';
import { type Boot, type PageRights, renderPage } from './page.ts';
import { placeOf } from './place-of.ts';
import { routePermitted } from './route-permitted.ts';

export interface PageRoutesOptions {
  build: ConsoleBuild;
  index: IndexService;
  rights: RightsService;
  places: PlaceFinder;
  /** What the sign-in page has to know. */
  signInFacts(request: FastifyRequest): Promise<NonNullable<Boot['signIn']>>;
}

/** Parts of the URL space that are no pages. */
const NO_PAGE = /^\/(?:api|ext|assets|schema)(?:\/|$)/;

/** The sign-in page, and the console's page for every other URL that a browser wants a document of. */
export function registerPageRoutes(app: FastifyInstance, options: PageRoutesOptions): void {
  app.get<{ Querystring: { next?: string } }>('/login', async (request, reply) => {
    if (request.session !== null) return reply.redirect(safeNext(request.query.next), 302);
    return sendPage(request, reply, options);
  });

  app.get('/login/confirm', async (request, reply) => {
    const { newcomer } = await options.signInFacts(request);
    return newcomer === undefined ? reply.redirect('/login?error=LB5221', 302) : sendPage(request, reply, options);
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

async function sendPage(request: FastifyRequest, reply: FastifyReply, options: PageRoutesOptions) {
  const { build, index, signInFacts } = options;
  const nonce = randomBytes(16).toString('base64url');
  const { host } = build;
  const locale = localeOf(request);
  const user = request.session?.user ?? null;
  const safe = new URLSearchParams(request.url.split('?', 2)[1] ?? '').has('safe');
  const path = pathOf(request);
  const known = user === null ? undefined : await knownOf(identityOf(request), path, options);
  const boot: Boot = {
    user,
    locale,
    theme: themeOf(request),
    version: host.version,
    build: host.build,
    // Names of clusters are nothing for strangers.
    clusters: known?.clusters ?? [],
    ...(known?.home !== undefined && { home: known.home }),
    safe,
    nonce,
    ...(user === null && { signIn: await signInFacts(request) }),
  };
  const view = known && index.view(locale, known.viewer);
  const { hints, owner } =
    known === undefined || view === undefined ? NOTHING : hintsFor(path, view, known.rights, safe, index);
  const html = renderPage({
    boot,
    index: view?.json ?? 'null',
    remotes: view === undefined ? '{}' : index.remotesJson(owner),
    rights: known?.rights ?? null,
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

/** What the page says of the person's rights. Found out at once, as each part may have to ask clusters. */
async function knownOf(identity: Identity, path: string, { rights, places }: PageRoutesOptions) {
  const stamp = rights.stamp(identity);
  const [viewer, documents, clusters, home] = await Promise.all([
    rights.viewer(identity),
    rights.documents(identity, placeOf(path)),
    places.clusters(identity),
    places.onlyProject(identity),
  ]);
  return { viewer, clusters, home, rights: { stamp, host: rights.host, documents } };
}

function hintsFor(
  path: string,
  { index: composed }: IndexView,
  rights: PageRights,
  safe: boolean,
  index: IndexService,
): { hints: Hints; owner?: string } {
  const route = matchRoute(composed.routes, path);
  const extension = composed.extensions.find(({ name }) => name === route?.extension);
  const bundle = extension && index.bundle(extension.name);
  if (route === undefined || extension?.state !== 'indexed' || bundle === undefined) return NOTHING;
  if (safe && extension.origin === 'installed') return NOTHING;
  if (routePermitted(route, placeOf(path), rights) === false) return NOTHING;
  return { hints: routeHints(route, bundle, index.host), owner: extension.name };
}
