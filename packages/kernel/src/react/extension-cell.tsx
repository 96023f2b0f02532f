import type { IndexReference } from '@luban/manifest';
import { memo, useEffect, useState, useSyncExternalStore } from 'react';
import { ExtensionContent } from './extension-content.tsx';
import { MountView } from './mount-view.tsx';
import { sharedMount } from './shared-mount.ts';
import { useKernelScope } from './use-kernel.ts';
import { useMount } from './use-mount.ts';

export interface ExtensionCellProps {
  extension: string;
  reference: IndexReference;
  /** Compared member by member: a cell renders again when one of them is another. */
  props?: object;
  /** For the inspector: `column cpu`. */
  cause: string;
}

/**
 * One of many small places that show the same export, such as the cells of a column. They share one mount, so that a
 * table of hundreds costs little more than its elements; a failure stays in its cell.
 */
export const ExtensionCell = memo(Cell, (before, after) => {
  return (
    before.extension === after.extension &&
    before.reference === after.reference &&
    sameMembers(before.props, after.props)
  );
});

function Cell(cell: ExtensionCellProps) {
  const { kernel, components } = useKernelScope();
  const shared = sharedMount(kernel, cell.extension, cell.reference, cell.cause);
  const place = useSyncExternalStore(shared.place.subscribe, shared.place.get);
  const [failure, setFailure] = useState<{ error: unknown; generation: number }>();

  if (place.phase === 'problem') return <components.Problem problem={place.problem} onRetry={place.retry} compact />;
  if (place.phase !== 'ready') return null;
  const { generation, scope, value } = place;
  if (failure?.generation === generation) return <FailedCell {...cell} error={failure.error} />;
  const onError = (error: unknown) => {
    shared.failed(error);
    setFailure({ error, generation });
  };
  return <ExtensionContent key={generation} scope={scope} value={value} props={cell.props} onError={onError} />;
}

/** A cell that failed leaves the shared mount and takes one of its own, so that its retry concerns it alone. */
function FailedCell({ extension, reference, props, cause, error }: ExtensionCellProps & { error: unknown }) {
  const { kernel } = useKernelScope();
  const mount = useMount(kernel, extension, reference, cause);
  const [reported, setReported] = useState(false);
  useEffect(() => {
    if (!mount || reported) return;
    const report = () => {
      const { phase } = mount.snapshot.get();
      if (phase === 'loading') return;
      setReported(true);
      if (phase === 'ready') mount.fail(error, 'render');
    };
    report();
    return mount.snapshot.subscribe(report);
  }, [mount, reported, error]);
  return mount && reported && <MountView mount={mount} props={props} compact />;
}

function sameMembers(a: object = {}, b: object = {}): boolean {
  const before = Object.entries(a);
  const after = new Map(Object.entries(b));
  return (
    before.length === after.size && before.every(([key, value]) => after.has(key) && Object.is(after.get(key), value))
  );
}
