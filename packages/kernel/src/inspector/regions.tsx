import { useEffect, useState } from 'react';
import { useKernel } from '../react/use-kernel.ts';
import { useReadable } from '../react/use-readable.ts';
import { type OwnedRegion, ownedRegions } from './owned-regions.ts';
import { useWords } from './words.ts';

/** What is on the page now, by owner; each can be brought into view. */
export function Regions() {
  const words = useWords();
  const statuses = useReadable(useKernel().statuses);
  const [regions, setRegions] = useState<OwnedRegion[]>([]);
  // Mounts that come and go change the statuses.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setRegions(ownedRegions(document)), [statuses]);
  const owners = Map.groupBy(regions, ({ extension, version }) => `${extension}@${version}`);

  if (owners.size === 0) return <p className="lb-inspector-empty">{words.noRegions}</p>;
  return (
    <ul className="lb-inspector-scroll lb-inspector-regions">
      {[...owners].map(([owner, places]) => (
        <li key={owner}>
          <code>{owner}</code> <span>{words.places(places.length)}</span>
          <button
            type="button"
            className="lb-button lb-button-ghost lb-button-sm"
            onClick={() => places[0]?.element.firstElementChild?.scrollIntoView({ block: 'center' })}
          >
            {words.bringIntoView}
          </button>
        </li>
      ))}
    </ul>
  );
}
