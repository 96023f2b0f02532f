/** Watches one tab for what must not happen: errors in the console, exceptions, violations of the security policy. */
import type { Page } from 'playwright-core';

export interface PageWatch {
  /** Problems that match are part of the test. */
  expect(...patterns: RegExp[]): void;
  /** Paths of all requests so far, in order, with their query. */
  requests(): readonly string[];
  /** Navigations of the document so far, the first one included. */
  navigations(): number;
  violations(): readonly string[];
  unexpected(): readonly string[];
  /** Throws when something unexpected happened. */
  assertQuiet(): void;
}

const REPORT = '__reportPolicyViolation';

export async function watchPage(page: Page): Promise<PageWatch> {
  const problems: string[] = [];
  const violations: string[] = [];
  const requests: string[] = [];
  const expected: RegExp[] = [];
  let navigations = 0;

  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  page.on('crash', () => problems.push('the page crashed'));
  page.on('request', (request) => {
    const url = new URL(request.url());
    requests.push(url.pathname + url.search);
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) navigations += 1;
  });
  await page.exposeFunction(REPORT, (violation: string) => violations.push(violation));
  await page.addInitScript((report) => {
    const global = globalThis as unknown as Record<string, (violation: string) => void>;
    document.addEventListener('securitypolicyviolation', (event) => {
      global[report]?.(`${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`);
    });
  }, REPORT);

  const unexpected = () => [
    ...violations.map((violation) => `policy: ${violation}`),
    ...problems.filter((problem) => !expected.some((pattern) => pattern.test(problem))),
  ];
  return {
    expect: (...patterns) => void expected.push(...patterns),
    requests: () => requests,
    navigations: () => navigations,
    violations: () => violations,
    unexpected,
    assertQuiet() {
      const found = unexpected();
      if (found.length > 0) throw new Error(`The page had ${found.length} unexpected problem(s):\n${found.join('\n')}`);
    },
  };
}
