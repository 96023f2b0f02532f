import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { boundsOf, type OwnedRegion, ownerOf } from './owned-regions.ts';

const OUTLINED = 'lb-inspector-owners';

/** Outlines what belongs to extensions, and names the owner of what is under the pointer or has the focus. */
export function OwnerFinder() {
  const [region, setRegion] = useState<OwnedRegion>();
  useEffect(() => {
    const root = document.documentElement;
    const find = ({ target }: Event) => setRegion(target instanceof Element ? ownerOf(target) : undefined);
    root.classList.add(OUTLINED);
    document.addEventListener('pointerover', find);
    document.addEventListener('focusin', find);
    return () => {
      root.classList.remove(OUTLINED);
      document.removeEventListener('pointerover', find);
      document.removeEventListener('focusin', find);
    };
  }, []);
  // At the page's end: the panel would clip it.
  return region && createPortal(<Marker region={region} />, document.body);
}

function Marker({ region }: { region: OwnedRegion }) {
  const { top, left, width, height } = boundsOf(region.element);
  return (
    <div className="lb-inspector-marker" style={{ top, left, width, height }} role="status">
      <span>
        {region.extension} {region.version}
      </span>
    </div>
  );
}
