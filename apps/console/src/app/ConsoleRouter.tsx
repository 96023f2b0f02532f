import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { Router } from 'react-router';
import type { ConsoleHost } from '../host/console-host.ts';
import { createGuardedHistory } from '../leaving/guarded-history.ts';
import { createLeaveGuard, guardUnload } from '../leaving/leave-guard.ts';

/** The router of the page. Nobody leaves unsaved work by it without having been asked. */
export function ConsoleRouter({ host, children }: { host: ConsoleHost; children: ReactNode }) {
  const { kernel, overlays } = host;
  const [history] = useState(() =>
    createGuardedHistory(
      window,
      createLeaveGuard(kernel, (question) => overlays.open({ kind: 'leave', ...question })),
    ),
  );
  const [{ action, location }, setStep] = useState(history.current);
  useLayoutEffect(() => history.listen(setStep), [history]);
  useEffect(() => guardUnload(window, kernel), [kernel]);
  return (
    // As a transition a navigation would wait for ever behind an extension that never stops rendering.
    <Router navigator={history.navigator} location={location} navigationType={action} useTransitions={false}>
      {children}
    </Router>
  );
}
