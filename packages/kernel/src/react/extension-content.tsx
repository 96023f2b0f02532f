import { type ReactNode, Suspense, useEffect, useEffectEvent, useMemo } from 'react';
import { exportedValue, notRenderable } from './exported-value.ts';
import { ExtensionBoundary } from './extension-boundary.tsx';
import { type ExtensionScope, ExtensionScopeContext } from './extension-scope.ts';
import { ParcelContent } from './parcel-content.tsx';
import { scopeAttributes } from './scope-attributes.ts';

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
  const exported = useMemo(() => exportedValue(value), [value]);
  if (!exported) return <NotRenderable scope={scope} />;
  if (exported.kind === 'parcel') {
    return <ParcelContent scope={scope} lifecycles={exported.lifecycles} props={props} />;
  }
  return (
    <div {...scopeAttributes(scope.context)}>
      <ExtensionBoundary onError={onError ?? ((error) => scope.mount.fail(error, 'render'))}>
        <ExtensionScopeContext value={scope}>
          <Suspense fallback={placeholder}>
            <exported.component {...props} />
          </Suspense>
        </ExtensionScopeContext>
      </ExtensionBoundary>
    </div>
  );
}

function NotRenderable({ scope: { mount, context } }: { scope: ExtensionScope }) {
  const report = useEffectEvent(() => mount.fail(notRenderable(context, mount.reference), 'render'));
  useEffect(() => report(), []);
  return null;
}
