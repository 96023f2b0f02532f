/** Asks webhooks about writes. Source: k8s.io/apiserver/pkg/admission/plugin/webhook. */

import { internalError, type KubeObject, StatusError } from '@luban/kube';
import type { AdmissionPlugin, AdmissionRequest } from '../admission/admission.ts';
import { cloneJson } from '../json/clone-json.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import type { Store } from '../store/store.ts';
import { typeErrors } from '../validation/schema-types.ts';
import { callWebhook, type WebhookAnswer, type WebhookCaller, WebhookSimulated } from './call-webhook.ts';
import { matchingWebhooks, type Webhook } from './webhook-configuration.ts';

export function webhookPlugins(store: Store, caller: WebhookCaller): AdmissionPlugin[] {
  return [
    {
      name: 'MutatingAdmissionWebhook',
      mutate(request) {
        const webhooks = matchingWebhooks(store, 'mutating', request);
        if (webhooks.length > 0) return mutate(webhooks, request, caller);
      },
    },
    {
      name: 'ValidatingAdmissionWebhook',
      asynchronous: true,
      concerns: (request) => matchingWebhooks(store, 'validating', request).length > 0,
      async validate(request) {
        const webhooks = matchingWebhooks(store, 'validating', request);
        await Promise.all(webhooks.map((webhook) => ask(webhook, request, caller)));
      },
    },
  ];
}

async function mutate(webhooks: readonly Webhook[], request: AdmissionRequest, caller: WebhookCaller): Promise<void> {
  for (const webhook of webhooks) {
    const answer = await ask(webhook, request, caller);
    if (answer?.patch !== undefined && request.object !== undefined) change(webhook, request, answer.patch);
  }
}

/** @returns undefined when the webhook is passed over */
async function ask(
  webhook: Webhook,
  request: AdmissionRequest,
  caller: WebhookCaller,
): Promise<WebhookAnswer | undefined> {
  if (request.dryRun && webhook.sideEffects !== 'None' && webhook.sideEffects !== 'NoneOnDryRun') {
    throw new StatusError({
      message: `admission webhook "${webhook.name}" does not support dry run`,
      reason: 'BadRequest',
      code: 400,
    });
  }
  let answer: WebhookAnswer;
  try {
    answer = await callWebhook(webhook, request, caller);
  } catch (error) {
    if (error instanceof WebhookSimulated) {
      request.warn(`admission webhook "${webhook.name}" was skipped: this cluster is simulated, and ${error.message}`);
      return undefined;
    }
    const why = error instanceof Error ? error.message : String(error);
    if (webhook.failurePolicy === 'Ignore') return undefined;
    throw internalError(`failed calling webhook "${webhook.name}": failed to call webhook: ${why}`);
  }
  for (const warning of answer.warnings) request.warn(warning);
  if (answer.allowed) return answer;
  const why = answer.message ?? answer.reason;
  throw new StatusError({
    message: `admission webhook "${webhook.name}" denied the request${why === undefined ? ' without explanation' : `: ${why}`}`,
    reason: answer.reason,
    code: answer.code !== undefined && answer.code >= 400 && answer.code < 600 ? answer.code : 403,
  });
}

/** The draft is changed in place, as others hold it. @throws StatusError 500 when what comes out is no such object */
function change({ name }: Webhook, { type, object: draft }: AdmissionRequest, patch: unknown): void {
  if (draft === undefined) return;
  let next: unknown;
  try {
    next = cloneJson(applyJsonPatch(draft, patch));
  } catch (error) {
    throw internalError(
      `the patch of webhook "${name}" does not fit: ${error instanceof Error ? error.message : error}`,
    );
  }
  const wrong = isKubeObject(next) ? typeErrors(next, type.schema)[0] : 'it is no object with metadata';
  if (!isKubeObject(next) || wrong !== undefined) {
    throw internalError(`the patch of webhook "${name}" makes the object invalid: ${wrong}`);
  }
  for (const key of Object.keys(draft)) if (!Object.hasOwn(next, key)) delete draft[key];
  Object.assign(draft, next);
}

function isKubeObject(value: unknown): value is KubeObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    'metadata' in value &&
    typeof value.metadata === 'object' &&
    value.metadata !== null
  );
}
