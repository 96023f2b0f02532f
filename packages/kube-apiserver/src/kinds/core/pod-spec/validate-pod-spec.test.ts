import { describe, expect, test } from 'vitest';
import { problems } from '../../testing/strategy-harness.ts';

const web = { name: 'web', image: 'nginx:1.29' };
const podOf = (spec: Record<string, unknown>, container: Record<string, unknown> = {}) => ({
  kind: 'Pod',
  spec: { containers: [{ ...web, ...container }], ...spec },
});

describe('refused', () => {
  const label = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`;
  const cases: [why: string, shape: Parameters<typeof problems>[1], sentences: string[]][] = [
    ['no containers', { spec: {} }, ['spec.containers: Required value']],
    [
      'names',
      { metadata: { name: 'A' }, spec: { containers: [{ name: 'B', image: 'i' }] } },
      [
        `metadata.name: Invalid value: "A": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
        `spec.containers[0].name: Invalid value: "B": ${label}`,
      ],
    ],
    [
      'same names',
      { spec: { containers: [web, web], initContainers: [web] } },
      ['spec.containers[1].name: Duplicate value: "web"', 'spec.initContainers[0].name: Duplicate value: "web"'],
    ],
    ['no image', podOf({}, { image: '' }), ['spec.containers[0].image: Required value']],
    [
      'image with blanks',
      podOf({}, { image: ' a' }),
      ['spec.containers[0].image: Invalid value: " a": must not have leading or trailing whitespace'],
    ],
    [
      'policies',
      podOf({ restartPolicy: 'Sometimes', dnsPolicy: 'Mine' }, { imagePullPolicy: 'Never!' }),
      [
        'spec.containers[0].imagePullPolicy: Unsupported value: "Never!": supported values: "Always", "IfNotPresent", "Never"',
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
        'spec.dnsPolicy: Unsupported value: "Mine": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"',
      ],
    ],
    [
      'ports',
      podOf({}, { ports: [{ containerPort: 70000 }, {}, { containerPort: 1, name: 'Web_', protocol: 'X' }] }),
      [
        'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
        'spec.containers[0].ports[1].containerPort: Required value',
        'spec.containers[0].ports[2].name: Invalid value: "Web_": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'spec.containers[0].ports[2].protocol: Unsupported value: "X": supported values: "SCTP", "TCP", "UDP"',
      ],
    ],
    [
      'environment',
      podOf(
        {},
        {
          env: [
            { name: '' },
            { name: 'a=b' },
            { name: 'C', valueFrom: {} },
            { name: 'D', value: 'v', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
            { name: 'E', valueFrom: { fieldRef: { fieldPath: 'spec.x' } } },
          ],
          envFrom: [{}],
        },
      ),
      [
        'spec.containers[0].env[0].name: Required value',
        `spec.containers[0].env[1].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='`,
        'spec.containers[0].env[2].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
        'spec.containers[0].env[3].valueFrom: Invalid value: "": may not be specified when `value` is not empty',
        'spec.containers[0].env[4].valueFrom.fieldRef.fieldPath: Invalid value: "spec.x": error converting fieldPath: field label not supported: spec.x',
        'spec.containers[0].envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`',
      ],
    ],
    [
      'mounts',
      podOf(
        { volumes: [{ name: 'v', emptyDir: {} }] },
        {
          volumeMounts: [
            { name: 'w', mountPath: '/a' },
            { name: 'v', mountPath: '/a', subPath: '../x' },
          ],
        },
      ),
      [
        'spec.containers[0].volumeMounts[0].name: Not found: "w"',
        'spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/a": must be unique',
        `spec.containers[0].volumeMounts.subPath: Invalid value: "../x": must not contain '..'`,
      ],
    ],
    [
      'volumes',
      podOf({
        volumes: [
          { name: 'v', emptyDir: {}, secret: { secretName: 's' } },
          { name: 'w', hostPath: { path: '/a/../b', type: 'X' } },
          { name: 'p', persistentVolumeClaim: {} },
          { name: 'e', ephemeral: { volumeClaimTemplate: { spec: {} } } },
        ],
      }),
      [
        'spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type',
        `spec.volumes[1].hostPath.path: Invalid value: "/a/../b": must not contain '..'`,
        'spec.volumes[1].hostPath.type: Unsupported value: "X": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
        'spec.volumes[2].persistentVolumeClaim.claimName: Required value',
        'spec.volumes[3].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required',
        'spec.volumes[3].ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
      ],
    ],
    [
      'resources',
      podOf(
        {},
        {
          resources: {
            limits: { cpu: '-1', disk: '1', 'nvidia.com/gpu': '1' },
            requests: { cpu: '0', memory: '1Gi', 'nvidia.com/gpu': '2' },
          },
        },
      ),
      [
        'spec.containers[0].resources.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0',
        'spec.containers[0].resources.limits[disk]: Invalid value: "disk": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.limits[disk]: Invalid value: "disk": must be a standard resource for containers',
        'spec.containers[0].resources.requests: Invalid value: "0": must be less than or equal to cpu limit of -1',
        'spec.containers[0].resources.requests: Invalid value: "2": must be equal to nvidia.com/gpu limit of 1',
        'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource type or fully qualified',
        'spec.containers[0].resources.requests[disk]: Invalid value: "disk": must be a standard resource for containers',
      ],
    ],
    [
      'probes',
      podOf(
        {},
        {
          livenessProbe: { httpGet: { port: 'x_', scheme: 'FTP' }, successThreshold: 2, timeoutSeconds: -1 },
          readinessProbe: { exec: {}, tcpSocket: { port: 1 } },
          startupProbe: {},
        },
      ),
      [
        'spec.containers[0].livenessProbe.httpGet.port: Invalid value: "x_": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"',
        'spec.containers[0].livenessProbe.timeoutSeconds: Invalid value: -1: must be greater than or equal to 0',
        'spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1',
        'spec.containers[0].readinessProbe.exec.command: Required value',
        'spec.containers[0].readinessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type',
        'spec.containers[0].startupProbe: Required value: must specify a handler type',
      ],
    ],
    [
      'security',
      podOf(
        { securityContext: { runAsUser: -1, seccompProfile: { type: 'Localhost' } } },
        { securityContext: { privileged: true, allowPrivilegeEscalation: false } },
      ),
      [
        'spec.containers[0].securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
        'spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive',
        'spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
      ],
    ],
    [
      'scheduling',
      podOf({
        nodeSelector: { 'a b': 'c' },
        tolerations: [{ operator: 'Equal' }, { key: 'k', operator: 'Exists', effect: 'Go' }],
        topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Wait' }],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, podAffinityTerm: { topologyKey: 'zone' } }],
          },
          nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } },
        },
      }),
      [
        `spec.nodeSelector: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
        'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than 0',
        'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Wait": supported values: "DoNotSchedule", "ScheduleAnyway"',
        'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
        'spec.tolerations[1].effect: Unsupported value: "Go": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      'init containers that are no sidecars',
      podOf({ initContainers: [{ name: 'i', image: 'i', readinessProbe: { exec: { command: ['a'] } } }] }),
      [
        'spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      ],
    ],
    [
      'ephemeral containers',
      podOf({ ephemeralContainers: [{ name: 'e', image: 'i' }] }),
      ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
    ],
  ];
  test.each(cases)('%s', (_why, shape, sentences) => {
    expect(problems('pods', shape)).toEqual(sentences);
  });

  test('sidecars may have probes', () => {
    const initContainers = [
      { name: 'i', image: 'i', restartPolicy: 'Always', readinessProbe: { exec: { command: ['a'] } } },
    ];
    expect(problems('pods', podOf({ initContainers }))).toEqual([]);
  });
});
