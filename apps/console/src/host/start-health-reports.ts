import type { Kernel } from '@luban/kernel';
import { jsonStorage } from '../state/browser-storage.ts';

/** Nobody waits for it, so its code comes when the page has nothing better to do. Never rejects. */
export async function startHealthReports(kernel: Kernel): Promise<void> {
  try {
    const { reportHealth } = await import('./health-reports.ts');
    reportHealth({ kernel, storage: jsonStorage(() => window.sessionStorage), send });
  } catch {
    // Without it the server knows less; the page works all the same.
  }
}

function send(body: string): void {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body, keepalive: true };
  fetch('/api/extension-health', request).catch(() => {});
}
