import type { FastifyInstance, FastifyRequest } from 'fastify';
import { INSTALL_PLANS } from '../../catalogue/objects.ts';
import { HOST } from '../../clusters/cluster-object.ts';
import type { ExtensionSource } from '../../extensions/extension-source.ts';
import { UI_BUNDLES } from '../../extensions/ui-bundle-object.ts';
import { identityOf } from '../../identity/identity.ts';
import { requireRight } from '../../rights/access-reviews.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import { nameFrom, notInstalled } from '../parameters.ts';
import { gone } from '../version/version-routes.ts';
import type { Agreements } from './agreements.ts';
import { checkedConfig } from './check-config.ts';
import { answerObstructed } from './obstructed.ts';
import type { Doing, PlanActions } from './plan-actions.ts';
import { RequestBody } from './request-body.ts';
import type { SchedulingRequests } from './scheduling-request.ts';

export interface ActionRoutesOptions {
  center: Center;
  actions: PlanActions;
  agreements: Agreements;
  scheduling: SchedulingRequests;
  rights: CenterRights;
  source: ExtensionSource;
}

type Named = { Params: { name: string } };

interface Asked {
  doing: Doing;
  body: RequestBody;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

const STRATEGIES = ['Manual', 'Automatic'] as const;

/** What people do with extensions. Each answers 202: what was decided is written, and is being brought about. */
export function registerActionRoutes(app: FastifyInstance, options: ActionRoutesOptions): void {
  const { center, actions, agreements, scheduling, rights, source } = options;

  app.register(async (scope) => {
    scope.setErrorHandler(answerObstructed);

    const route = (method: 'POST' | 'PUT', path: string, act: (asked: Asked) => Promise<void>) =>
      scope.route<Named>({
        method,
        url: `/api/center/extensions/:name/${path}`,
        handler: async (request, reply) => {
          const extension = nameFrom(request.params.name);
          note(request, extension, path);
          const identity = identityOf(request);
          const body = new RequestBody(request.body);
          const doing = { identity, extension, ignoreDependencies: body.flag('ignoreDependencies') };
          await act({ doing, body, signal: gone(reply) });
          request.log.info({ extension, user: identity.name }, path);
          return reply.code(202).header('cache-control', 'no-store').send({ name: extension });
        },
      });

    /** What takes the right to do something with the plan, whatever else is asked for. */
    const onPlan = (
      method: 'POST' | 'PUT',
      path: string,
      verb: 'create' | 'patch' | 'delete',
      act: (asked: Asked) => Promise<void>,
    ) =>
      route(method, path, async (asked) => {
        const { identity, extension } = asked.doing;
        await rights.requirePlan(identity, verb, extension);
        await act(asked);
      });

    onPlan('POST', 'install', 'create', async ({ doing, body, signal }) => {
      const [version, consent, config] = [body.text('version'), body.text('consent'), configIn(body)];
      const wanted = { version, consent, config, scheduling: scheduling.read(doing.extension, body) };
      const upgradeStrategy = body.oneOf('upgradeStrategy', STRATEGIES);
      await agreements.require({ extension: doing.extension, ...wanted }, signal);
      await actions.install(doing, { ...wanted, upgradeStrategy });
    });
    onPlan('POST', 'upgrade', 'patch', async ({ doing, body, signal }) => {
      const wanted = { version: body.text('version'), consent: body.text('consent'), config: configIn(body) };
      await agreements.require({ extension: doing.extension, ...wanted }, signal);
      await actions.upgrade(doing, wanted);
    });
    onPlan('POST', 'rollback', 'patch', ({ doing, body }) => actions.rollback(doing, body.optionalText('consent')));
    onPlan('POST', 'cancel', 'patch', ({ doing }) => actions.cancel(doing));
    onPlan('POST', 'retry', 'patch', ({ doing }) => actions.retry(doing));
    onPlan('POST', 'consent', 'patch', ({ doing, body }) => actions.consent(doing, body.text('digest')));
    onPlan('POST', 'keep', 'patch', ({ doing, body }) => actions.keep(doing, body.text('digest')));
    onPlan('POST', 'uninstall', 'delete', ({ doing, body }) => actions.uninstall(doing, body.flag('force')));
    onPlan('PUT', 'strategy', 'patch', ({ doing, body }) => {
      body.text('upgradeStrategy');
      return actions.strategy(doing, body.oneOf('upgradeStrategy', STRATEGIES)!);
    });
    onPlan('PUT', 'config', 'patch', ({ doing, body }) =>
      actions.configure(doing, configIn(body) ?? body.text('config'), scheduling.overrides(doing.extension, body)),
    );
    onPlan('PUT', 'clusters', 'patch', ({ doing, body }) =>
      actions.place(doing, scheduling.read(doing.extension, body) ?? { placement: { clusters: [] } }),
    );

    for (const [path, state] of [
      ['enable', 'Available'],
      ['disable', 'Disabled'],
    ] as const) {
      route('POST', path, async ({ doing }) => {
        const { identity, extension } = doing;
        if (center.summary(extension)?.origin === 'bundle') {
          const { group, resource } = UI_BUNDLES;
          const right = { cluster: HOST, verb: 'patch', group, resource, name: extension };
          await requireRight(rights.rights, identity, right);
          await source.setState(extension, state);
        } else {
          await rights.requirePlan(identity, 'patch', extension);
          if (center.summary(extension) === undefined) {
            throw notInstalled(extension, center.card(extension) !== undefined);
          }
          await actions[path](doing);
        }
      });
    }
  });
}

function configIn(body: RequestBody): string | undefined {
  const config = body.optionalText('config');
  return config === undefined ? undefined : checkedConfig(config, 'config');
}

/** For the audit: what is done, and with which object. */
function note(request: FastifyRequest, name: string, verb: string): void {
  const { group, version, resource } = INSTALL_PLANS;
  request.auditNote = { cluster: HOST, group, version, resource, name, verb, subresource: undefined };
}
