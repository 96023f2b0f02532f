/** Services and what leads to them. Source: k8s.io/kubernetes/pkg/printers/internalversion. */
import type { TableCell, TablePrinter } from '../table/table.ts';
import { AGE, ageCell, column, joined, NONE, printer, UNSET, wide } from './column.ts';
import { labels, selectorText } from './workload-printers.ts';

interface ServiceShape {
  spec?: {
    type?: string;
    clusterIP?: string;
    externalIPs?: string[];
    externalName?: string;
    ports?: { port?: number; nodePort?: number; protocol?: string }[];
    selector?: Record<string, string>;
  };
  status?: { loadBalancer?: { ingress?: Ingress[] } };
}

interface Ingress {
  ip?: string;
  hostname?: string;
}

const services = printer<ServiceShape>(
  [
    column('Type', 'How the service is reached.'),
    column('Cluster-IP', 'Address inside the cluster.'),
    column('External-IP', 'Addresses outside the cluster.'),
    column('Port(s)', 'Ports of the service.'),
    AGE,
    wide('Selector', 'Labels by which its pods are found.'),
  ],
  (object, now) => {
    const { spec = {} } = object;
    const ports = (spec.ports ?? []).map(
      ({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
    );
    return [
      spec.type ?? '',
      spec.clusterIP || NONE,
      externalAddress(object),
      joined(ports),
      ageCell(object, now),
      labels(spec.selector),
    ];
  },
);

function externalAddress({ spec = {}, status }: ServiceShape): string {
  const { externalIPs = [], type } = spec;
  if (type === 'ExternalName') return spec.externalName ?? '';
  if (type !== 'LoadBalancer') return joined(externalIPs);
  const balanced = addresses(status?.loadBalancer?.ingress);
  const all = [...(balanced === '' ? [] : balanced.split(',')), ...externalIPs];
  return all.length > 0 ? all.join(',') : '<pending>';
}

function addresses(ingress: readonly Ingress[] | undefined): string {
  return [...new Set((ingress ?? []).flatMap(({ ip, hostname }) => ip || hostname || []))].sort().join(',');
}

interface EndpointPort {
  name?: string;
  port?: number;
  protocol?: string;
}

const endpoints = printer<{ subsets?: { addresses?: { ip: string }[]; ports?: EndpointPort[] }[] }>(
  [column('Endpoints', 'Addresses and ports that are ready.'), AGE],
  (object, now) => {
    const all = (object.subsets ?? []).flatMap(({ addresses = [], ports = [] }) =>
      ports.length === 0
        ? addresses.map(({ ip }) => ip)
        : ports.flatMap(({ port }) =>
            addresses.map(({ ip }) => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)),
          ),
    );
    const shown = all.slice(0, 3).join(',');
    return [
      all.length === 0 ? NONE : all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown,
      ageCell(object, now),
    ];
  },
);

function shortened(values: readonly string[], limit = 3): string {
  if (values.length <= limit) return values.join(',');
  return `${values.slice(0, limit).join(',')} + ${values.length - limit} more...`;
}

const endpointSlices = printer<{
  addressType?: string;
  ports?: EndpointPort[];
  endpoints?: { addresses?: string[] }[];
}>(
  [
    column('AddressType', 'Kind of the addresses.'),
    column('Ports', 'Ports of the endpoints.'),
    column('Endpoints', 'Addresses of the endpoints.'),
    AGE,
  ],
  (object, now) => {
    const ports = (object.ports ?? []).map(({ port, name }) => (port === undefined ? name || '*' : String(port)));
    const all = (object.endpoints ?? []).flatMap(({ addresses = [] }) => addresses);
    return [
      object.addressType ?? '',
      ports.length === 0 ? UNSET : shortened(ports),
      all.length === 0 ? UNSET : shortened(all),
      ageCell(object, now),
    ];
  },
);

interface IngressShape {
  spec?: { ingressClassName?: string; rules?: { host?: string }[]; tls?: unknown[] };
  status?: { loadBalancer?: { ingress?: Ingress[] } };
}

const ingresses = printer<IngressShape>(
  [
    column('Class', 'Which controller the ingress is for.'),
    column('Hosts', 'Hosts that it answers for.'),
    column('Address', 'Where it is reached.'),
    column('Ports', 'Ports that it listens on.'),
    AGE,
  ],
  (object, now) => {
    const { spec = {}, status, metadata } = object;
    const hosts = (spec.rules ?? []).flatMap(({ host }) => host || []);
    return [
      spec.ingressClassName ?? metadata.annotations?.['kubernetes.io/ingress.class'] ?? NONE,
      hosts.length === 0 ? '*' : shortened(hosts),
      addresses(status?.loadBalancer?.ingress),
      spec.tls?.length ? '80, 443' : '80',
      ageCell(object, now),
    ];
  },
);

const ingressClasses = printer<{
  spec?: { controller?: string; parameters?: { apiGroup?: string; kind: string; name: string } };
}>(
  [
    column('Controller', 'Which controller answers for the class.'),
    column('Parameters', 'Object with more about the class.'),
    AGE,
  ],
  (object, now) => {
    const { controller = '', parameters } = object.spec ?? {};
    const named =
      parameters && `${parameters.kind}${parameters.apiGroup ? `.${parameters.apiGroup}` : ''}/${parameters.name}`;
    return [controller, named ?? NONE, ageCell(object, now)];
  },
);

const networkPolicies = printer<{ spec?: { podSelector?: object } }>(
  [column('Pod-Selector', 'Labels of the pods that it is about.'), AGE],
  (object, now): TableCell[] => [selectorText(object.spec?.podSelector), ageCell(object, now)],
);

const serviceCidrs = printer<{ spec?: { cidrs?: string[] } }>(
  [column('CIDRs', 'Ranges of addresses of services.'), AGE],
  (object, now) => [joined(object.spec?.cidrs), ageCell(object, now)],
);

const ipAddresses = printer<{
  spec?: { parentRef?: { group?: string; resource?: string; namespace?: string; name?: string } };
}>([column('ParentRef', 'Object that the address belongs to.'), AGE], (object, now) => {
  const { resource = '', namespace, name = '' } = object.spec?.parentRef ?? {};
  return [`${resource}/${namespace ? `${namespace}/` : ''}${name}`, ageCell(object, now)];
});

export const networkPrinters: Readonly<Record<string, TablePrinter>> = {
  services,
  endpoints,
  'endpointslices.discovery.k8s.io': endpointSlices,
  'ingresses.networking.k8s.io': ingresses,
  'ingressclasses.networking.k8s.io': ingressClasses,
  'networkpolicies.networking.k8s.io': networkPolicies,
  'servicecidrs.networking.k8s.io': serviceCidrs,
  'ipaddresses.networking.k8s.io': ipAddresses,
};
