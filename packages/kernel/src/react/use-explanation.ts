import type { Problem } from '@luban/manifest';
import { useEffect, useState } from 'react';
import { useKernel } from './use-kernel.ts';
import { useReadable } from './use-readable.ts';

/** What the message catalogue says about a problem. */
export interface Explanation {
  code: string;
  sentence: string;
  cause: string;
  cure: string;
}

/** Undefined until the catalogue is there: it is fetched with the first problem that is shown. */
export function useExplanation(problem: Problem): Explanation | undefined {
  const locale = useReadable(useKernel().index, (index) => index.locale);
  const [explanation, setExplanation] = useState<Explanation>();
  useEffect(() => {
    let stale = false;
    import('@luban/manifest/messages').then(
      ({ explain }) => stale || setExplanation(explain(problem, locale)),
      // Without the catalogue the number alone is shown; it names a page of the manual.
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [problem, locale]);
  return explanation;
}
