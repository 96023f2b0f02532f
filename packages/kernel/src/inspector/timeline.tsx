import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';
import { TransitionList } from './transition-list.tsx';

/** All extensions' changes of state in this tab. */
export function Timeline() {
  const transitions = useReadable(useKernel().transitions);
  return (
    <div className="lb-inspector-scroll lb-inspector-timeline">
      <TransitionList transitions={transitions} named />
    </div>
  );
}
