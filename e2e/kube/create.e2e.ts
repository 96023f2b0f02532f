import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../packages/kube-apiserver/src/pki/certificates.ts';
import { requestFor } from '../../packages/kube-apiserver/src/pki/testing.ts';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, namespaceOf, table } from '../support/kube-stage.ts';

const stage = kubeStage();

describe.concurrent.each(KUBE_RELEASES)('kubectl create, %s', (release) => {
  const namespace = namespaceOf(release);

  it('namespaces, configuration and accounts', async () => {
    const kubectl = stage.kubectl(release);
    const made = (line: string) => kubectl(`create ${line}`);
    expect(await made(`namespace extra-${release}`)).toBe(`namespace/extra-${release} created\n`);
    expect(await made('configmap settings --from-literal=mode=dark')).toBe('configmap/settings created\n');
    await manifest(kubectl, 'app.properties', 'a=1\nb=2\n');
    expect(await made('configmap env --from-env-file=app.properties --dry-run=client -o yaml')).toContain('  b: "2"\n');
    expect(await made('configmap file --from-file=app.properties')).toBe('configmap/file created\n');
    expect(await kubectl("get cm file -o jsonpath='{.data.app\\.properties}'")).toBe('a=1\nb=2\n');
    expect(await made('secret generic login --from-literal=password=hunter2')).toBe('secret/login created\n');
    expect(await kubectl("get secret login -o go-template='{{.type}} {{.data.password | base64decode}}'")).toBe(
      'Opaque hunter2',
    );
    const { certificate, key } = createAuthority('shop.example.com', { now: Date.now(), days: 1 });
    await manifest(kubectl, 'tls.crt', certificate);
    await manifest(kubectl, 'tls.key', key);
    expect(await made('secret tls front --cert=tls.crt --key=tls.key')).toBe('secret/front created\n');
    expect(
      await made('secret docker-registry pull --docker-server=r.example.com --docker-username=u --docker-password=p'),
    ).toBe('secret/pull created\n');
    expect(table(await kubectl('get secrets')).rows.map(({ NAME, TYPE, DATA }) => [NAME, TYPE, DATA])).toEqual([
      ['front', 'kubernetes.io/tls', '2'],
      ['login', 'Opaque', '1'],
      ['pull', 'kubernetes.io/dockerconfigjson', '1'],
    ]);
    expect(await made('serviceaccount robot')).toBe('serviceaccount/robot created\n');
    const token = (await made('token robot --duration=2h --audience=vault')).trim();
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ aud: ['vault'], sub: `system:serviceaccount:${namespace}:robot` });
    expect(claims.exp - claims.iat).toBe(7_200);
  });

  it('roles and bindings', async () => {
    const kubectl = stage.kubectl(release);
    const made = (line: string) => kubectl(`create ${line}`);
    const rbac = 'rbac.authorization.k8s.io';
    expect(await made('role reader --verb=get,list --resource=pods,pods/log,deployments.apps')).toBe(
      `role.${rbac}/reader created\n`,
    );
    expect(await made('rolebinding readers --role=reader --user=jane --group=devs')).toBe(
      `rolebinding.${rbac}/readers created\n`,
    );
    const role = `nodes-${release}`;
    expect(await made(`clusterrole ${role} --verb=get --resource=nodes --resource-name=node-1`)).toBe(
      `clusterrole.${rbac}/${role} created\n`,
    );
    expect(await made(`clusterrolebinding ${role} --clusterrole=${role} --serviceaccount=${namespace}:default`)).toBe(
      `clusterrolebinding.${rbac}/${role} created\n`,
    );
    expect(await kubectl('describe role reader')).toMatch(
      /PolicyRule:\n {2}Resources +Non-Resource URLs +Resource Names +Verbs\n {2}-+ +-+ +-+ +-+\n(.*\n)* {2}deployments\.apps +\[\] +\[\] +\[get list\]/,
    );
    expect(table(await kubectl('get rolebinding readers -o wide')).rows).toMatchObject([
      { ROLE: 'Role/reader', USERS: 'jane', GROUPS: 'devs', SERVICEACCOUNTS: '' },
    ]);
    expect(table(await kubectl(`get clusterrolebinding ${role} -o wide`)).rows).toMatchObject([
      { ROLE: `ClusterRole/${role}`, SERVICEACCOUNTS: `${namespace}/default` },
    ]);
    expect(table(await kubectl(`get clusterrole ${role}`)).columns).toEqual(['NAME', 'CREATED AT']);
  });

  it('workloads', async () => {
    const kubectl = stage.kubectl(release);
    const made = (line: string) => kubectl(`create ${line}`);
    expect(await made('deployment web --image=nginx:1.27 --replicas=2')).toBe('deployment.apps/web created\n');
    expect(await made("job once --image=busybox -- sh -c 'echo done'")).toBe('job.batch/once created\n');
    expect(await made("cronjob nightly --image=busybox --schedule='0 3 * * *' -- date")).toBe(
      'cronjob.batch/nightly created\n',
    );
    expect(await made('job now --from=cronjob/nightly')).toBe('job.batch/now created\n');
    expect(await kubectl('wait job/once job/now --for=condition=complete --timeout=150s')).toBe(
      'job.batch/once condition met\njob.batch/now condition met\n',
    );
    expect(table(await kubectl('get job once')).rows).toMatchObject([{ STATUS: 'Complete', COMPLETIONS: '1/1' }]);
    // Its controller notices a little later that the job is over.
    await kubectl.until('get cronjob nightly', / False +0 /);
    expect(table(await kubectl('get cronjob')).rows).toMatchObject([
      {
        ...{ NAME: 'nightly', SCHEDULE: '0 3 * * *', TIMEZONE: '<none>', SUSPEND: 'False' },
        ...{ ACTIVE: '0', 'LAST SCHEDULE': '<none>' },
      },
    ]);
    expect(await made(`priorityclass high-${release} --value=1000 --description=urgent`)).toBe(
      `priorityclass.scheduling.k8s.io/high-${release} created\n`,
    );
    expect(await made('poddisruptionbudget web --selector=app=web --min-available=1')).toBe(
      'poddisruptionbudget.policy/web created\n',
    );
    await kubectl('rollout status deployment/web --timeout=150s');
    await kubectl.until('get pdb web', /^web +1 +N\/A +1 +/m);
  });

  it('services and ingresses', async () => {
    const kubectl = stage.kubectl(release);
    const made = (line: string) => kubectl(`create ${line}`);
    expect(await made('service clusterip inside --tcp=80:8080')).toBe('service/inside created\n');
    expect(await made('service clusterip alone --clusterip=None')).toBe('service/alone created\n');
    expect(await made('service nodeport door --tcp=80:8080')).toBe('service/door created\n');
    expect(await made('service loadbalancer street --tcp=443:8443')).toBe('service/street created\n');
    expect(await made('service externalname away --external-name=shop.example.com')).toBe('service/away created\n');
    expect(await made("ingress shop --rule='shop.example.com/api*=inside:80,tls=front' --class=nginx")).toBe(
      'ingress.networking.k8s.io/shop created\n',
    );
    await kubectl.until('get svc street', /LoadBalancer +10\.\S+ +\d+\.\d+\.\d+\.\d+ /);
    const address = expect.stringMatching(/^10\.\d+\.\d+\.\d+$/);
    expect(table(await kubectl('get services')).rows).toMatchObject([
      { NAME: 'alone', TYPE: 'ClusterIP', 'CLUSTER-IP': 'None', 'EXTERNAL-IP': '<none>', 'PORT(S)': '<none>' },
      { NAME: 'away', TYPE: 'ExternalName', 'CLUSTER-IP': '<none>', 'EXTERNAL-IP': 'shop.example.com' },
      { NAME: 'door', TYPE: 'NodePort', 'CLUSTER-IP': address, 'PORT(S)': expect.stringMatching(/^80:3\d{4}\/TCP$/) },
      { NAME: 'inside', TYPE: 'ClusterIP', 'CLUSTER-IP': address, 'EXTERNAL-IP': '<none>', 'PORT(S)': '80/TCP' },
      { NAME: 'street', TYPE: 'LoadBalancer', 'PORT(S)': expect.stringMatching(/^443:3\d{4}\/TCP$/) },
    ]);
    expect(table(await kubectl('get ingress shop')).rows).toMatchObject([
      { CLASS: 'nginx', HOSTS: 'shop.example.com', PORTS: '80, 443' },
    ]);
  });

  it('quotas, which then hold', async () => {
    const kubectl = stage.kubectl(release);
    const other = `quota-${release}`;
    await kubectl(`create namespace ${other}`);
    expect(await kubectl(`create quota few -n ${other} --hard=configmaps=2,requests.cpu=1`)).toBe(
      'resourcequota/few created\n',
    );
    await kubectl.until(`get quota few -n ${other}`, /configmaps: 1\/2, requests\.cpu: 0\/1/);
    await kubectl(`create configmap one -n ${other}`);
    expect((await kubectl.try(`create configmap two -n ${other}`)).stderr).toBe(
      'error: failed to create configmap: configmaps "two" is forbidden: exceeded quota: few, requested: configmaps=1, used: configmaps=2, limited: configmaps=2\n',
    );
    expect((await kubectl.try(`run idle -n ${other} --image=busybox`)).stderr).toBe(
      'Error from server (Forbidden): pods "idle" is forbidden: failed quota: few: must specify requests.cpu for: idle\n',
    );
  });

  it('lists and streams of objects, once', async () => {
    const kubectl = stage.kubectl(release);
    const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [map('first'), map('second')] });
    await manifest(kubectl, 'list.json', list);
    expect(await kubectl('create -f list.json')).toBe('configmap/first created\nconfigmap/second created\n');
    expect(await kubectl.try('create -f list.json')).toMatchObject({
      code: 1,
      stderr:
        'Error from server (AlreadyExists): error when creating "list.json": configmaps "first" already exists\nError from server (AlreadyExists): error when creating "list.json": configmaps "second" already exists\n',
    });
    const generated = JSON.stringify({ ...map(''), metadata: { generateName: 'made-' } });
    expect(await kubectl('create -f -', { input: generated })).toMatch(/^configmap\/made-[0-9a-z]{5} created\n$/);
    expect(await kubectl('create configmap ghost --dry-run=server')).toBe('configmap/ghost created (server dry run)\n');
    expect((await kubectl.try('get configmap ghost')).code).toBe(1);
  });

  it('certificates, which are then approved or denied', async () => {
    const kubectl = stage.kubectl(release);
    const request = requestFor('jane', ['devs']);
    for (const name of [`jane-${release}`, `joe-${release}`]) {
      const object = {
        apiVersion: 'certificates.k8s.io/v1',
        kind: 'CertificateSigningRequest',
        metadata: { name },
        spec: {
          request: Buffer.from(request).toString('base64'),
          signerName: 'kubernetes.io/kube-apiserver-client',
          usages: ['client auth'],
        },
      };
      await kubectl('create -f -', { input: JSON.stringify(object) });
    }
    expect(table(await kubectl(`get csr jane-${release}`)).rows).toMatchObject([
      { SIGNERNAME: 'kubernetes.io/kube-apiserver-client', REQUESTOR: 'kubernetes-admin', CONDITION: 'Pending' },
    ]);
    expect(await kubectl(`certificate approve jane-${release}`)).toBe(
      `certificatesigningrequest.certificates.k8s.io/jane-${release} approved\n`,
    );
    expect(await kubectl(`certificate deny joe-${release}`)).toBe(
      `certificatesigningrequest.certificates.k8s.io/joe-${release} denied\n`,
    );
    await kubectl.until(`get csr jane-${release}`, /Approved,Issued\n$/);
    expect(table(await kubectl(`get csr joe-${release}`)).rows).toMatchObject([{ CONDITION: 'Denied' }]);
    const issued = await kubectl(`get csr jane-${release} -o jsonpath='{.status.certificate}'`);
    const certificate = new X509Certificate(Buffer.from(issued, 'base64'));
    expect(certificate.subject.split('\n').sort()).toEqual(['CN=jane', 'O=devs']);
  });
});
