import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Violations that axe finds in the page as it stands, one line each: rule, impact, where. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${id} (${impact}): ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    );
  });
}
