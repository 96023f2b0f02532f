import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, namespaceOf } from '../support/kube-stage.ts';

const stage = kubeStage();

const shop = (name: string, mode: string, replicas: number) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { mode: ${mode} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "nginx:1.27", ports: [{ containerPort: 80 }] }] }
`;

describe.concurrent.each(KUBE_RELEASES)('kubectl apply, %s', (release) => {
  const namespace = namespaceOf(release);

  it('works out changes by itself', async () => {
    const kubectl = stage.kubectl(release);
    await manifest(kubectl, 'a.yaml', shop('a', 'blue', 1));
    await manifest(kubectl, 'a2.yaml', shop('a', 'green', 2));
    expect(await kubectl('apply -f a.yaml')).toBe('configmap/a created\ndeployment.apps/a created\n');
    expect(await kubectl('apply -f a.yaml')).toBe('configmap/a unchanged\ndeployment.apps/a unchanged\n');
    const difference = await kubectl.try('diff -f a2.yaml');
    expect(difference.code).toBe(1);
    for (const line of ['-  mode: blue', '+  mode: green', '-  replicas: 1', '+  replicas: 2', '+  generation: 2']) {
      expect(difference.stdout).toContain(`\n${line}\n`);
    }
    expect(await kubectl('apply -f a2.yaml --dry-run=server')).toBe(
      'configmap/a configured (server dry run)\ndeployment.apps/a configured (server dry run)\n',
    );
    expect(await kubectl('apply -f a2.yaml')).toBe('configmap/a configured\ndeployment.apps/a configured\n');
    expect(await kubectl.try('diff -f a2.yaml')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await kubectl('apply view-last-applied configmap/a -o json')).toContain('"mode": "green"');
    await manifest(kubectl, 'a3.yaml', shop('a', 'green', 2).replace('data: { mode: green }', 'data: { size: s }'));
    expect(await kubectl('apply -f a3.yaml')).toContain('configmap/a configured\n');
    expect(await kubectl("get cm a -o jsonpath='{.data}'")).toBe('{"size":"s"}');
  });

  it('lets the server work out changes, and tells of conflicts', async () => {
    const kubectl = stage.kubectl(release);
    await manifest(kubectl, 'b.yaml', shop('b', 'blue', 1));
    await manifest(kubectl, 'b2.yaml', shop('b', 'green', 1));
    expect(await kubectl('apply --server-side -f b.yaml')).toBe(
      'configmap/b serverside-applied\ndeployment.apps/b serverside-applied\n',
    );
    expect(await kubectl('get cm b -o yaml --show-managed-fields')).toContain(
      '    fieldsV1:\n      f:data:\n        f:mode: {}\n    manager: kubectl\n    operation: Apply\n',
    );
    const refused = await kubectl.try('apply --server-side --field-manager=other -f b2.yaml');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'error: Apply failed with 1 conflict: conflict with "kubectl": .data.mode\nPlease review the fields above',
    );
    expect(refused.stdout).toBe('deployment.apps/b serverside-applied\n');
    expect(await kubectl('apply --server-side --field-manager=other --force-conflicts -f b2.yaml')).toContain(
      'configmap/b serverside-applied\n',
    );
    expect(await kubectl("get cm b -o jsonpath='{.data.mode}'")).toBe('green');
    expect((await kubectl.try('apply --server-side -f b.yaml')).stderr).toContain('conflict with "other": .data.mode');
    const difference = await kubectl.try('diff --server-side --force-conflicts -f b.yaml');
    expect(difference.code).toBe(1);
    expect(difference.stdout).toMatch(/\n- {2}mode: green\n\+ {2}mode: blue\n/);
  });

  it('hands objects over from the client to the server', async () => {
    const kubectl = stage.kubectl(release);
    await manifest(kubectl, 'c.yaml', shop('c', 'blue', 1));
    await manifest(kubectl, 'c2.yaml', shop('c', 'green', 1).replace('\ndata:', '\nimmutable: false\ndata:'));
    await kubectl('apply -f c.yaml');
    expect(await kubectl('get cm c -o yaml --show-managed-fields')).toContain('manager: kubectl-client-side-apply');
    expect(await kubectl('apply --server-side -f c2.yaml')).toBe(
      'configmap/c serverside-applied\ndeployment.apps/c serverside-applied\n',
    );
    const managed = await kubectl('get cm c -o yaml --show-managed-fields');
    expect(managed).not.toContain('kubectl-client-side-apply');
    expect(managed).toMatch(/manager: kubectl\n {4}operation: Apply\n/);
    expect(managed).toContain('mode: green');
  });

  it('prunes', async () => {
    const kubectl = stage.kubectl(release);
    const map = (name: string) =>
      `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, labels: { set: prune } }\n`;
    await manifest(kubectl, 'both.yaml', map('kept') + map('gone'));
    await manifest(kubectl, 'one.yaml', map('kept'));
    await kubectl('apply -f both.yaml');
    expect(await kubectl('apply --prune -l set=prune --prune-allowlist=core/v1/ConfigMap -f one.yaml')).toBe(
      'configmap/kept unchanged\nconfigmap/gone pruned\n',
    );
    await kubectl('apply -f both.yaml');
    expect(await kubectl('apply --prune -l set=prune -f one.yaml')).toContain('configmap/gone pruned\n');
  });

  it('edits, patches and replaces', async () => {
    const kubectl = stage.kubectl(release);
    await manifest(kubectl, 'd.yaml', shop('d', 'blue', 1));
    await kubectl('apply -f d.yaml');
    const environment = { KUBE_EDITOR: 'sed -i s/blue/red/' };
    expect(await kubectl('edit cm d', { environment })).toBe('configmap/d edited\n');
    expect((await kubectl.try('edit cm d', { environment: { KUBE_EDITOR: 'true' } })).stderr).toBe(
      'Edit cancelled, no changes made.\n',
    );
    expect(await kubectl("get cm d -o jsonpath='{.data.mode}'")).toBe('red');
    const env = '{"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"A","value":"1"}]}]}}}}';
    expect(await kubectl(`patch deployment d -p '${env}'`)).toBe('deployment.apps/d patched\n');
    expect(await kubectl("get deployment d -o jsonpath='{.spec.template.spec.containers[0].image}'")).toBe(
      'nginx:1.27',
    );
    expect(await kubectl(`patch cm d --type=merge -p '{"data":{"mode":null,"size":"l"}}'`)).toBe(
      'configmap/d patched\n',
    );
    expect(await kubectl(`patch cm d --type=merge -p '{"data":{"size":"l"}}'`)).toBe(
      'configmap/d patched (no change)\n',
    );
    expect(await kubectl("get cm d -o jsonpath='{.data}'")).toBe('{"size":"l"}');
    const json = (operations: string) => kubectl.try(`patch deployment d --type=json -p '[${operations}]'`);
    expect((await json('{"op":"replace","path":"/spec/replicas","value":3}')).stdout).toBe(
      'deployment.apps/d patched\n',
    );
    expect((await json('{"op":"test","path":"/spec/replicas","value":9}')).stderr).toBe(
      'The request is invalid: the server rejected our request due to an error in our request\n',
    );
    expect(await kubectl(`patch deployment d --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'`)).toBe(
      'scale.autoscaling/d patched\n',
    );
    await manifest(kubectl, 'd-now.yaml', (await kubectl('get cm d -o yaml')).replace('size: l', 'size: xl'));
    expect(await kubectl('replace -f d-now.yaml')).toBe('configmap/d replaced\n');
    expect((await kubectl.try('replace -f d-now.yaml')).stderr).toBe(
      'Error from server (Conflict): error when replacing "d-now.yaml": Operation cannot be fulfilled on configmaps "d": the object has been modified; please apply your changes to the latest version and try again\n',
    );
    expect(await kubectl('replace --force -f d.yaml')).toMatch(
      /configmap "d" deleted.*\ndeployment\.apps "d" deleted.*\nconfigmap\/d replaced\ndeployment\.apps\/d replaced\n/,
    );
  });

  it('labels and annotates', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create configmap e');
    expect(await kubectl('label cm e tier=web')).toBe('configmap/e labeled\n');
    expect((await kubectl.try('label cm e tier=data')).stderr).toBe(
      "error: 'tier' already has a value (web), and --overwrite is false\n",
    );
    expect(await kubectl('label cm e tier=data --overwrite')).toBe('configmap/e labeled\n');
    expect(await kubectl('label cm e --list')).toBe('tier=data\n');
    expect(await kubectl('label cm e tier-')).toBe('configmap/e unlabeled\n');
    expect((await kubectl.try("label cm e 'tier=not valid'")).code).toBe(1);
    expect(await kubectl("annotate cm e note='for later'")).toBe('configmap/e annotated\n');
    expect(await kubectl('annotate cm e --list')).toBe('note=for later\n');
    expect(await kubectl('annotate cm e note-')).toBe('configmap/e annotated\n');
  });

  it('refuses what is wrong, in words', async () => {
    const kubectl = stage.kubectl(release);
    const pod = (spec: string) => ({
      input: `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"wrong"},"spec":${spec}}`,
    });
    const create = async (spec: string, more = '') => (await kubectl.try(`create -f - ${more}`, pod(spec))).stderr;
    expect(await create('{"containers":[{"name":"c","imag":"busybox"}]}')).toBe(
      'Error from server (BadRequest): error when creating "STDIN": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imag"\n',
    );
    expect(await create('{"containers":[{"name":"c","image":"busybox"}],"extra":1}', '--validate=warn')).toBe(
      'Warning: unknown field "spec.extra"\n',
    );
    expect(await create('{"containers":[{"name":"C","image":"busybox","ports":[{"containerPort":0}]}]}')).toMatch(
      /^The Pod "wrong" is invalid: \n\* spec\.containers\[0\]\.name: Invalid value: "C": a lowercase RFC 1123 label must consist of [^\n]+\n\* spec\.containers\[0\]\.ports\[0\]\.containerPort: Required value\n$/,
    );
    expect((await kubectl.try('create configmap Wrong')).stderr).toContain(
      'ConfigMap "Wrong" is invalid: metadata.name: Invalid value: "Wrong": a lowercase RFC 1123 subdomain must consist of',
    );
    expect((await kubectl.try('create configmap lost -n nowhere')).stderr).toBe(
      'error: failed to create configmap: namespaces "nowhere" not found\n',
    );
    await kubectl('create deployment firm --image=nginx:1.27');
    const selector = `{"spec":{"selector":{"matchLabels":{"app":"other"}}}}`;
    expect((await kubectl.try(`patch deployment firm --type=merge -p '${selector}'`)).stderr).toContain(
      'spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable',
    );
    expect(namespace).toBe(`work-${release}`);
  });
});
