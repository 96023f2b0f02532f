import { useReadable } from '@luban/kernel/react';
import type { Problem } from '@luban/manifest';
import { useEffect, useRef } from 'react';
import { useHost } from '../host/console-host.ts';
import { problemKey, problemNotice } from '../host/problem-notice.ts';
import { text } from '../i18n/text.ts';

/** The event stream has an indicator of its own. */
const SHOWN_ELSEWHERE = new Set(['LB4017', 'LB4018']);
const CONSOLE_UPDATED = 'LB3017';
const QUARANTINED = 'LB4008';
const RELOAD_OFFERED = new Set([CONSOLE_UPDATED, 'LB4022']);

/** Tells of each problem of the kernel once, with the button that helps. Nothing is ever done without being asked. */
export function useKernelNotices(): void {
  const { kernel, notices, overlays } = useHost();
  const problems = useReadable(kernel.problems);
  const told = useRef(new Set<Problem>());

  useEffect(() => {
    // What was released, disabled or replaced is not left out any more, and nothing is left to decide.
    for (const problem of told.current) {
      if (problem.code !== QUARANTINED || problems.includes(problem)) continue;
      told.current.delete(problem);
      notices.dismiss(problemKey(problem));
    }
    for (const problem of problems) {
      if (told.current.has(problem) || SHOWN_ELSEWHERE.has(problem.code)) continue;
      told.current.add(problem);
      void problemNotice(problem, kernel.index.get().locale).then((notice) => {
        if (!told.current.has(problem)) return;
        const actions = [];
        if (RELOAD_OFFERED.has(problem.code))
          actions.push({ label: text('notices.reload'), run: () => location.reload() });
        if (problem.code === QUARANTINED) {
          actions.push({ label: text('notices.quarantine'), run: () => overlays.open({ kind: 'quarantine' }) });
        }
        const tone = RELOAD_OFFERED.has(problem.code) ? ('info' as const) : ('warning' as const);
        notices.add({ ...notice, tone, actions });
      });
    }
  }, [problems, kernel, notices, overlays]);
}
