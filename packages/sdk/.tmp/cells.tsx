import { createRoot } from 'react-dom/client';
import { flushSync } from 'react-dom';
import { ExtensionCell, ExtensionView, KernelProvider } from '@luban/kernel/react';
import { createFakeKernel } from '@luban/kernel/react-testing';
import { createQueryHost } from '@luban/sdk/host';

const Cell = ({ row }: { row: number }) => (
  <span className="cell"><b>{row}</b><i>of</i><em>300</em><u>cells</u></span>
);
const q = createQueryHost({ version: '5' });
function table(kernel: any, kind: string, n: number) {
  return <KernelProvider kernel={kernel}>{Array.from({ length: n }, (_, row) => kind === 'cell'
    ? <ExtensionCell key={row} extension="acme" reference="./Cell#default" props={{ row }} cause="c" />
    : kind === 'view' ? <ExtensionView key={row} extension="acme" reference="./Cell#default" props={{ row }} cause="c" compact />
    : <div key={row} style={{display: 'contents'}}><Cell row={row} /></div>)}</KernelProvider>;
}
(window as any).measure = async (kind: string, n = 300) => {
  const times: number[] = []; const un: number[] = []; const re: number[] = [];
  for (let i = 0; i < 15; i++) {
    const kernel = createFakeKernel({ exports: { 'acme ./Cell#default': Cell } });
    const host = document.createElement('div'); document.body.append(host);
    const root = createRoot(host);
    flushSync(() => root.render(null));
    const t = performance.now();
    flushSync(() => root.render(table(kernel, kind, n)));
    await Promise.resolve();
    flushSync(() => undefined);
    times.push(performance.now() - t);
    if (host.querySelectorAll('.cell').length !== n) throw new Error('cells ' + host.querySelectorAll('.cell').length);
    const t3 = performance.now();
    flushSync(() => root.render(table(kernel, kind, n)));
    re.push(performance.now() - t3);
    const t2 = performance.now();
    flushSync(() => root.unmount()); un.push(performance.now() - t2);
    host.remove();
    await new Promise(r => setTimeout(r, 30));
  }
  const min = (a: number[]) => Math.min(...a).toFixed(2); const med = (a: number[]) => a.slice().sort((x, y) => x - y)[a.length >> 1]!.toFixed(2);
  return { kind, first: times[0]!.toFixed(2), second: times[1]!.toFixed(2), min: min(times), median: med(times), rerender: med(re), unmount: med(un) };
};
(window as any).once = (kind: string, n: number) => {
  const kernel = createFakeKernel({ exports: { 'acme ./Cell#default': Cell } });
  const host = document.createElement('div'); document.body.append(host);
  const root = createRoot(host);
  flushSync(() => root.render(table(kernel, kind, n)));
  flushSync(() => undefined);
  if (host.querySelectorAll('.cell').length !== n) throw new Error('cells');
};
await q.share.load();
(window as any).ready = true;
