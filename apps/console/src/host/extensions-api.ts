import { confirm } from '@luban/ui/shell';
import { text } from '../i18n/text.ts';
import { type ApiResult, callApi } from './api.ts';
import type { ConsoleHost } from './console-host.ts';

/** The part of the server's summary that the shell shows. */
export interface ExtensionSummary {
  name: string;
  version: string;
  displayName: string;
  state: 'Available' | 'Disabled';
}

export function listExtensions(): Promise<ApiResult<{ extensions: ExtensionSummary[] }>> {
  return callApi('GET', '/api/extensions');
}

/** A failure becomes a notice; success shows by itself, through the event stream. */
export async function enableExtension(host: ConsoleHost, name: string): Promise<void> {
  const result = await callApi('POST', `/api/extensions/${encodeURIComponent(name)}/enable`);
  if (!result.ok) {
    host.notices.add({
      tone: 'danger',
      code: result.error.code,
      title: text('extensions.enableFailed', { extension: name }),
      description: result.error.message,
    });
  }
}

/** Asks first: it holds for everybody. A failure is shown in the question. */
export function disableExtension(host: ConsoleHost, name: string): void {
  const displayName = host.kernel.extension(name)?.displayName ?? name;
  void confirm({
    title: text('extensions.disableTitle', { extension: displayName }),
    description: text('extensions.disableText'),
    confirmLabel: text('extensions.disable'),
    danger: true,
    async onConfirm() {
      const result = await callApi('POST', `/api/extensions/${encodeURIComponent(name)}/disable`);
      if (!result.ok) throw new Error([result.error.code, result.error.message].filter(Boolean).join(' '));
    },
  });
}
