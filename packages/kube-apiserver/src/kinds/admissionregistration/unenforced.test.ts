/** What is kept and has no effect says so. */
import { expect, test } from 'vitest';
import { startTestApi } from '../../testing.ts';

const GROUP = { group: 'admissionregistration.k8s.io', version: 'v1' };

test('policies and match conditions that are not enforced come with a warning', async () => {
  await using api = await startTestApi();
  const create = async (resource: string, object: object) => {
    const response = await api.server.transport()({
      method: 'POST',
      path: `/apis/${GROUP.group}/${GROUP.version}/${resource}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(object),
    });
    expect(response.status, await response.text()).toBe(201);
    return response.headers.warning ?? '';
  };
  const policy = await create('validatingadmissionpolicies', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'few-replicas' },
    spec: {
      matchConstraints: {
        resourceRules: [
          { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] },
        ],
      },
      validations: [{ expression: 'object.spec.replicas <= 5' }],
    },
  });
  expect(policy).toContain('does not enforce them');

  const webhook = (conditions: object[]) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: `with-${conditions.length}-conditions` },
    webhooks: [
      {
        name: 'a.example.com',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        clientConfig: { service: { namespace: 'default', name: 'a' } },
        rules: [{ apiGroups: ['example.com'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }],
        ...(conditions.length > 0 && { matchConditions: conditions }),
      },
    ],
  });
  const path = 'validatingwebhookconfigurations';
  expect(await create(path, webhook([]))).toBe('');
  expect(await create(path, webhook([{ name: 'not-me', expression: 'request.name != "me"' }]))).toContain(
    'webhook \\"a.example.com\\": this embedded API does not evaluate match conditions',
  );
});
