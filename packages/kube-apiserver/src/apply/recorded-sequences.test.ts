import { readFileSync } from 'node:fs';
import { isStatusError, type KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import type { Schema, TypedSchema } from '../schema/schema.ts';
import { serverSideApply } from './server-side-apply.ts';
import { trackUpdate } from './track-update.ts';

/**
 * What structured-merge-diff v6.3.0, which Kubernetes 1.34 applies with, made of sequences of random writes. Nulls and
 * empty parts, duplicates in sets, partial keys and faulty configurations are among them.
 */
interface Recorded {
  ops: Operation[];
}

interface Operation {
  op: 'apply' | 'update';
  manager: string;
  force?: boolean;
  object: KubeObject;
  expected: Outcome;
}

interface Outcome {
  object?: KubeObject;
  /** FieldsV1 by `A:manager` of appliers and `U:manager` of others. */
  managers?: Record<string, unknown>;
  conflicts?: string[];
  error?: string;
}

const [head, ...lines] = readFileSync(new URL('./fixtures/recorded-sequences.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const { schema } = JSON.parse(head ?? '') as { schema: Schema };
const typed: TypedSchema = { schema, source: { resolve: (inner) => inner } };

test('random sequences end as in Kubernetes', () => {
  expect(lines.length).toBeGreaterThan(200);
  for (const [index, line] of lines.entries()) {
    let live: KubeObject | undefined;
    for (const [step, operation] of (JSON.parse(line) as Recorded).ops.entries()) {
      const before = JSON.stringify(live);
      const { outcome, object } = perform(live, operation);
      expect(outcome, `sequence ${index}, step ${step}`).toEqual(operation.expected);
      expect(JSON.stringify(live)).toBe(before);
      live = object ?? live;
    }
  }
});

function perform(live: KubeObject | undefined, operation: Operation): { outcome: Outcome; object?: KubeObject } {
  const common = { manager: operation.manager, typed, subresource: '', now: '2026-01-01T00:00:00Z' };
  try {
    if (operation.op === 'apply') {
      const { object } = serverSideApply({
        ...common,
        live,
        applied: operation.object,
        force: operation.force === true,
      });
      return { outcome: successOf(object), object };
    }
    const managedFields = trackUpdate({ ...common, old: live, updated: operation.object });
    const object = { ...operation.object, metadata: { ...operation.object.metadata, managedFields } };
    return { outcome: successOf(object), object };
  } catch (error) {
    return { outcome: failureOf(error) };
  }
}

function successOf(object: KubeObject): Outcome {
  const { managedFields = [], ...metadata } = object.metadata;
  const managers = managedFields.map((entry) => [`${entry.operation?.[0]}:${entry.manager}`, entry.fieldsV1]);
  return { object: { ...object, metadata }, managers: Object.fromEntries(managers) };
}

function failureOf(error: unknown): Outcome {
  if (!isStatusError(error)) throw error;
  if (error.code !== 409)
    return { error: error.message.replace(/^failed to create typed patch object \(.*?\): /, 'invalid: ') };
  const conflicts = (error.status.details?.causes ?? []).map(({ message = '', field }) => {
    const manager = /"(.*?)"/.exec(message)?.[1];
    return `${message.includes(' using ') ? 'U' : 'A'}:${manager} ${field}`;
  });
  return { conflicts: conflicts.sort() };
}
