import { isStatusError, type KubeObject } from '@luban/kube';
import { type KubectlArguments, UsageError } from './arguments.ts';
import { filled, nameOf } from './output.ts';
import type { KubectlSession } from './run-kubectl.ts';
import { refOf, select } from './select.ts';

const PAUSE = 250;
const DEFAULT_TIMEOUT = 30_000;

/** `kubectl wait --for=condition=Ready pod/a`, `--for=delete`, `--for=jsonpath='{.status.phase}'=Running` */
export async function waitFor(parsed: KubectlArguments, session: KubectlSession): Promise<string> {
  const { flags } = parsed;
  const wanted = flags.get('for') ?? '';
  const isMet = conditionOf(wanted);
  const deadline = session.now() + durationOf(flags.get('timeout'));
  const lines: string[] = [];
  for (const { kind, object } of await select(parsed.words, parsed, session)) {
    for (;;) {
      const present = await session.client.get(refOf(kind, object)).catch((error) => {
        if (isStatusError(error, 'NotFound')) return undefined;
        throw error;
      });
      if (isMet(present)) break;
      if (session.now() >= deadline) {
        throw new UsageError(`timed out waiting for the condition on ${kind.resource}/${object.metadata.name}`);
      }
      await session.sleep(PAUSE);
    }
    lines.push(`${nameOf(kind, object)} ${wanted === 'delete' ? 'deleted' : 'condition met'}\n`);
  }
  return lines.join('');
}

function conditionOf(wanted: string): (object: KubeObject | undefined) => boolean {
  if (wanted === 'delete') return (object) => object === undefined;
  const [kind = '', name = '', ...rest] = wanted.split('=');
  if (kind === 'condition' && name !== '') {
    const status = rest[0] ?? 'true';
    return (object) => {
      const { conditions = [] } = (object?.status ?? {}) as { conditions?: { type: string; status: string }[] };
      const found = conditions.find(({ type }) => type.toLowerCase() === name.toLowerCase());
      return found?.status.toLowerCase() === status.toLowerCase();
    };
  }
  if (kind === 'jsonpath' && name !== '') {
    const template = name.startsWith('{') ? name : `{${name}}`;
    return (object) => {
      const text = object === undefined ? '' : filled(template, object);
      return rest.length === 0 ? text !== '' : text === rest.join('=');
    };
  }
  throw new UsageError(`unrecognized condition: "${wanted}"`);
}

function durationOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_TIMEOUT;
  const match = /^(\d{1,9})(ms|s|m|h)?$/.exec(text);
  if (match === null) throw new UsageError(`invalid argument "${text}" for "--timeout" flag`);
  return Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2] ?? 's']!;
}
