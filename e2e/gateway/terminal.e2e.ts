/** A person's way into a container: a shell that outlives cuts, and files both ways. The cluster is simulated. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { stage } from '../support/stage.ts';

const PATIENCE = { timeout: 45_000 };

describe('a container of a simulated pod', () => {
  const here = stage({ extensions: 'builtin' });
  let kubectl: Kubectl;
  beforeAll(async () => {
    kubectl = await createKubectl('v35', join(here.product.dataDir, 'kubeconfig'));
    await kubectl('run box --image=nginx:1.27 --namespace=default');
    await kubectl('wait pod/box --for=condition=Ready --timeout=150s --namespace=default');
  });
  afterAll(() => kubectl[Symbol.asyncDispose]());

  const page = '/clusters/host/pods/default/box';
  const screen = (tab: Page) => tab.locator('.xterm-rows');
  const shows = (tab: Page, text: string) => screen(tab).getByText(text).first().waitFor(PATIENCE);
  const type = async (tab: Page, text: string) => {
    await tab.getByRole('textbox', { name: 'Terminal' }).pressSequentially(text);
    await tab.keyboard.press('Enter');
  };

  it('has a terminal that goes on after the connection was cut, and after a reload', async () => {
    await here.visit('/', async ({ page: tab }) => {
      let cut: WebSocketRoute | undefined;
      await tab.routeWebSocket(/\/api\/terminal\?/, (route) => {
        const server = route.connectToServer();
        route.onMessage((message) => server.send(message));
        server.onMessage((message) => route.send(message));
        cut = route;
      });
      await tab.goto(`${page}?tab=terminal`);
      await tab.getByRole('region', { name: 'Terminal' }).getByText('Connected (bash)').waitFor(PATIENCE);
      await shows(tab, 'This shell is simulated by LuBan');
      await type(tab, 'X=kept; echo 终端-$X');
      await shows(tab, '终端-kept');
      await cut?.close({ code: 4000 });
      await tab.getByText('Connected (bash)').waitFor(PATIENCE);
      await type(tab, 'echo still-$X');
      await shows(tab, 'still-kept');
      await tab.reload();
      await shows(tab, 'still-kept');
      await type(tab, 'echo again-$X; exit 3');
      await shows(tab, 'again-kept');
      await tab.getByText('Ended with exit code 3').waitFor(PATIENCE);
      await tab.getByRole('button', { name: 'Start again' }).click();
      await tab.getByText('Connected (bash)').waitFor(PATIENCE);
    });
  });

  it('has a terminal in the colours and the font of the page, under its content policy', async () => {
    await here.visit(
      `${page}?tab=terminal`,
      async ({ page: tab }) => {
        await shows(tab, 'This shell is simulated by LuBan');
        const look = await tab.evaluate(() => {
          const row = document.querySelector('.xterm-rows > div')!;
          const { height } = row.getBoundingClientRect();
          const { fontFamily, whiteSpace, color } = getComputedStyle(row);
          const background = getComputedStyle(document.querySelector('.res-terminal-screen')!).backgroundColor;
          return { height, fontFamily, whiteSpace, color, background };
        });
        // All of it comes from style elements that the policy must have let through.
        expect(look.height).toBeGreaterThan(10);
        expect(look.height).toBeLessThan(30);
        expect(look.fontFamily).toMatch(/monospace/);
        expect(look.whiteSpace).toBe('pre');
        expect(look.color).not.toBe(look.background);
        await type(tab, "printf '\\033[38;2;120;200;255mown colour\\033[0m\\n'");
        const coloured = screen(tab).locator('span[style*="color"]', { hasText: /^own colour$/ });
        expect(await coloured.evaluate((span) => getComputedStyle(span).color)).toBe('rgb(120, 200, 255)');
        expect(await accessibilityViolations(tab)).toEqual([]);
      },
      { theme: 'dark' },
    );
  });

  it('takes files, lists them and gives them back byte for byte', async () => {
    await here.visit(`${page}?tab=files`, async ({ page: tab, watch }) => {
      watch.expect(/status of 404 .*nowhere/);
      const files = tab.getByRole('region', { name: 'Files' });
      await files.getByRole('button', { name: 'etc', exact: true }).waitFor(PATIENCE);
      await files.getByRole('textbox', { name: 'Path' }).fill('/tmp');
      await tab.keyboard.press('Enter');
      const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * 7) % 256));
      const name = `it's $(here) 文件.bin`;
      const file = { name, mimeType: 'application/octet-stream', buffer: bytes };
      await files.getByLabel('Upload files').and(tab.locator('input')).setInputFiles(file);
      await files.getByText(`Uploaded ${name}`).waitFor(PATIENCE);
      const [download] = await Promise.all([
        tab.waitForEvent('download'),
        files.getByRole('button', { name: `Download ${name}` }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      expect((await readFile(await download.path())).equals(bytes)).toBe(true);
      expect(await accessibilityViolations(tab)).toEqual([]);
      await files.getByRole('textbox', { name: 'Path' }).fill('/nowhere');
      await tab.keyboard.press('Enter');
      await files.getByRole('alert').getByText('There is nothing to be had at /nowhere').waitFor(PATIENCE);
    });
  });

  it('has a shell on its node where that is switched on', async () => {
    await kubectl(
      'create configmap luban-terminal --namespace=luban-system --from-literal=nodeShell=true --from-literal=kubectlTerminal=true',
    );
    const node = await kubectl("get pod box --namespace=default -o jsonpath='{.spec.nodeName}'");
    await here.visit(`/clusters/host/nodes/${node}?tab=terminal`, async ({ page: tab }) => {
      await tab.getByText('Connected (sh)').waitFor(PATIENCE);
      await type(tab, 'echo node-$((40 + 2))');
      await shows(tab, 'node-42');
      await tab.getByRole('button', { name: 'End', exact: true }).click();
      await tab.getByText('Ended').first().waitFor(PATIENCE);
    });
    await kubectl.until('get pods --namespace=luban-system -l luban.dev/terminal -o name', /^$/);
  });

  it('stands beside a shell with kubectl that acts as the person', async () => {
    await here.visit('/clusters/host/kubectl', async ({ page: tab }) => {
      await tab.getByText('Connected (bash)').waitFor(PATIENCE);
      await type(tab, 'kubectl get pods --namespace=default');
      await shows(tab, 'box');
      await tab.getByRole('button', { name: 'End', exact: true }).click();
      await tab.getByText('Ended').first().waitFor(PATIENCE);
    });
    await kubectl.until('get clusterroles -l luban.dev/terminal -o name', /^$/);
  });
});
