import { type ReactNode, useMemo } from 'react';
import type { Mount, MountSnapshot } from '../contract.ts';
import { ExtensionContent } from './extension-content.tsx';
import type { ExtensionScope } from './extension-scope.ts';
import { useKernelScope } from './use-kernel.ts';
import { useReadable } from './use-readable.ts';

interface MountViewProps {
  mount: Mount;
  props?: object;
  placeholder?: ReactNode;
  compact?: boolean;
}

/** Draws whatever state a mount is in. */
export function MountView({ mount, props, placeholder, compact }: MountViewProps) {
  const { components, onDisable } = useKernelScope();
  const snapshot = useReadable(mount.snapshot);
  const { extension } = mount;

  switch (snapshot.phase) {
    case 'loading':
      return placeholder;
    case 'gone':
      return compact ? null : <components.Gone extension={extension} reason={snapshot.reason} />;
    case 'problem':
      return (
        <components.Problem
          problem={snapshot.problem}
          detail={snapshot.detail}
          onRetry={snapshot.canRetry ? () => mount.retry() : undefined}
          onDisable={onDisable && (() => onDisable(extension))}
          compact={compact}
        />
      );
    case 'ready':
      return <ReadyView mount={mount} snapshot={snapshot} props={props} placeholder={placeholder} />;
  }
}

type ReadySnapshot = Extract<MountSnapshot, { phase: 'ready' }>;

function ReadyView({ mount, snapshot, props, placeholder }: MountViewProps & { snapshot: ReadySnapshot }) {
  const { components } = useKernelScope();
  const { context, handedOver, pending } = snapshot;
  const scope = useMemo<ExtensionScope>(
    () => ({ mount, context, handedOver, shared: false }),
    [mount, context, handedOver],
  );
  return (
    <>
      {pending && (
        <components.Pending
          extension={mount.extension}
          {...pending}
          onUpdate={(options) => void mount.update(options)}
        />
      )}
      <ExtensionContent
        key={snapshot.generation}
        scope={scope}
        value={snapshot.value}
        props={props}
        placeholder={placeholder}
      />
    </>
  );
}
