import { useMemo } from 'react';
import type { GoneProps } from './kernel-components.ts';
import { useExplanation } from './use-explanation.ts';
import { useWords } from './words.ts';

/** Stands where a page stood whose extension was disabled or removed meanwhile. */
export function GonePanel({ extension, reason }: GoneProps) {
  const words = useWords();
  const problem = useMemo(() => ({ code: 'LB4019', params: { extension }, extension }), [extension]);
  const explanation = useExplanation(problem);
  return (
    <section className="lb-gone" role="status">
      <p>{reason === 'disabled' ? words.disabled(extension) : words.removed(extension)}</p>
      {explanation && <p>{explanation.cure}</p>}
      <code className="lb-problem-code">{problem.code}</code>
    </section>
  );
}
