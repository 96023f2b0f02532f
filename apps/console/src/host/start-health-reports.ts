import type { Kernel } from '@luban/kernel';
import { jsonStorage } from '../state/browser-storage.ts';

/** Nobody waits for it, so its code comes when the page has nothing better to do. Never rejects. */
export async function startHealthReports(kernel: Kernel): Promise<void> {
  try {
    const { reportHealth } = await import('./health-reports.ts');
    reportHealth({ kernel, storage: jsonStorage(() => window.sessionStorage), browser: browserId(), send });
  } catch {
    // Without it the server knows less; the page works all the same.
  }
}

/** The same in all tabs of this browser, where it may keep something. */
function browserId(): string {
  const storage = jsonStorage();
  const known = storage.read<string>('browser');
  if (typeof known === 'string') return known;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36).padStart(2, '0')).join(
    '',
  );
  storage.write('browser', made);
  return made;
}

function send(body: string): void {
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body, keepalive: true };
  fetch('/api/extension-health', request).catch(() => {});
}
