/** Rights, budgets, classes, and what looks at writes. Source: k8s.io/kubernetes/pkg/printers/internalversion. */
import type { TablePrinter } from '../table/table.ts';
import { AGE, ageCell, column, NONE, printer, UNSET, wide } from './column.ts';

const created = printer<object>([column('Created At', 'When it was created.', 'date')], ({ metadata }) => [
  metadata.creationTimestamp ?? '',
]);

interface BindingShape {
  roleRef?: { kind?: string; name?: string };
  subjects?: { kind: string; name: string; namespace?: string }[];
}

const bindings = printer<BindingShape>(
  [
    column('Role', 'Which rights it gives.'),
    AGE,
    wide('Users', 'Users who have them.'),
    wide('Groups', 'Groups that have them.'),
    wide('ServiceAccounts', 'Service accounts that have them.'),
  ],
  (object, now) => {
    const { kind = '', name = '' } = object.roleRef ?? {};
    const of = (wanted: string) =>
      (object.subjects ?? [])
        .filter((subject) => subject.kind === wanted)
        .map((subject) => (wanted === 'ServiceAccount' ? `${subject.namespace}/${subject.name}` : subject.name))
        .join(', ');
    return [`${kind}/${name}`, ageCell(object, now), of('User'), of('Group'), of('ServiceAccount')];
  },
);

const podDisruptionBudgets = printer<{
  spec?: { minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { disruptionsAllowed?: number };
}>(
  [
    column('Min Available', 'How many pods must stay.'),
    column('Max Unavailable', 'How many pods may be away.'),
    column('Allowed Disruptions', 'How many pods may be evicted now.', 'integer'),
    AGE,
  ],
  (object, now) => {
    const { minAvailable, maxUnavailable } = object.spec ?? {};
    return [
      String(minAvailable ?? 'N/A'),
      String(maxUnavailable ?? 'N/A'),
      object.status?.disruptionsAllowed ?? 0,
      ageCell(object, now),
    ];
  },
);

const priorityClasses = printer<{ value?: number; globalDefault?: boolean; preemptionPolicy?: string }>(
  [
    column('Value', 'Priority of its pods.', 'integer'),
    column('Global-Default', 'Whether pods without a class have it.', 'boolean'),
    AGE,
    column('PreemptionPolicy', 'Whether its pods make room for themselves.'),
  ],
  (object, now) => [
    object.value ?? 0,
    object.globalDefault ?? false,
    ageCell(object, now),
    object.preemptionPolicy ?? 'PreemptLowerPriority',
  ],
);

const runtimeClasses = printer<{ handler?: string }>([column('Handler', 'What runs its pods.'), AGE], (object, now) => [
  object.handler ?? '',
  ageCell(object, now),
]);

const webhookConfigurations = printer<{ webhooks?: unknown[] }>(
  [column('Webhooks', 'How many webhooks it names.', 'integer'), AGE],
  (object, now) => [object.webhooks?.length ?? 0, ageCell(object, now)],
);

const validatingPolicies = printer<{
  spec?: { validations?: unknown[]; paramKind?: { apiVersion?: string; kind?: string } };
}>(
  [column('Validations', 'How many rules it has.', 'integer'), column('ParamKind', 'Kind of its parameters.'), AGE],
  (object, now) => {
    const { validations, paramKind } = object.spec ?? {};
    return [
      validations?.length ?? 0,
      paramKind ? `${paramKind.apiVersion}/${paramKind.kind}` : UNSET,
      ageCell(object, now),
    ];
  },
);

const policyBindings = printer<{ spec?: { policyName?: string; paramRef?: { namespace?: string; name?: string } } }>(
  [column('PolicyName', 'Which policy it puts in force.'), column('ParamRef', 'Object with its parameters.'), AGE],
  (object, now) => {
    const { policyName = '', paramRef } = object.spec ?? {};
    const parameters = paramRef?.name
      ? `${paramRef.namespace ? `${paramRef.namespace}/` : '*/'}${paramRef.name}`
      : UNSET;
    return [policyName, parameters, ageCell(object, now)];
  },
);

interface LimitedShares {
  nominalConcurrencyShares?: number;
  limitResponse?: { queuing?: { queues?: number; handSize?: number; queueLengthLimit?: number } };
}

const priorityLevels = printer<{
  spec?: { type?: string; limited?: LimitedShares; exempt?: { nominalConcurrencyShares?: number } };
}>(
  [
    column('Type', 'Limited, or Exempt from limits.'),
    column('NominalConcurrencyShares', 'Its part of what the server does at once.', 'integer'),
    column('Queues', 'How many queues requests wait in.', 'integer'),
    column('HandSize', 'How many queues a flow may use.', 'integer'),
    column('QueueLengthLimit', 'How many requests may wait in a queue.', 'integer'),
    AGE,
  ],
  (object, now) => {
    const { type = '', limited, exempt } = object.spec ?? {};
    const queuing = limited?.limitResponse?.queuing;
    return [
      type,
      (limited ?? exempt)?.nominalConcurrencyShares ?? NONE,
      queuing?.queues ?? NONE,
      queuing?.handSize ?? NONE,
      queuing?.queueLengthLimit ?? NONE,
      ageCell(object, now),
    ];
  },
);

const flowSchemas = printer<{
  spec?: {
    priorityLevelConfiguration?: { name?: string };
    matchingPrecedence?: number;
    distinguisherMethod?: { type?: string };
  };
  status?: { conditions?: { type: string; status: string }[] };
}>(
  [
    column('PriorityLevel', 'How urgent its requests are.'),
    column('MatchingPrecedence', 'The lowest that matches counts.', 'integer'),
    column('DistinguisherMethod', 'What tells flows apart.'),
    AGE,
    column('MissingPL', 'Whether its priority level is missing.'),
  ],
  (object, now) => {
    const { priorityLevelConfiguration, matchingPrecedence = 0, distinguisherMethod } = object.spec ?? {};
    const dangling = object.status?.conditions?.find(({ type }) => type === 'Dangling');
    return [
      priorityLevelConfiguration?.name ?? '',
      matchingPrecedence,
      distinguisherMethod?.type ?? NONE,
      ageCell(object, now),
      dangling?.status ?? '?',
    ];
  },
);

const apiServices = printer<{
  spec?: { service?: { namespace?: string; name?: string } | null };
  status?: { conditions?: { type: string; status: string; reason?: string }[] };
}>(
  [column('Service', 'What answers for the version.'), column('Available', 'Whether it answers.'), AGE],
  (object, now) => {
    const { service } = object.spec ?? {};
    const available = object.status?.conditions?.find(({ type }) => type === 'Available');
    const status = available?.status ?? 'Unknown';
    return [
      service ? `${service.namespace}/${service.name}` : 'Local',
      available !== undefined && status !== 'True' ? `${status} (${available.reason})` : status,
      ageCell(object, now),
    ];
  },
);

export const policyPrinters: Readonly<Record<string, TablePrinter>> = {
  'roles.rbac.authorization.k8s.io': created,
  'clusterroles.rbac.authorization.k8s.io': created,
  'customresourcedefinitions.apiextensions.k8s.io': created,
  'rolebindings.rbac.authorization.k8s.io': bindings,
  'clusterrolebindings.rbac.authorization.k8s.io': bindings,
  'poddisruptionbudgets.policy': podDisruptionBudgets,
  'priorityclasses.scheduling.k8s.io': priorityClasses,
  'runtimeclasses.node.k8s.io': runtimeClasses,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': webhookConfigurations,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': webhookConfigurations,
  'validatingadmissionpolicies.admissionregistration.k8s.io': validatingPolicies,
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': policyBindings,
  'flowschemas.flowcontrol.apiserver.k8s.io': flowSchemas,
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': priorityLevels,
  'apiservices.apiregistration.k8s.io': apiServices,
};
