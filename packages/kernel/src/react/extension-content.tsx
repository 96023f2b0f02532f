import { type ReactNode, Suspense, useEffect, useEffectEvent, useMemo } from 'react';
import { exportedValue, notRenderable } from './exported-value.ts';
import { ExtensionBoundary } from './extension-boundary.tsx';
import { type ExtensionScope, ExtensionScopeContext } from './extension-scope.ts';
import { ParcelContent } from './parcel-content.tsx';
import { ScopeElement } from './scope-element.tsx';
import { useKernelScope } from './use-kernel.ts';

interface ExtensionContentProps {
  scope: ExtensionScope;
  /** The export. */
  value: unknown;
  props?: object;
  /** Shown while something in the export suspends. */
  placeholder?: ReactNode;
  /** Default: the mount fails. */
  onError?: (error: unknown) => void;
}

/** The export itself, kept apart from the rest of the page. */
export function ExtensionContent({ scope, value, props, placeholder, onError }: ExtensionContentProps) {
  const { Scope } = useKernelScope();
  const { mount, context } = scope;
  const exported = useMemo(() => exportedValue(value), [value]);
  if (!exported) return <NotRenderable scope={scope} />;
  if (exported.kind === 'parcel') {
    return <ParcelContent scope={scope} lifecycles={exported.lifecycles} props={props} />;
  }
  const content = (
    <Suspense fallback={placeholder}>
      <exported.component {...props} />
    </Suspense>
  );
  return (
    <ScopeElement context={context}>
      <ExtensionBoundary onError={onError ?? ((error) => mount.fail(error, 'render'))}>
        <ExtensionScopeContext value={scope}>{Scope ? <Scope>{content}</Scope> : content}</ExtensionScopeContext>
      </ExtensionBoundary>
    </ScopeElement>
  );
}

function NotRenderable({ scope: { mount } }: { scope: ExtensionScope }) {
  const report = useEffectEvent(() => mount.fail(notRenderable(mount.extension, mount.reference), 'render'));
  useEffect(() => report(), []);
  return null;
}
