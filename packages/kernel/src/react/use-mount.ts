import type { IndexReference } from '@luban/manifest';
import { useEffectEvent, useLayoutEffect, useState } from 'react';
import type { Kernel, Mount } from '../contract.ts';

/** A mount that lives as long as the component. Undefined in the first render. */
export function useMount(
  kernel: Kernel,
  extension: string,
  reference: IndexReference,
  cause: string,
): Mount | undefined {
  const [mount, setMount] = useState<Mount>();
  const open = useEffectEvent(() => kernel.mount(extension, reference, cause));
  // A layout effect: what is loaded already appears in the same frame.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another cause alone opens nothing anew
  useLayoutEffect(() => {
    const opened = open();
    setMount(opened);
    return () => {
      setMount(undefined);
      opened.close();
    };
  }, [kernel, extension, reference]);
  return mount;
}
