import type { Page } from 'playwright-core';

/** Presses Tab until something of that name has the focus, from where the focus is. */
export async function tabTo(page: Page, name: string, presses = 150): Promise<void> {
  for (let pressed = 0; pressed < presses; pressed += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** What has the focus, by its label or text. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return '';
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    return (element.getAttribute('aria-label') ?? label ?? element.textContent ?? '').trim();
  });
}
