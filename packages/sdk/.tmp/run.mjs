import { build, preview } from 'vite';
import { chromium } from 'playwright-core';
await build({ root: import.meta.dirname, logLevel: 'error', configFile: false, build: { target: 'es2023', outDir: '/tmp/sdkw/dist', emptyOutDir: true, rollupOptions: { input: import.meta.dirname + '/cells.html', external: [/engine\/engine/] } } });
const server = await preview({ root: import.meta.dirname, configFile: false, build: { outDir: '/tmp/sdkw/dist' }, preview: { port: 0, host: '127.0.0.1' } });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-background-networking','--disable-component-update','--disable-sync','--no-first-run'] });

for (const kind of ['plain', 'cell', 'view']) {
  const scripts = [], threads = [];
  for (let i = 0; i < 7; i++) {
    const page = await browser.newPage();
    page.on('pageerror', e => console.log('ERR', e.message));
    await page.goto(server.resolvedUrls.local[0] + 'cells.html');
    await page.waitForFunction(() => window.ready === true);
    for (let w = 0; w < 6; w++) await page.evaluate(k => window.once(k, 300), kind);
    const c = await page.context().newCDPSession(page);
    await c.send('Performance.enable', { timeDomain: 'threadTicks' });
    const m = async () => Object.fromEntries((await c.send('Performance.getMetrics')).metrics.map(x => [x.name, x.value]));
    const x = await m();
    await page.evaluate(k => window.once(k, 300), kind);
    const y = await m();
    scripts.push((y.ScriptDuration - x.ScriptDuration) * 1000); threads.push((y.TaskDuration - x.TaskDuration) * 1000);
    await page.close();
  }
  const med = a => a.sort((p, q) => p - q)[a.length >> 1].toFixed(1);
  console.log(kind, 'script cpu ms', med(scripts), 'min', scripts[0].toFixed(1), 'task', med(threads));
}
await browser.close(); await server.close(); process.exit(0);
