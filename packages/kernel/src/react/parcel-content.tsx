import { useEffect, useLayoutEffect, useRef } from 'react';
import type { MountedParcel, ParcelLifecycles, ParcelProps } from '../contract.ts';
import type { ExtensionScope } from './extension-scope.ts';
import { scopeAttributes } from './scope-attributes.ts';
import { useKernel } from './use-kernel.ts';

interface ParcelContentProps {
  scope: ExtensionScope;
  lifecycles: ParcelLifecycles;
  props?: object;
}

/** An export of another framework, mounted through the kernel's one parent parcel. */
export function ParcelContent({ scope: { mount, context, handedOver }, lifecycles, props }: ParcelContentProps) {
  const kernel = useKernel();
  const element = useRef<HTMLDivElement>(null);
  const parcel = useRef<{ mounted: MountedParcel; fixed: ParcelProps }>(undefined);
  const given = useRef(props);

  useLayoutEffect(() => {
    // Captured now: React clears the reference before the clean-up runs.
    const domElement = element.current;
    if (!domElement) return;
    const fixed: ParcelProps = {
      domElement,
      name: context.name,
      context,
      markDirty: (options) => mount.markDirty(options),
      handOver: (key, collect) => mount.handOver(key, collect),
      handedOver,
    };
    const mounted = kernel.mountParcel(lifecycles, { ...given.current, ...fixed });
    parcel.current = { mounted, fixed };
    mounted.mounted.catch((error) => parcel.current?.mounted === mounted && mount.fail(error, 'mount'));
    return () => {
      parcel.current = undefined;
      mounted.unmount().catch((error) => mount.fail(error, 'unmount'));
    };
  }, [kernel, mount, context, handedOver, lifecycles]);

  useEffect(() => {
    if (given.current === props) return;
    given.current = props;
    if (!parcel.current) return;
    const { mounted, fixed } = parcel.current;
    // An update replaces all props, single-spa merges nothing.
    mounted.update({ ...props, ...fixed }).catch((error) => mount.fail(error, 'update'));
  }, [mount, props]);

  return <div ref={element} {...scopeAttributes(context)} />;
}
