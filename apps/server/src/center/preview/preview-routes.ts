import type { FastifyInstance } from 'fastify';
import { sendPacked } from '../../assets/send-packed.ts';
import { identityOf } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import { RequestBody } from '../actions/request-body.ts';
import type { Center } from '../center.ts';
import type { CenterRights } from '../center-rights.ts';
import { nameFrom } from '../parameters.ts';
import { gone, versionIn } from '../version/version-routes.ts';
import { previewRequest } from './preview-request.ts';
import type { Previews } from './previews.ts';
import { Turns } from './turns.ts';

export interface PreviewRoutesOptions {
  center: Center;
  previews: Previews;
  rights: CenterRights;
  /** Aborts when the server is about to close. */
  closing: AbortSignal;
  /** Milliseconds for one, waiting included. Default: 120,000. */
  within?: number;
}

/** Each runs helm, which takes memory and time. */
const AT_ONCE = 2;
const MOST_WAITING = 20;

/** `POST …/preview`: what a change would do. It is for those who may make it: renderings hold configurations. */
export function registerPreviewRoutes(app: FastifyInstance, options: PreviewRoutesOptions): void {
  const { center, previews, rights, closing, within = 120_000 } = options;
  const turns = new Turns(AT_ONCE);

  app.post<{ Params: { name: string } }>(
    '/api/center/extensions/:name/preview',
    // Nothing is changed by it.
    { config: { audit: 'never' } },
    async (request, reply) => {
      const extension = nameFrom(request.params.name);
      const verb = center.summary(extension)?.origin === 'plan' ? 'patch' : 'create';
      await rights.requirePlan(identityOf(request), verb, extension);
      const asked = previewRequest(new RequestBody(request.body));
      const object = versionIn(center, extension, asked.version);
      const late = () =>
        new Refusal(503, 'LB7615', { extension, version: asked.version, seconds: Math.round(within / 1_000) });
      if (turns.waiting >= MOST_WAITING) throw late();
      const limit = AbortSignal.timeout(within);
      const signal = AbortSignal.any([gone(reply), limit, closing]);
      try {
        using _turn = await turns.take(signal);
        const preview = await previews.of(extension, object, asked, signal);
        reply.header('cache-control', 'no-store').type('application/json; charset=utf-8');
        return await sendPacked(request, reply, JSON.stringify(preview));
      } catch (error) {
        if (signal.aborted) throw late();
        throw error;
      }
    },
  );
}
