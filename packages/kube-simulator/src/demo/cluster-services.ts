import type { KubeObject } from '@luban/kube';
import { clusterRole, clusterRoleBinding, READ, serviceAccount } from './build/access.ts';
import { disruptionBudget } from './build/availability.ts';
import { configMap } from './build/configuration.ts';
import { container, httpProbe, volumes } from './build/containers.ts';
import { service } from './build/network.ts';
import { platformNamespaces } from './build/steps.ts';
import { inNamespace, type Theme, theme } from './build/theme.ts';
import { daemonSet, deployment, pod } from './build/workloads.ts';

const VERSION = 'v1.34.0';
const REGISTRY = 'registry.k8s.io';
const EVERYWHERE = { tolerations: [{ operator: 'Exists' as const }] };
const ON_CONTROL_PLANE = {
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
  priorityClassName: 'system-cluster-critical',
};

/** The pods that every cluster has in kube-system. Those of the control plane only look so: nothing depends on them. */
export function clusterServices(controlPlane: string): Theme {
  return theme(
    'kubernetes',
    [
      ...inNamespace('kube-system', [
        ...CONTROL_PLANE.map((component) => controlPlanePod(component, controlPlane)),
        ...nameServer(),
        ...nodeServices(),
      ]),
      clusterRole('system:coredns', [
        { resources: ['endpoints', 'services', 'pods', 'namespaces'], verbs: ['list', 'watch'] },
        { groups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
      ]),
      clusterRoleBinding('system:coredns', 'system:coredns', [{ account: 'coredns', namespace: 'kube-system' }]),
      clusterRole('simulated-network', [
        { resources: ['pods', 'nodes', 'namespaces'], verbs: READ },
        { groups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: READ },
      ]),
      clusterRoleBinding('simulated-network', 'simulated-network', [
        { account: 'simulated-network', namespace: 'kube-system' },
      ]),
    ],
    [platformNamespaces('kube-system', 'kube-public', 'kube-node-lease', 'default')],
  );
}

const CONTROL_PLANE = [
  { name: 'etcd', image: `${REGISTRY}/etcd:3.6.5-0`, port: 2381, cpu: '100m', memory: '100Mi' },
  { name: 'kube-apiserver', image: `${REGISTRY}/kube-apiserver:${VERSION}`, port: 6443, cpu: '250m' },
  {
    name: 'kube-controller-manager',
    image: `${REGISTRY}/kube-controller-manager:${VERSION}`,
    port: 10257,
    cpu: '200m',
  },
  { name: 'kube-scheduler', image: `${REGISTRY}/kube-scheduler:${VERSION}`, port: 10259, cpu: '100m' },
];

function controlPlanePod(
  { name, image, port, ...resources }: (typeof CONTROL_PLANE)[number],
  node: string,
): KubeObject {
  return pod(`${name}-${node}`, {
    labels: { component: name, tier: 'control-plane' },
    containers: [
      container(name, image, {
        ...resources,
        ports: { probe: port },
        command: [`/usr/local/bin/${name}`],
        livenessProbe: httpProbe('/livez', port, { failureThreshold: 8 }),
      }),
    ],
    pod: { ...EVERYWHERE, nodeName: node, hostNetwork: true, priorityClassName: 'system-node-critical' },
  });
}

function nameServer(): KubeObject[] {
  return [
    serviceAccount('coredns'),
    configMap('coredns', {
      Corefile:
        '.:53 {\n    errors\n    health\n    ready\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n    cache 30\n    reload\n}\n',
    }),
    deployment('coredns', {
      replicas: 2,
      labels: { 'k8s-app': 'kube-dns' },
      containers: [
        container('coredns', `${REGISTRY}/coredns/coredns:v1.12.4`, {
          args: ['-conf', '/etc/coredns/Corefile'],
          ports: { dns: 53, metrics: 9153, health: 8080, ready: 8181 },
          cpu: '100m',
          memory: ['70Mi', '170Mi'],
          livenessProbe: httpProbe('/health', 'health', { initialDelaySeconds: 5 }),
          readinessProbe: httpProbe('/ready', 'ready'),
          volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
        }),
      ],
      pod: {
        ...ON_CONTROL_PLANE,
        serviceAccountName: 'coredns',
        dnsPolicy: 'Default',
        ...volumes({ config: { configMap: { name: 'coredns' } } }),
      },
    }),
    disruptionBudget('coredns', { maxUnavailable: 1 }),
    service(
      'kube-dns',
      { dns: 53 },
      {
        clusterIP: '10.96.0.10',
        selector: { 'app.kubernetes.io/name': 'coredns' },
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP' },
          { name: 'dns-tcp', port: 53, protocol: 'TCP' },
          { name: 'metrics', port: 9153, protocol: 'TCP' },
        ],
      },
    ),
  ];
}

function nodeServices(): KubeObject[] {
  const onEveryNode = { ...EVERYWHERE, hostNetwork: true, priorityClassName: 'system-node-critical' };
  return [
    serviceAccount('kube-proxy'),
    serviceAccount('simulated-network'),
    daemonSet('kube-proxy', {
      containers: [
        container('kube-proxy', `${REGISTRY}/kube-proxy:${VERSION}`, { command: ['/usr/local/bin/kube-proxy'] }),
      ],
      pod: { ...onEveryNode, serviceAccountName: 'kube-proxy' },
    }),
    daemonSet('simulated-network', {
      containers: [container('agent', 'registry.example.com/network/agent:2.1.0', { cpu: '50m', memory: '64Mi' })],
      pod: {
        ...onEveryNode,
        serviceAccountName: 'simulated-network',
        initContainers: [
          container('install-plugin', 'busybox:1.37', {
            command: ['sh', '-c', 'echo installing the network plugin; touch /opt/cni/simulated'],
            volumeMounts: [{ name: 'plugins', mountPath: '/opt/cni' }],
          }),
        ],
        ...volumes({ plugins: { hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } } }),
      },
    }),
  ];
}
