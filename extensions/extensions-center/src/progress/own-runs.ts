import type { ExtensionContext, Notice } from '@luban/sdk';
import type { QueryClient } from '@tanstack/react-query';
import { readInstallation, readInstallations } from '../api.ts';
import type { Run } from '../center-api.ts';
import { holdCenterEvents } from '../hold-center-events.ts';
import { installationUrl, LEFT_BEHIND } from '../urls.ts';
import { type RunEnd, runEnd } from './run-end.ts';

/** A run that was begun in this tab. */
export interface OwnRun {
  name: string;
  /** What the extension is called. */
  title: string;
  action: Run['action'];
  /** Id of the newest run before it. */
  after?: string | undefined;
}

type Context = Pick<ExtensionContext, 'fetch' | 'signal' | 'storage' | 'navigate' | 'notify' | 't' | 'log'>;

const KEY = 'own-runs';
/** By the name of the extension; each ends itself. */
const following = new Map<string, Disposable>();

/** Tells the person how a run ends that they began, wherever they are by then. Kept over a reload of the page. */
export function followRun(client: QueryClient, context: Context, run: OwnRun): void {
  const others = kept(context).filter(({ name }) => name !== run.name);
  context.storage.session.set(KEY, [...others, run].map(plain));
  watch(client, context, run);
}

/** Goes on with what was followed before the page was loaded anew. */
export function resumeRuns(client: QueryClient, context: Context): void {
  for (const run of kept(context)) if (!following.has(run.name)) watch(client, context, run);
}

function watch(client: QueryClient, context: Context, run: OwnRun): void {
  following.get(run.name)?.[Symbol.dispose]();
  let looking = false;
  let again = false;
  const look = async () => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    do {
      again = false;
      const end = await endOf(context, run).catch((error: unknown) => {
        // It is asked again with the next event.
        context.log.warn(String(error));
        return undefined;
      });
      if (end !== undefined && following.get(run.name) === mine) {
        mine[Symbol.dispose]();
        context.notify(noticeOf(context, run, end));
      }
    } while (again && following.get(run.name) === mine);
    looking = false;
  };
  const held = holdCenterEvents(client, context, (change) => {
    if (change === undefined || change.extensions.includes(run.name)) void look();
  });
  const mine: Disposable = {
    [Symbol.dispose]() {
      held[Symbol.dispose]();
      if (following.get(run.name) !== mine) return;
      following.delete(run.name);
      context.storage.session.set(
        KEY,
        kept(context)
          .filter(({ name }) => name !== run.name)
          .map(plain),
      );
    },
  };
  following.set(run.name, mine);
  // An extension that is switched off says nothing any more, but goes on after a reload.
  context.signal.addEventListener('abort', () => following.delete(run.name), { once: true });
  void look();
}

async function endOf({ fetch, signal }: Context, run: OwnRun): Promise<RunEnd | undefined> {
  const { installations, remains } = await readInstallations(fetch, signal);
  if (installations.some(({ name }) => name === run.name)) {
    const { runs, state } = await readInstallation(fetch, run.name, signal);
    return runEnd(run, runs, state);
  }
  if (run.action !== 'uninstall') return undefined;
  return { state: 'gone', left: remains.find(({ extension }) => extension === run.name)?.items.length ?? 0 };
}

function noticeOf(context: Context, { name, title, action }: OwnRun, end: RunEnd): Notice {
  const key = `run ${name}`;
  const open = (label: string, url: string) => [{ label, run: () => context.navigate(url) }];
  switch (end.state) {
    case 'gone':
      return {
        ...{ key, tone: 'success', timeout: 10_000, title: context.t('progress.end.uninstall', { title }) },
        ...(end.left > 0 && {
          description: context.t(end.left === 1 ? 'progress.end.left.one' : 'progress.end.left', { count: end.left }),
          actions: open(context.t('progress.end.look'), LEFT_BEHIND),
        }),
      };
    case 'done':
      return {
        ...{ key, tone: 'success', timeout: 10_000 },
        title: context.t(`progress.end.${action}`, { title, version: end.version }),
        actions: open(context.t('progress.end.open'), installationUrl(name)),
      };
    case 'cancelled':
      return {
        ...{ key, tone: 'info', timeout: 10_000, title: context.t('progress.end.cancelled', { title }) },
        actions: open(context.t('progress.end.open'), installationUrl(name)),
      };
    case 'failed':
      return {
        ...{ key, tone: 'danger', title: context.t(`progress.failed.${action}`, { title, version: end.version }) },
        ...(end.problem !== undefined && { code: end.problem.code }),
        actions: open(context.t('progress.end.why'), installationUrl(name)),
      };
  }
}

const plain = ({ name, title, action, after }: OwnRun) => ({ name, title, action, after: after ?? null });

function kept({ storage }: Context): OwnRun[] {
  const list = storage.session.get<{ name: string; title: string; action: string; after: string | null }[]>(KEY);
  if (!Array.isArray(list)) return [];
  return list.map(({ name, title, action, after }) => ({
    ...{ name, title, action: action as Run['action'] },
    after: after ?? undefined,
  }));
}
