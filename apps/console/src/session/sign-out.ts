import { callApi } from '../host/api.ts';
import type { ConsoleHost } from '../host/console-host.ts';
import { text } from '../i18n/text.ts';

/** Ends the session and leaves for the sign-in page. The person stays where they are when the server refuses. */
export async function signOut(host: ConsoleHost): Promise<void> {
  const result = await callApi<{ redirect?: string } | undefined>('DELETE', '/api/session');
  if (!result.ok) {
    host.notices.add({ tone: 'danger', title: text('session.signOutFailed'), description: result.error.message });
    return;
  }
  await host.kernel.dispose();
  // An identity provider that vouched for the person ends its own session too.
  window.location.assign(result.value?.redirect ?? '/login');
}
