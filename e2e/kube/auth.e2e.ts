import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, namespaceOf, table } from '../support/kube-stage.ts';

const stage = kubeStage();

describe.concurrent.each(KUBE_RELEASES)('kubectl and the API, %s', (release) => {
  const namespace = namespaceOf(release);

  it('asks who one is and what one may do', async () => {
    const kubectl = stage.kubectl(release);
    const can = (what: string) => kubectl.try(`auth can-i ${what}`);
    await kubectl('create role reader --verb=get,list --resource=pods,pods/log');
    await kubectl(`create rolebinding reader --role=reader --user=jane --serviceaccount=${namespace}:default`);
    expect(await can('create deployments')).toMatchObject({ code: 0, stdout: 'yes\n' });
    expect(await can("'*' '*' --all-namespaces")).toMatchObject({ code: 0, stdout: 'yes\n' });
    expect(await can('list pods --as=jane')).toMatchObject({ code: 0, stdout: 'yes\n' });
    expect(await can('delete pods --as=jane')).toMatchObject({ code: 1, stdout: 'no\n' });
    expect(await can('list pods --as=jane -n default')).toMatchObject({ code: 1, stdout: 'no\n' });
    expect(await can('get /healthz --as=jane')).toMatchObject({ code: 0, stdout: 'yes\n' });
    expect(await can('get /metrics --as=jane')).toMatchObject({ code: 1, stdout: 'no\n' });
    expect(await can(`get pods --subresource=log --as=system:serviceaccount:${namespace}:default`)).toMatchObject({
      stdout: 'yes\n',
    });
    const rights = await kubectl('auth can-i --list --as=jane');
    expect(rights).toMatch(/^Resources +Non-Resource URLs +Resource Names +Verbs *\n/);
    expect(rights).toMatch(/^pods\/log +\[\] +\[\] +\[get list\]$/m);
    expect(rights).toMatch(/^selfsubjectreviews\.authentication\.k8s\.io +\[\] +\[\] +\[create\]$/m);
    expect(rights).toMatch(/^ +\[\/version\] +\[\] +\[get\]$/m);
    const me = table(await kubectl('auth whoami')).rows;
    expect(me).toMatchObject([
      { ATTRIBUTE: 'Username', VALUE: 'kubernetes-admin' },
      { ATTRIBUTE: 'Groups', VALUE: '[system:masters system:authenticated]' },
      { ATTRIBUTE: 'Extra: authentication.kubernetes.io/credential-id' },
    ]);
    expect(await kubectl('auth whoami --as=jane --as-group=devs -o jsonpath={.status.userInfo}')).toBe(
      '{"groups":["devs","system:authenticated"],"username":"jane"}',
    );
  });

  it('reconciles rights', async () => {
    const kubectl = stage.kubectl(release);
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: `reconciled-${release}` },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    };
    const reconcile = () => kubectl.try('auth reconcile -f -', { input: JSON.stringify(role) });
    const stdout = `clusterrole.rbac.authorization.k8s.io/reconciled-${release} reconciled\n`;
    const created = await reconcile();
    expect(created).toMatchObject({ code: 0, stdout });
    expect(created.stderr).toMatch(/^\treconciliation required create\n\tmissing rules added:\n/);
    expect(await reconcile()).toEqual({ code: 0, stdout, stderr: '' });
  });

  it('is told what it may not do', async () => {
    const kubectl = stage.kubectl(release);
    const refusal = async (line: string) => (await kubectl.try(`${line} --as=joe`)).stderr;
    expect(await refusal('get pods')).toBe(
      `Error from server (Forbidden): pods is forbidden: User "joe" cannot list resource "pods" in API group "" in the namespace "${namespace}"\n`,
    );
    expect(await refusal('get nodes')).toBe(
      'Error from server (Forbidden): nodes is forbidden: User "joe" cannot list resource "nodes" in API group "" at the cluster scope\n',
    );
    expect(await refusal('delete deployment web')).toBe(
      `Error from server (Forbidden): deployments.apps "web" is forbidden: User "joe" cannot delete resource "deployments" in API group "apps" in the namespace "${namespace}"\n`,
    );
    expect(await refusal('create configmap mine')).toBe(
      `error: failed to create configmap: configmaps is forbidden: User "joe" cannot create resource "configmaps" in API group "" in the namespace "${namespace}"\n`,
    );
    expect(await refusal('get --raw /metrics')).toBe(
      'Error from server (Forbidden): forbidden: User "joe" cannot get path "/metrics"\n',
    );
  });

  it('signs in by the token of an account', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create serviceaccount robot');
    await kubectl(`create rolebinding robot --clusterrole=view --serviceaccount=${namespace}:robot`);
    const token = (await kubectl('create token robot')).trim();
    const ca = await kubectl("config view --raw -o jsonpath='{.clusters[0].cluster.certificate-authority-data}'");
    const server = await kubectl("config view -o jsonpath='{.clusters[0].cluster.server}'");
    const configuration = (token: string) =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': ca } }],
        users: [{ name: 'u', user: { token } }],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u', namespace } }],
        'current-context': 'x',
      });
    await manifest(kubectl, 'robot.json', configuration(token));
    await manifest(kubectl, 'stranger.json', configuration(`${token}x`));
    expect(await kubectl('auth whoami -o jsonpath={.status.userInfo.username} --kubeconfig=robot.json')).toBe(
      `system:serviceaccount:${namespace}:robot`,
    );
    expect(await kubectl('get configmaps -o name --kubeconfig=robot.json')).toContain('configmap/kube-root-ca.crt\n');
    expect((await kubectl.try('get secrets --kubeconfig=robot.json')).stderr).toContain(
      `secrets is forbidden: User "system:serviceaccount:${namespace}:robot" cannot list resource "secrets"`,
    );
    expect((await kubectl.try('get configmaps --kubeconfig=stranger.json')).stderr).toContain(
      'error: You must be logged in to the server (',
    );
  });

  it('explains kinds and says what there is', async () => {
    const kubectl = stage.kubectl(release);
    expect(await kubectl('explain deployment.spec.replicas')).toMatch(
      /^GROUP: +apps\nKIND: +Deployment\nVERSION: +v1\n\nFIELD: replicas <integer>\n\n+DESCRIPTION:\n {4}Number of desired pods\./,
    );
    expect(await kubectl('explain pods')).toMatch(/\nFIELDS:\n {2}apiVersion\t<string>\n(.*\n)* {2}spec\t<PodSpec>\n/);
    expect(await kubectl('explain cm --recursive')).toMatch(
      /\n {2}binaryData\t<map\[string\]string>\n {2}data\t<map\[string\]string>\n/,
    );
    expect((await kubectl.try('explain pods.nothing')).stderr).toBe('error: field "nothing" does not exist\n');
    const resources = table(await kubectl('api-resources'));
    expect(resources.columns).toEqual(['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND']);
    expect(resources.rows).toContainEqual(
      expect.objectContaining({ NAME: 'deployments', SHORTNAMES: 'deploy', APIVERSION: 'apps/v1', NAMESPACED: 'true' }),
    );
    expect(resources.rows.length).toBeGreaterThan(60);
    expect(await kubectl('api-resources --api-group=batch --verbs=list -o name')).toBe('cronjobs.batch\njobs.batch\n');
    expect(await kubectl('api-versions')).toMatch(
      /^(.*\n)*apps\/v1\n(.*\n)*autoscaling\/v2\n(.*\n)*metrics\.k8s\.io\/v1beta1\n(.*\n)*v1\n$/,
    );
    expect(await kubectl('cluster-info')).toMatch(
      /^.*Kubernetes control plane.* is running at .*https:\/\/127\.0\.0\.1:\d+/,
    );
    expect(await kubectl('version')).toMatch(
      /^Client Version: v1\.3\d\.\d+\nKustomize Version: .*\nServer Version: v1\.34\.\d+\n$/,
    );
    expect(await kubectl('get --raw /readyz')).toBe('ok');
  });

  it('shows its configuration', async () => {
    const kubectl = stage.kubectl(release);
    const view = await kubectl('config view');
    expect(view).toMatch(
      /clusters:\n- cluster:\n {4}certificate-authority-data: DATA\+OMITTED\n {4}server: https:\/\/127\.0\.0\.1:\d+\n {2}name: host\n/,
    );
    expect(await kubectl('config current-context')).toBe('host\n');
    expect(table(await kubectl('config get-contexts')).rows).toMatchObject([
      { CURRENT: '*', NAME: 'host', CLUSTER: 'host', NAMESPACE: namespace },
    ]);
  });
});
