/** `cluster.kubesphere.io` and `tenant.kubesphere.io`: member clusters, and the workspaces that reach over them. */
import {
  bytes,
  conditions,
  fields,
  flag,
  integer,
  labelSelector,
  list,
  map,
  oneOf,
  open,
  text,
} from './field-schemas.ts';
import { platformDefinition } from './platform-definition.ts';

const CLUSTER = { group: 'cluster.kubesphere.io', version: 'v1alpha1' };
const TENANT = { group: 'tenant.kubesphere.io', version: 'v1beta1' };

const port = integer({ minimum: 0, maximum: 65_535 });

export const TENANCY = [
  platformDefinition({
    ...CLUSTER,
    kind: 'Cluster',
    plural: 'clusters',
    fields: {
      spec: fields({
        joinFederation: flag(),
        enable: flag(),
        provider: text(),
        connection: fields({
          type: oneOf('direct', 'proxy', ''),
          kubernetesAPIEndpoint: text(),
          kubesphereAPIEndpoint: text(),
          externalKubernetesAPIEndpoint: text(),
          kubeconfig: bytes(),
          token: text(),
          kubernetesAPIServerPort: port,
          kubesphereAPIServerPort: port,
        }),
        config: bytes(),
        externalKubeAPIEnabled: flag(),
      }),
      status: fields({
        conditions: conditions(),
        kubernetesVersion: text(),
        kubeSphereVersion: text(),
        nodeCount: integer(),
        zones: list(text()),
        region: text(),
        configz: map(flag()),
        uid: text(),
      }),
    },
    columns: {
      Provider: '.spec.provider',
      Version: '.status.kubernetesVersion',
      Nodes: '.status.nodeCount',
      Ready: '.status.conditions[?(@.type=="Ready")].status',
    },
  }),
  platformDefinition({
    ...CLUSTER,
    kind: 'Label',
    plural: 'labels',
    fields: {
      spec: fields({ key: text(), value: text(), backgroundColor: text(), clusters: list(text()) }),
    },
    columns: { Key: '.spec.key', Value: '.spec.value' },
  }),
  platformDefinition({
    ...TENANT,
    kind: 'Workspace',
    plural: 'workspaces',
    fields: { spec: fields({ manager: text() }), status: open() },
    columns: { Manager: '.spec.manager' },
  }),
  platformDefinition({
    ...TENANT,
    kind: 'WorkspaceTemplate',
    plural: 'workspacetemplates',
    fields: {
      spec: fields({
        // Metadata of the workspaces to be; only labels and annotations of it are looked at.
        template: fields({ metadata: open(), spec: fields({ manager: text() }) }),
        placement: fields({ clusters: list(fields({ name: text() }, 'name')), clusterSelector: labelSelector() }),
      }),
    },
    columns: { Manager: '.spec.template.spec.manager' },
  }),
];
