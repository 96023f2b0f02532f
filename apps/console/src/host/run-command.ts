import { KernelError } from '@luban/kernel';
import type { Problem } from '@luban/manifest';
import { text } from '../i18n/text.ts';
import { lookupOf } from '../navigation/index-lookup.ts';
import { routeKey, routeUrl } from '../navigation/route-url.ts';
import { placeOf } from '../navigation/url-context.ts';
import type { ConsoleHost } from './console-host.ts';
import { problemNotice } from './problem-notice.ts';

/** Runs a command of the index; a failure becomes a notice. @param id `<extension>/<id>` */
export async function runCommand(host: ConsoleHost, id: string): Promise<void> {
  const index = host.kernel.index.get();
  const command = index.commands.find((candidate) => routeKey(candidate) === id);
  const route = lookupOf(index).route(command?.route);
  if (route) {
    const context = placeOf(window.location.pathname).context;
    const cluster = context.cluster ?? host.recents.list('cluster')[0] ?? host.boot.clusters[0]?.name;
    const url = routeUrl(route, { ...context, ...(cluster !== undefined && { cluster }) });
    if (url && 'to' in url) host.navigate(url.to);
    else if (url) host.overlays.open({ kind: 'context', part: url.needs });
    return;
  }
  try {
    await host.kernel.runCommand(id);
  } catch (error) {
    const problem: Problem | undefined = error instanceof KernelError ? error.problem : undefined;
    host.notices.add(
      problem
        ? await problemNotice(problem, host.kernel.index.get().locale)
        : {
            tone: 'danger',
            title: text('command.failed', { command: command?.title ?? id }),
            description: String(error),
          },
    );
  }
}
