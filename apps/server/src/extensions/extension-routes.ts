import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ComposedIndex, Problem } from '@luban/manifest';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { INSTALL_PLANS } from '../catalogue/objects.ts';
import { HOST } from '../clusters/cluster-object.ts';
import { identityOf, requireIdentity } from '../identity/identity.ts';
import type { PlannedExtensions } from '../installation/planned-extensions.ts';
import type { IndexService } from '../live/index-service.ts';
import { localeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import { type Choices, type ConflictChoices, choiceKey } from './conflict-choices.ts';
import type { ExtensionSource } from './extension-source.ts';
import { type ExtensionSummary, extensionSummary, problemsByExtension } from './extension-summary.ts';
import { UI_BUNDLES } from './ui-bundle-object.ts';
import { unpackArchive } from './unpack-archive.ts';

export interface ExtensionRoutesOptions {
  source: ExtensionSource;
  index: IndexService;
  rights: Rights;
  /** What else is wrong with extensions, beside their bundles. */
  beside?(): ReadonlyMap<string, readonly Problem[]>;
  choices: Pick<ConflictChoices, 'choose'>;
  /** Installations by plan. */
  planned: Pick<PlannedExtensions, 'switched' | 'uninstall'>;
  /** Folder for half-done work. */
  temporary: string;
}

type Named = { Params: { name: string } };

/** `/api/extensions`: list, install, enable, disable, choose a version, remove. */
export function registerExtensionRoutes(app: FastifyInstance, options: ExtensionRoutesOptions): void {
  const { source, index, rights, beside, choices, planned, temporary } = options;

  /** What the console does with an extension takes the right to do it with the object. */
  const mayChange = (verb: 'create' | 'patch' | 'delete') => async (request: FastifyRequest) => {
    const name = (request.params as { name?: string }).name;
    const { group, resource } = UI_BUNDLES;
    await requireRight(rights, identityOf(request), { cluster: HOST, verb, group, resource, name });
  };

  const problemsOf = (composed: ComposedIndex) => {
    const problems = problemsByExtension(composed);
    for (const [name, more] of beside?.() ?? []) problems.set(name, [...(problems.get(name) ?? []), ...more]);
    return problems;
  };

  const summaryOf = async (request: FastifyRequest, name: string): Promise<ExtensionSummary> => {
    const extension = source.list().extensions.find((entry) => entry.name === name);
    if (extension === undefined) throw new Refusal(404, 'LB5006', { extension: name.slice(0, 64) });
    const locale = localeOf(request);
    return extensionSummary(extension, problemsOf(index.view(locale).index), locale);
  };

  const packed = (_request: FastifyRequest, payload: Readable, done: (error: null, body: Readable) => void) =>
    done(null, payload);

  app.register(async (api) => {
    api.addHook('preHandler', requireIdentity);
    api.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    api.addContentTypeParser(['application/gzip', 'application/x-gzip', 'application/octet-stream'], packed);

    api.get('/api/extensions', async (request) => {
      const locale = localeOf(request);
      const composed = index.view(locale).index;
      const problems = problemsOf(composed);
      return {
        extensions: source.list().extensions.map((extension) => extensionSummary(extension, problems, locale)),
        conflicts: composed.conflicts,
        choices: choicesIn(index.choices),
        skipped: composed.skipped,
      };
    });

    api.post('/api/extensions', { preHandler: mayChange('create') }, async (request, reply) => {
      const { name, version } = isStream(request.body)
        ? await installArchive(request.body)
        : await source.install({ folder: folderOf(request.body) });
      request.log.info({ extension: name, version, user: identityOf(request).name }, 'installed');
      return reply.code(201).send(await summaryOf(request, name));
    });

    for (const [action, state] of [
      ['enable', 'Available'],
      ['disable', 'Disabled'],
    ] as const) {
      api.post<Named>(`/api/extensions/:name/${action}`, { preHandler: mayChange('patch') }, async (request) => {
        const { name } = request.params;
        await source.setState(name, state);
        await planned.switched(name, state === 'Available');
        request.log.info({ extension: name, state, user: identityOf(request).name }, action);
        return summaryOf(request, name);
      });
    }

    api.put<Named>('/api/extensions/:name/version', { preHandler: mayChange('patch') }, async (request) => {
      const { name } = request.params;
      const version = (request.body as { version?: unknown } | null)?.version;
      if (typeof version !== 'string') throw new Refusal(400, 'LB5015', { reason: 'version must be a text' });
      await source.setVersion(name, version);
      request.log.info({ extension: name, version, user: identityOf(request).name }, 'version chosen');
      return summaryOf(request, name);
    });

    /** Who wins what two extensions claim both. */
    api.put('/api/extension-conflicts', async (request, reply) => {
      const { kind, subject, winner } = choiceIn(request.body);
      const { group, resource } = INSTALL_PLANS;
      await requireRight(rights, identityOf(request), { cluster: HOST, verb: 'patch', group, resource });
      const known = index.view(localeOf(request)).index.conflicts;
      const claimed = known.filter((conflict) => conflict.kind === kind && conflict.subject === subject);
      const parties = claimed.flatMap((conflict) => [conflict.winner.extension, conflict.loser.extension]);
      // What nobody claims any more may still be given back.
      if (winner !== null && !parties.includes(winner)) {
        throw new Refusal(409, 'LB5017', { kind, subject, winner });
      }
      await choices.choose(choiceKey(kind, subject), winner);
      request.log.info({ kind, subject, winner, user: identityOf(request).name }, 'conflict decided');
      return reply.code(204).send();
    });

    api.delete<Named>('/api/extensions/:name', { preHandler: mayChange('delete') }, async (request, reply) => {
      const { name } = request.params;
      if (!(await planned.uninstall(name))) await source.remove(name);
      request.log.info({ extension: name, user: identityOf(request).name }, 'removed');
      return reply.code(204).send();
    });
  });

  async function installArchive(archive: Readable): Promise<{ name: string; version: string }> {
    const folder = join(temporary, `package-${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(folder, { recursive: true });
      return await source.install({ folder: await unpackArchive(archive, folder) });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function choiceIn(body: unknown): { kind: string; subject: string; winner: string | null } {
  const { kind, subject, winner } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 600;
  if (!isText(kind) || !isText(subject) || !(winner === null || isText(winner))) {
    throw new Refusal(400, 'LB5015', {
      reason: 'send {"kind", "subject", "winner"}; a winner of null takes a choice back',
    });
  }
  return { kind, subject, winner };
}

/** What administrators have decided, be there a conflict about it now or not. */
function choicesIn(choices: Choices): { kind: string; subject: string; winner: string }[] {
  return Object.entries(choices)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, winner]) => {
      const at = key.indexOf(':');
      return { kind: key.slice(0, at), subject: key.slice(at + 1), winner };
    });
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body && typeof body.pipe === 'function';
}

function folderOf(body: unknown): string {
  const folder = typeof body === 'object' && body !== null && 'folder' in body ? body.folder : undefined;
  if (typeof folder !== 'string')
    throw new Refusal(400, 'LB5015', { reason: 'send {"folder": PATH} or a .tgz as application/gzip' });
  if (!isAbsolute(folder) || folder.includes('\0')) throw new Refusal(422, 'LB5013', { folder: folder.slice(0, 500) });
  return folder;
}
