import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, namespaceOf, table } from '../support/kube-stage.ts';

const stage = kubeStage();

const PEAR = { name: 'pear', color: 'green' };
const PLUM = { name: 'plum', color: 'blue' };

describe.concurrent.each(KUBE_RELEASES)('kubectl get, %s', (release) => {
  const namespace = namespaceOf(release);

  it('shows objects in all its forms', async () => {
    const kubectl = stage.kubectl(release);
    for (const { name, color } of [PLUM, PEAR]) {
      await kubectl(`create configmap ${name} --from-literal=color=${color} --from-literal=size=small`);
      await kubectl(`label configmap ${name} color=${color} kind=fruit`);
    }
    expect(table(await kubectl('get cm -l kind=fruit'))).toEqual({
      columns: ['NAME', 'DATA', 'AGE'],
      rows: ['pear', 'plum'].map((name) => ({ NAME: name, DATA: '2', AGE: expect.stringMatching(/^\d+s$/) })),
    });
    expect(await kubectl('get cm pear -o yaml')).toMatch(
      /^apiVersion: v1\ndata:\n {2}color: green\n {2}size: small\nkind: ConfigMap\nmetadata:\n {2}creationTimestamp: "/,
    );
    expect(JSON.parse(await kubectl('get cm pear -o json'))).toMatchObject({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'pear', namespace },
      data: { color: 'green', size: 'small' },
    });
    expect(JSON.parse(await kubectl('get cm -l kind=fruit -o json'))).toMatchObject({ kind: 'List', items: [{}, {}] });
    expect(await kubectl("get cm -l kind=fruit -o jsonpath='{.items[*].data.color}'")).toBe('green blue');
    expect(await kubectl('get cm -l kind=fruit -o custom-columns=N:.metadata.name,C:.data.color')).toBe(
      'N      C\npear   green\nplum   blue\n',
    );
    expect(await kubectl('get cm -l kind=fruit -o name')).toBe('configmap/pear\nconfigmap/plum\n');
    expect(await kubectl("get cm -l kind=fruit -o go-template='{{range .items}}{{.data.color}};{{end}}'")).toBe(
      'green;blue;',
    );
    expect(await kubectl('get cm -l kind=fruit --sort-by=.data.color -o name')).toBe(
      'configmap/plum\nconfigmap/pear\n',
    );
    expect(table(await kubectl('get cm -l kind=fruit --sort-by=.data.color')).rows.map(({ NAME }) => NAME)).toEqual([
      'plum',
      'pear',
    ]);
    expect(await kubectl('get cm pear --show-labels --no-headers')).toMatch(
      /^pear +2 +\d+s +color=green,kind=fruit\n$/,
    );
    expect(table(await kubectl('get cm -l kind=fruit -L color')).rows.map(({ COLOR }) => COLOR)).toEqual([
      'green',
      'blue',
    ]);
    expect(await kubectl('get cm -l kind=fruit --chunk-size=1 -o name')).toBe('configmap/pear\nconfigmap/plum\n');
    expect(await kubectl("get cm -l 'color in (green,red)' -o name")).toBe('configmap/pear\n');
    expect(await kubectl('get cm -l kind=fruit,color!=green -o name')).toBe('configmap/plum\n');
    expect(await kubectl('get cm --field-selector=metadata.name=plum -o name')).toBe('configmap/plum\n');
    expect(await kubectl('get cm/pear cm/plum -o name')).toBe('configmap/pear\nconfigmap/plum\n');
    expect(await kubectl('get cm pear -o yaml --show-managed-fields')).toContain('manager: kubectl-create');
  });

  it('shows pods and what stands for everything', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment shop --image=nginx:1.27 --replicas=2 --port=80');
    await kubectl('rollout status deployment/shop --timeout=150s');
    const wide = table(await kubectl('get pods -l app=shop -o wide'));
    expect(wide.columns).toEqual([
      ...['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE', 'IP', 'NODE', 'NOMINATED NODE', 'READINESS GATES'],
    ]);
    expect(wide.rows).toHaveLength(2);
    for (const row of wide.rows) {
      expect(row).toMatchObject({ READY: '1/1', STATUS: 'Running', RESTARTS: '0', 'NOMINATED NODE': '<none>' });
      expect(row.NAME).toMatch(/^shop-[0-9a-z]+-[0-9a-z]{5}$/);
      expect(row.IP).toMatch(/^10\.244\.\d+\.\d+$/);
    }
    const everything = await kubectl('get all');
    expect(everything).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\npod\/shop-/);
    expect(everything).toMatch(/\n\nNAME +READY +UP-TO-DATE +AVAILABLE +AGE\ndeployment\.apps\/shop +2\/2 +2 +2 /);
    expect(everything).toMatch(/\n\nNAME +DESIRED +CURRENT +READY +AGE\nreplicaset\.apps\/shop-\w+ +2 +2 +2 /);
    expect(table(await kubectl('get pods -A')).rows.map((row) => row.NAMESPACE)).toContain(namespace);
    expect(await kubectl('get pods -l app=shop --field-selector=status.phase!=Running')).toBe('');
    expect(table(await kubectl('get deployment shop --subresource=scale')).rows).toMatchObject([
      { NAME: 'shop', DESIRED: '2', AVAILABLE: '2' },
    ]);
    const events = table(await kubectl('get events --field-selector=reason=ScalingReplicaSet'));
    expect(events.columns).toEqual(['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']);
    expect(events.rows[0]).toMatchObject({ TYPE: 'Normal', OBJECT: 'deployment/shop' });
    expect(await kubectl('events --for deployment/shop')).toMatch(/ScalingReplicaSet +Deployment\/shop +Scaled up/);
  });

  it('watches', async () => {
    const kubectl = stage.kubectl(release);
    await using watching = await kubectl.start('get secrets -w --output-watch-events');
    await kubectl('create secret generic watched --from-literal=a=b');
    await watching.until(/^ADDED +watched +Opaque +1 +\d+s$/m);
    await kubectl('patch secret watched -p \'{"stringData":{"c":"d"}}\'');
    await watching.until(/^MODIFIED +watched +Opaque +2 +\d+s$/m);
    await kubectl('delete secret watched');
    await watching.until(/^DELETED +watched +Opaque +2 +\d+s$/m);
    expect(watching.stdout()).toMatch(/^EVENT +NAME +TYPE +DATA +AGE\n/);
  });

  it('says what it cannot show', async () => {
    const kubectl = stage.kubectl(release);
    const refusal = async (line: string) => (await kubectl.try(line)).stderr;
    expect(await refusal('get pods nothing')).toBe('Error from server (NotFound): pods "nothing" not found\n');
    expect(await refusal('get deploy nothing')).toBe(
      'Error from server (NotFound): deployments.apps "nothing" not found\n',
    );
    expect(await refusal('get nothings')).toBe('error: the server doesn\'t have a resource type "nothings"\n');
    expect(await refusal('get jobs')).toBe(`No resources found in ${namespace} namespace.\n`);
    expect(await refusal('get pods --field-selector=color=red')).toContain(
      'field selector "color=red": field label not supported: color\n',
    );
    expect(await refusal("get pods -l 'a in'")).toContain("unable to parse requirement: found '', expected: '('");
    expect(await kubectl.try('get cm nothing --ignore-not-found')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await refusal('get endpoints')).toContain(
      'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n',
    );
  });

  it('shows what a definition defines', async () => {
    const kubectl = stage.kubectl(release);
    const plural = `tides${release}`;
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.sea.example.com` },
      spec: {
        group: 'sea.example.com',
        scope: 'Namespaced',
        names: { plural, singular: plural, kind: `Tide${release}` },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: { spec: { type: 'object', properties: { metres: { type: 'integer' } } } },
              },
            },
            additionalPrinterColumns: [
              { name: 'Metres', type: 'integer', jsonPath: '.spec.metres' },
              { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
            ],
          },
        ],
      },
    };
    const tide = { apiVersion: 'sea.example.com/v1', kind: `Tide${release}`, metadata: { name: 'spring' } };
    const file = await manifest(kubectl, 'tide.json', JSON.stringify({ ...tide, spec: { metres: 7 } }));
    const early = await kubectl.try(`apply -f ${file}`);
    expect(early.stderr).toBe(
      `error: resource mapping not found for name: "spring" namespace: "" from "${file}": no matches for kind "Tide${release}" in version "sea.example.com/v1"\nensure CRDs are installed first\n`,
    );
    await kubectl(`create -f ${await manifest(kubectl, 'crd.json', JSON.stringify(definition))}`);
    await kubectl(`wait crd/${plural}.sea.example.com --for=condition=Established --timeout=150s`);
    expect(await kubectl(`apply -f ${file}`)).toBe(`tide${release}.sea.example.com/spring created\n`);
    expect(table(await kubectl(`get ${plural}`)).rows).toMatchObject([{ NAME: 'spring', METRES: '7' }]);
    expect(await kubectl(`explain ${plural}.spec.metres`)).toMatch(
      /GROUP: +sea\.example\.com\n.*\n.*\n\nFIELD: metres <integer>/,
    );
    await kubectl(`delete crd ${plural}.sea.example.com`);
  });
});
