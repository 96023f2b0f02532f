import { describe, expect, test } from 'vitest';
import { created, defaulted, objectOf, problems, strategyOf, updateProblems } from '../testing/strategy-harness.ts';

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } };
const job = (own: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}) => ({
  metadata: { name: 'pi', uid: 'u-1', ...metadata },
  spec: { template, ...own },
});
const labels = {
  'batch.kubernetes.io/controller-uid': 'u-1',
  'batch.kubernetes.io/job-name': 'pi',
  'controller-uid': 'u-1',
  'job-name': 'pi',
};

test('a minimal job is filled in, and knows its pods by its own identity', () => {
  const object = created('jobs.batch', job());
  const { template: made, ...spec } = object.spec as Record<string, unknown>;
  expect(spec).toEqual({
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    completions: 1,
    manualSelector: false,
    parallelism: 1,
    podReplacementPolicy: 'TerminatingOrFailed',
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u-1' } },
    suspend: false,
  });
  expect(made).toMatchObject({ metadata: { labels }, spec: { restartPolicy: 'Never', dnsPolicy: 'ClusterFirst' } });
  expect(object.metadata.labels).toEqual(labels);
  expect(problems('jobs.batch', job())).toEqual([]);
});

test.each([
  [{ parallelism: 3 }, { parallelism: 3, backoffLimit: 6 }],
  [{ backoffLimitPerIndex: 1, completions: 2, completionMode: 'Indexed' }, { backoffLimit: 2_147_483_647 }],
  [
    { podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'X' }] }] } },
    { podReplacementPolicy: 'Failed' },
  ],
])('%j means %j', (own, expected) => {
  expect(defaulted('jobs.batch', job(own)).spec).toMatchObject(expected);
});

test('a job that works off a queue has no number of completions', () => {
  expect(defaulted('jobs.batch', job({ parallelism: 3 })).spec).not.toHaveProperty('completions');
});

test('labels of one’s own stay', () => {
  expect(created('jobs.batch', job({}, { labels: { a: 'b' } })).metadata.labels).toEqual({ a: 'b' });
});

describe('jobs that are refused', () => {
  test.each([
    [
      'that restart always',
      { template: { spec: { containers: template.spec.containers } } },
      ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
    ],
    [
      'with a selector that is not generated',
      { selector: { matchLabels: { a: 'b' } } },
      [
        'spec.selector: Invalid value: {"matchLabels":{"a":"b","batch.kubernetes.io/controller-uid":"u-1"}}: `selector` not auto-generated',
        `spec.template.metadata.labels: Invalid value: ${JSON.stringify({
          'batch.kubernetes.io/controller-uid': 'u-1',
          'controller-uid': 'u-1',
          'batch.kubernetes.io/job-name': 'pi',
          'job-name': 'pi',
        })}: \`selector\` does not match template \`labels\``,
      ],
    ],
    [
      'with negative numbers',
      { parallelism: -1 },
      ['spec.parallelism: Invalid value: -1: must be greater than or equal to 0'],
    ],
    [
      'that count nothing',
      { completionMode: 'Indexed', parallelism: 1 },
      ['spec.completions: Required value: when completion mode is Indexed'],
    ],
    [
      'with a selector of their own but none',
      { manualSelector: true },
      [
        'spec.selector: Required value',
        'spec.template.metadata.labels: Invalid value: null: `selector` does not match template `labels`',
      ],
    ],
  ])('%s', (_what, own, sentences) => {
    expect(problems('jobs.batch', job(own))).toEqual(sentences);
  });

  test('when their template changes', () => {
    const other = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:2' }] } };
    const made = created('jobs.batch', job());
    const withLabels = { ...other, metadata: { labels } };
    const { selector } = made.spec as { selector: unknown };
    const sentences = updateProblems('jobs.batch', job(), job({ template: withLabels, selector }));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^spec\.template: Invalid value: .*: field is immutable$/);
  });
});

describe('policies', () => {
  const indexed = { completionMode: 'Indexed', completions: 3, parallelism: 3 };
  test.each([
    [{ backoffLimitPerIndex: 1 }, ['spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode']],
    [
      { ...indexed, maxFailedIndexes: 1 },
      ['spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified'],
    ],
    [
      { ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 4 },
      ['spec.maxFailedIndexes: Invalid value: 4: must be less than or equal to completions'],
    ],
    [
      {
        podFailurePolicy: {
          rules: [
            { action: 'Retry' },
            { action: 'FailIndex', onExitCodes: { operator: 'In', values: [2, 0], containerName: 'z' } },
          ],
        },
      },
      [
        'spec.podFailurePolicy.rules[0].action: Unsupported value: "Retry": supported values: "Count", "FailIndex", "FailJob", "Ignore"',
        'spec.podFailurePolicy.rules[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
        'spec.podFailurePolicy.rules[1].action: Invalid value: "FailIndex": requires the backoffLimitPerIndex to be set',
        'spec.podFailurePolicy.rules[1].onExitCodes.containerName: Invalid value: "z": must be one of the container or initContainer names in the pod template',
        'spec.podFailurePolicy.rules[1].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator',
        'spec.podFailurePolicy.rules[1].onExitCodes.values: Invalid value: [2,0]: must be ordered',
      ],
    ],
    [
      { ...indexed, successPolicy: { rules: [{}, { succeededCount: 5 }] } },
      [
        'spec.successPolicy.rules[0]: Required value: at least one of succeededCount or succeededIndexes must be specified',
        'spec.successPolicy.rules[1].succeededCount: Invalid value: 5: must be less than or equal to 3 (the number of specified completions)',
      ],
    ],
  ])('%j is refused', (own, sentences) => {
    expect(problems('jobs.batch', job(own))).toEqual(sentences);
  });

  test('names of indexed pods are host names', () => {
    const name = 'a'.repeat(62);
    expect(problems('jobs.batch', { ...job(indexed), metadata: { name, uid: 'u' } })).toEqual([
      `metadata.name: Invalid value: "${name}": will not able to create pod with invalid DNS label: ${name}-2`,
    ]);
  });

  test('an indexed job grows as a whole', () => {
    const { selector, template: made } = created('jobs.batch', job(indexed)).spec as Record<string, unknown>;
    const grown = (own: object) =>
      updateProblems('jobs.batch', job(indexed), job({ ...indexed, selector, template: made, ...own }));
    expect(grown({ completions: 5, parallelism: 5 })).toEqual([]);
    expect(grown({ completions: 5 })).toEqual([
      'spec.completions: Invalid value: 5: can only be modified in tandem with spec.parallelism',
    ]);
  });
});

test('a job that did not start may still be told where to run', () => {
  const made = created('jobs.batch', job({ suspend: true }));
  const { selector } = made.spec as { selector: unknown };
  const moved = { metadata: { labels }, spec: { ...template.spec, nodeSelector: { a: 'b' } } };
  expect(
    updateProblems('jobs.batch', job({ suspend: true }), job({ suspend: false, template: moved, selector })),
  ).toEqual([]);
});

const schedule = (own: Record<string, unknown> = {}) => ({
  spec: { schedule: '0 * * * *', jobTemplate: { spec: { template } }, ...own },
});

test('a minimal schedule is filled in, its jobs are not', () => {
  const { jobTemplate, ...spec } = created('cronjobs.batch', schedule()).spec as Record<string, unknown>;
  expect(spec).toEqual({
    concurrencyPolicy: 'Allow',
    failedJobsHistoryLimit: 1,
    schedule: '0 * * * *',
    successfulJobsHistoryLimit: 3,
    suspend: false,
  });
  expect(jobTemplate).toMatchObject({
    metadata: {},
    spec: { template: { spec: { schedulerName: 'default-scheduler' } } },
  });
  expect(jobTemplate).not.toHaveProperty('spec.completions');
  expect(problems('cronjobs.batch', schedule())).toEqual([]);
});

test.each([
  ['schedule', { schedule: '' }, ['spec.schedule: Required value']],
  ['schedule', { schedule: '* *' }, ['spec.schedule: Invalid value: "* *": expected exactly 5 fields, found 2: [* *]']],
  [
    'schedule',
    { schedule: 'TZ=UTC 0 * * * *' },
    [
      'spec.schedule: Invalid value: "TZ=UTC 0 * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
  ],
  ['time zone', { timeZone: 'Mars/Base' }, ['spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base']],
  [
    'policy',
    { concurrencyPolicy: 'Maybe' },
    ['spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'],
  ],
  [
    'selector',
    { jobTemplate: { spec: { template, selector: { matchLabels: {} } } } },
    ['spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{}}: `selector` will be auto-generated'],
  ],
])('a %s that is refused: %j', (_what, own, sentences) => {
  expect(problems('cronjobs.batch', schedule(own))).toEqual(sentences);
});

test('the name of a schedule leaves room for those of its jobs', () => {
  expect(problems('cronjobs.batch', { ...schedule(), metadata: { name: 'a'.repeat(53) } })).toEqual([
    `metadata.name: Invalid value: "${'a'.repeat(53)}": must be no more than 52 characters`,
  ]);
});

test('jobs leave their pods behind, and are found by their success', () => {
  expect(strategyOf('jobs.batch').defaultPropagation).toBe('orphan');
  expect(strategyOf('jobs.batch').selectableFields?.(objectOf({ status: { succeeded: 2 } }))).toEqual({
    'status.successful': '2',
  });
});
